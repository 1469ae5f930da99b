/**
 * README.md and the pages of docs/ show what their commands print; UPDATE_GOLDEN=1 writes it anew.
 *
 * Each `console` block is run. The blocks of one page share a folder, so that a command finds what an earlier one left:
 * `demo/store` is the store that `make demo` makes, and `new` is empty.
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { demoStore } from "../../fixtures/demo.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { programPath, programTest, runShell } from "../helpers/program.ts";

const ROOT = new URL("../../", import.meta.url);
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
const HERE_DOCUMENT = /<<'(\w+)'$/;

const PAGES = [
  "README.md",
  ...[...Deno.readDirSync(new URL("docs", ROOT))].map(({ name }) => `docs/${name}`).filter((path) =>
    path.endsWith(".md")
  ).sort(),
];

/** The commands of a block, each without its prompt and with the here-document that belongs to it. */
function commandsOf(block: string): readonly string[] {
  const commands: string[] = [];
  let end: string | null = null;
  for (const line of block.split("\n")) {
    if (end !== null) {
      commands.push(`${commands.pop()}\n${line}`);
      if (line === end) end = null;
    } else if (line.startsWith("$ ")) {
      commands.push(line.slice(2));
      end = HERE_DOCUMENT.exec(line)?.[1] ?? null;
    }
  }
  return commands;
}

/** The page with every block as a terminal would show it. */
async function shown(page: string, folder: string): Promise<string> {
  const path = `${join(folder, "bin")}:${Deno.env.get("PATH") ?? ""}`;
  let actual = page;
  for (const [block, content = ""] of page.matchAll(BLOCK)) {
    let transcript = "";
    for (const command of commandsOf(content)) {
      const { stdout, stderr } = await runShell(command, [], {
        cwd: join(folder, "page"),
        env: { COLUMNS: "116", PATH: path },
      });
      transcript += `$ ${command}\n${stdout}${stderr}`;
    }
    actual = actual.replace(block, () => `\`\`\`console\n${transcript}\`\`\``);
  }
  return actual;
}

for (const name of PAGES) {
  programTest(`${name} shows what its commands print`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.mkdir(join(folder, "bin"));
      await Deno.symlink(programPath(), join(folder, "bin/sourceos"));
      writeStore(demoStore(), join(folder, "page/demo/store"));
      await Deno.mkdir(join(folder, "page/new"));
      const page = await Deno.readTextFile(new URL(name, ROOT));
      const actual = await shown(page, folder);
      if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(new URL(name, ROOT), actual);
      else assertEquals(actual, page);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("docs/scripting.md lists every exit code", async () => {
  const page = await Deno.readTextFile(new URL("docs/scripting.md", ROOT));
  const listed = [...page.matchAll(/^\| (\d[\d, ]*) \| ([\w`, ]+) \|/gm)].flatMap(([, codes = "", names = ""]) => {
    const named = names.replaceAll("`", "").split(", ");
    return codes.split(", ").map((code, index) => ({ code: Number(code), name: named[index] }));
  });
  assertEquals(listed, EXIT_CODES.map(({ code, name }) => ({ code, name })));
});
