/** Streams as shells connect them: slow readers, readers that leave, closed and full ones. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withFiles } from "../../fixtures/faults/edit.ts";
import { textFile } from "../../fixtures/store_files.ts";
import { programEnvironment, programPath, programTest, runProgram, runShell } from "../helpers/program.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";

const LARGE_ACTORS = 18;

/** The sound store with actors that carry more than 12 MB between them. */
function largeStore() {
  const note = "0123456789 äöü 日本語 😀 the quick brown fox ".repeat(16 * 1024);
  return withFiles(
    HEALTHY,
    Array.from({ length: LARGE_ACTORS }, (_, number) => {
      const record = { actor_id: `actor:large-${number}`, actor_type: "human", display_name: "Large", note };
      return [`actors/large-${number}.json`, textFile(JSON.stringify(record))] as const;
    }),
  );
}

/** Reads to the end, with a rest now and then, as a pager or a slow network does. */
async function readSlowly(args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const child = new Deno.Command(programPath(), {
    args: [...args],
    clearEnv: true,
    env: programEnvironment(),
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let chunks = 0;
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true });
    if (++chunks % 40 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { code: (await child.status).code, text: text + decoder.decode() };
}

programTest(
  "12 MB of JSON arrive whole at a slow reader, and are one document",
  () =>
    withStore(largeStore(), async (root) => {
      const { code, text } = await readSlowly(["sync", "actors", "--store", root, "--json"]);
      assertEquals(new TextEncoder().encode(text).length > 12_000_000, true, String(text.length));
      const { data } = await readDocument({ code, stdout: text }, "sync actors");
      const items = data?.["items"];
      const notes = Array.isArray(items) ? items.map(({ record }) => record.note).filter((note) => note) : [];
      assertEquals([code, notes.length, new Set(notes).size], [0, LARGE_ACTORS, 1]);
      const lines = await runShell('"$@" | { sleep 0.3; wc -l; }', ["sync", "actors", "--store", root, "-o", "ndjson"]);
      assertEquals(Number(lines.stdout), Number(data?.["returned"]));
      const head = await runShell('"$@" | head -1; echo "${PIPESTATUS[0]}"', [
        "sync",
        "actors",
        "--store",
        root,
        "-o",
        "yaml",
      ]);
      assertEquals(head, { code: 0, signal: null, stdout: "schema: sourceos.cli.sync-actors/v1\n141\n", stderr: "" });
    }),
);

interface StreamCase {
  readonly name: string;
  readonly script: string;
  readonly stdout: string | null;
  readonly stderr: string;
  readonly code: number;
}

const FULL = "error: Cannot write the output: No space left on device (os error 28)\n";

const CASES: readonly StreamCase[] = [
  { name: "standard input is closed", script: '"$@" <&-', stdout: null, stderr: "", code: 0 },
  { name: "standard error is closed", script: '"$@" 2>&-', stdout: null, stderr: "", code: 0 },
  { name: "standard error is full", script: '"$@" 2>/dev/full', stdout: null, stderr: "", code: 0 },
  { name: "standard output is full", script: '"$@" >/dev/full', stdout: "", stderr: FULL, code: 19 },
  { name: "both are full", script: '"$@" >/dev/full 2>&1', stdout: "", stderr: "", code: 19 },
  { name: "standard input is a folder", script: '"$@" </', stdout: null, stderr: "", code: 0 },
];

for (const { name, script, stdout, stderr, code } of CASES) {
  programTest(`status ends as it should where ${name}`, () =>
    withStore(HEALTHY, async (root) => {
      for (const format of ["table", "json"]) {
        const args = ["sync", "status", "--store", root, "-o", format];
        const want = stdout ?? (await runProgram(args)).stdout;
        assertEquals(await runShell(script, args), { code, signal: null, stdout: want, stderr });
      }
    }));
}

programTest(
  "an error is told by the exit code where standard error is full or closed",
  () =>
    withStore(HEALTHY, async (root) => {
      const args = ["sync", "explain", "object:nobody-knows-this", "--store", root];
      for (const script of ['"$@" 2>/dev/full', '"$@" 2>&-', '{ "$@"; echo $?; } 2> >(true)']) {
        const { code, stdout } = await runShell(script, [...args, "--json"]);
        const [document = "", ended] = stdout.split(/(?<=\n)(?=\d+\n$)/);
        assertEquals(
          await readDocument({ code: 17, stdout: document }, "sync explain").then(({ result }) => result),
          "not_found",
        );
        assertEquals(Number(ended ?? code), 17);
      }
    }),
);

programTest(
  "a closed standard output is nowhere, which the runtime makes of it, and never a file of the store",
  () =>
    withStore(HEALTHY, async (root) => {
      const args = ["sync", "status", "--store", root, "--json"];
      const before = Deno.readTextFileSync(join(root, "manifest.json"));
      const { code, stderr } = await runShell('"$@" >&-', args);
      assertEquals([code, /stack|at file|panicked/.test(stderr)], [0, false], stderr);
      assertEquals(Deno.readTextFileSync(join(root, "manifest.json")), before);
    }),
);

programTest("a snapshot is piped from one program into another", () =>
  withStore(HEALTHY, async (root) => {
    const file = join(root, "../snapshot.json");
    const live = await runProgram(["sync", "doctor", "--store", root, "--save-snapshot", file]);
    const script = `{ head -c 1000; sleep 0.2; cat; } <"${file}" | "$@"`;
    assertEquals(await runShell(script, ["sync", "doctor", "--snapshot", "-"]), live);
  }));
