/** Writes a man page for each command into the folder that is named, from the tree of commands (`make man`). */
import { createCaller } from "../commands/host/caller.ts";
import { describeBuild } from "../commands/host/program.ts";
import { type Described, helpPage } from "../commands/frame/help.ts";
import { buildTree } from "../commands/tree.ts";
import { TOOL } from "../lib/model/tool.ts";
import { manName, manText } from "../lib/render/man.ts";

function writePages(command: Described, folder: string, above: readonly string[] = []): void {
  const path = command.getPath();
  const below = command.getCommands();
  const seeAlso = [...above, ...below.map((child) => child.getPath())];
  const text = manText({ ...helpPage(command), path, seeAlso }, `${TOOL.name} ${TOOL.version}`);
  Deno.writeTextFileSync(`${folder}/${manName(path)}.1`, text);
  for (const child of below) writePages(child, folder, [...above, path]);
}

const [folder = ".build/man"] = Deno.args;
Deno.mkdirSync(folder, { recursive: true });
const view = { width: null, color: false, unicode: true };
const unused = () => Promise.reject(new Error("No command is run"));
const build = describeBuild({ kind: "source", commit: null, commit_unknown: "Pages are made from its sources" });
writePages(
  buildTree(createCaller({ words: [], build }), { view, words: null, open: unused, finish() {} }).root,
  folder,
);
