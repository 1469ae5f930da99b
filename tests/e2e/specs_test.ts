/**
 * End-to-end cases as data: tests/specs/<command>/<case>.json says what is typed and what must come of it.
 *
 * `$STORE` in arguments, environment and expectations is the store, `$FOLDER` the folder that holds it; `[..]` in an
 * expected line stands for anything. A case with `error` is run twice: people read the error on stderr, machines get it in
 * their one document too, and the exit code is the same.
 */
import { assertEquals, assertObjectMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { demoStore } from "../../fixtures/demo.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { programTest, runProgram, type RunResult } from "../helpers/program.ts";
import { FAULTY, faultyStore, HEALTHY, treeOf, withFolder } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { readDocument } from "../helpers/machine_documents.ts";

interface Spec {
  /** A store that is written anew for the case; none is one that is not there. */
  readonly store?: keyof typeof STORES;
  /** Files beside the store. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly exit: number;
  readonly stdout?: readonly string[];
  readonly stderr?: readonly string[];
  /** A part of the document, where the arguments ask for json. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** The one error, for people and in json. */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly target: string | null;
    readonly hint: string | null;
  };
}

const STORES: Readonly<Record<"healthy" | "faulty" | "torn" | "demo" | "empty" | "none", StoreFiles | null>> = {
  healthy: HEALTHY,
  faulty: FAULTY,
  torn: faultyStore("torn-tail"),
  demo: demoStore(),
  empty: new Map([[".", { kind: "directory" }]]),
  none: null,
};
const ROOT = fromFileUrl(new URL("../specs/", import.meta.url));

interface Place {
  readonly folder: string;
  readonly root: string;
}

function filledIn(text: string, { folder, root }: Place): string {
  return text.replaceAll("$STORE", root).replaceAll("$FOLDER", folder);
}

/** Whether the text has exactly these lines, `[..]` standing for any part of one. */
function assertLines(text: string, lines: readonly string[], place: Place): void {
  const actual = text.replaceAll(place.root, "$STORE").replaceAll(place.folder, "$FOLDER").replace(/\n$/, "").split(
    "\n",
  );
  const matched = actual.map((line, index) => {
    const expected = lines[index] ?? "";
    const pattern = expected.split("[..]").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
    return new RegExp(`^${pattern}$`, "u").test(line) ? expected : line;
  });
  assertEquals(matched, lines.length === 0 ? [""] : lines);
}

type Run = (more: readonly string[]) => Promise<RunResult>;

async function assertError(spec: Spec, [run, runAgain]: readonly [Run, Run], place: Place) {
  const { error } = spec;
  if (error === undefined) return;
  const wanted = {
    code: error.code,
    message: filledIn(error.message, place),
    target: error.target === null ? null : filledIn(error.target, place),
    hint: error.hint === null ? null : filledIn(error.hint, place),
  };
  const told = `error: ${wanted.message}\n${wanted.hint === null ? "" : `hint: ${wanted.hint}\n`}`;
  const command = commandOf(spec.args);
  const [table, json] = await Promise.all([run([]), runAgain(["--json"])]);
  assertEquals([table.code, table.stderr, json.code, json.stderr], [spec.exit, told, spec.exit, told]);
  assertEquals((await readDocument(json, command)).errors, [wanted]);
}

/** The command whose document answers; words that are no command are answered by the group. */
function commandOf([group = "", name = ""]: readonly string[]): string {
  const names = "status doctor explain plans actors schemas conflicts profiles devices repair export import".split(" ");
  return group === "sync" && names.includes(name) ? `sync ${name}` : "sync";
}

async function runSpec(spec: Spec): Promise<void> {
  await withFolder(async (folder) => {
    const place = { folder, root: join(folder, "store") };
    const files = STORES[spec.store ?? "none"];
    if (files !== null) writeStore(files, place.root);
    for (const [name, text] of Object.entries(spec.files ?? {})) Deno.writeTextFileSync(join(folder, name), text);
    const env = Object.fromEntries(Object.entries(spec.env ?? {}).map(([name, text]) => [name, filledIn(text, place)]));
    // The options come behind the command, so that the last word of a case may be an option without its value.
    const words = (more: readonly string[]) => [
      ...spec.args.slice(0, 2),
      ...more,
      ...spec.args.slice(2).map((word) => filledIn(word, place)),
    ];
    const run: Run = (more) =>
      runProgram(words(more), { env, cwd: folder, ...(spec.stdin === undefined ? {} : { stdin: spec.stdin }) });
    const runAgain: Run = spec.stdin === undefined ? (more) => runInProcess(words(more), { env }) : run;
    const before = treeOf(folder);
    await assertError(spec, [run, runAgain], place);
    if (spec.error === undefined) {
      const result = await run([]);
      assertEquals(result.code, spec.exit, result.stderr);
      if (spec.stdout !== undefined) assertLines(result.stdout, spec.stdout, place);
      assertLines(result.stderr, spec.stderr ?? [], place);
      if (spec.document !== undefined) {
        const wanted = JSON.parse(filledIn(JSON.stringify(spec.document), place));
        const document = await readDocument(result, commandOf(spec.args));
        assertObjectMatch({ ...document }, wanted);
      }
    }
    assertEquals(treeOf(folder), before);
  });
}

for (const folder of [...Deno.readDirSync(ROOT)].map(({ name }) => name).toSorted()) {
  for (const file of [...Deno.readDirSync(join(ROOT, folder))].map(({ name }) => name).toSorted()) {
    programTest(`tests/specs/${folder}/${file}`, async () => {
      const spec: Spec = JSON.parse(await Deno.readTextFile(join(ROOT, folder, file)));
      await runSpec(spec);
    });
  }
}
