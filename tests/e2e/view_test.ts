/** What human output looks like where: colour, characters, width, and nothing that could steer a terminal. */
import { assertEquals } from "@std/assert";
import { demoStore } from "../../fixtures/demo.ts";
import { addClone, withFiles } from "../../fixtures/faults/edit.ts";
import { seededRandom } from "../../fixtures/random.ts";
import { textFile } from "../../fixtures/store_files.ts";
import { displayWidth } from "../../lib/render/wrap.ts";
import { isInstalled, mapConcurrently, programTest, runProgram, runShell } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withStore } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { COMMANDS, OBJECT } from "../helpers/commands.ts";

const ESCAPE = "\x1b";

interface ColourCase {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
  readonly isColoured: boolean;
}

/** On pipes; a terminal is another matter, below. */
const COLOURS: readonly ColourCase[] = [
  { name: "a pipe", isColoured: false },
  { name: "a pipe with TERM=xterm-256color", env: { TERM: "xterm-256color" }, isColoured: false },
  { name: "CLICOLOR=1", env: { CLICOLOR: "1" }, isColoured: false },
  { name: "CLICOLOR_FORCE=1", env: { CLICOLOR_FORCE: "1" }, isColoured: true },
  { name: "CLICOLOR_FORCE=0", env: { CLICOLOR_FORCE: "0" }, isColoured: false },
  { name: "NO_COLOR and CLICOLOR_FORCE", env: { NO_COLOR: "1", CLICOLOR_FORCE: "1" }, isColoured: false },
  { name: "--color always", options: ["--color", "always"], isColoured: true },
  { name: "--color always with NO_COLOR", env: { NO_COLOR: "1" }, options: ["--color=always"], isColoured: true },
  {
    name: "--color never with CLICOLOR_FORCE",
    env: { CLICOLOR_FORCE: "1" },
    options: ["--color=never"],
    isColoured: false,
  },
];

for (const { name, env = {}, options = [], isColoured } of COLOURS) {
  programTest(
    `${isColoured ? "colour" : "no colour"} with ${name}, the same words either way`,
    () =>
      withStore(FAULTY, async (root) => {
        const args = ["sync", "doctor", "--store", root, ...options];
        const [plain, seen, refused] = await mapConcurrently(
          [
            { args: ["sync", "doctor", "--store", root, "--color", "never"], env: {} },
            { args, env },
            { args: ["sync", "explain", "object:nobody", "--store", root, ...options], env },
          ],
          ({ args, env }) => runProgram(args, { env }),
        );
        assertEquals(seen?.stdout.includes(ESCAPE), isColoured);
        assertEquals(refused?.stderr.includes(ESCAPE), isColoured);
        // deno-lint-ignore no-control-regex
        assertEquals(seen?.stdout.replaceAll(/\x1b\[\d+m/g, ""), plain?.stdout);
      }),
  );
}

programTest("colour that is asked for colours help, and never a document", () =>
  withStore(HEALTHY, async (root) => {
    const always = ["--color", "always"];
    assertEquals((await runProgram(["sync", "doctor", "--help", ...always])).stdout.includes(ESCAPE), true);
    for (const format of ["json", "ndjson", "yaml"]) {
      const { stdout } = await runProgram(["sync", "doctor", "--store", root, "-o", format, ...always]);
      assertEquals(stdout.includes(ESCAPE), false);
    }
  }));

const LOCALES: readonly (readonly [name: string, env: Readonly<Record<string, string>>, args: readonly string[]])[] = [
  ["LANG=C", { LANG: "C" }, []],
  ["LC_ALL=POSIX over a UTF-8 LANG", { LC_ALL: "POSIX", LANG: "C.UTF-8" }, []],
  ["no locale at all", { LANG: "" }, []],
  ["--ascii", {}, ["--ascii"]],
];

for (const [index, [name, env, more]] of LOCALES.entries()) {
  programTest(`nothing but ASCII for people with ${name}`, () =>
    withStore(FAULTY, async (root) => {
      // Every command in one of them; the others only decide the same another way.
      const commands = COMMANDS.slice(0, index === 0 ? COMMANDS.length : 3);
      const outputs = await mapConcurrently(
        [...commands.map(({ args }) => [...args, "--store", root]), ["sync", "--help"], ["sync", "explain", "ö:ü"]],
        (args) => runInProcess([...args, ...more], { env }),
      );
      for (const { stdout, stderr } of outputs) {
        assertEquals((stdout + stderr).match(/[^\n\x20-\x7e]/gu), null, stdout + stderr);
      }
    }));
}

/** Every way in which a text can act on a terminal, or hide in it. */
const HOSTILE = "\x1b[31mred\x07\x08\r\x9b2J\u202egnp.exe\u200b\u0000\u2028 tab\there\nnew line\x7f\ufeff";

/** The sound store with that text wherever a store can hold text. */
function hostileStore() {
  const random = seededRandom(5);
  let files = HEALTHY;
  for (const kind of ["object", "actor", "plan", "conflict", "profile", "device", "schema"] as const) {
    files = addClone(files, random, {
      kind,
      id: `${kind}:${HOSTILE}`,
      changes: (record) => ({
        ...Object.fromEntries(
          Object.entries(record).map(([key, value]) => [key, typeof value === "string" ? `${value}${HOSTILE}` : value]),
        ),
        [HOSTILE]: HOSTILE,
      }),
    }).files;
  }
  return withFiles(files, [
    [`${HOSTILE.replaceAll("\0", "")}/file`, textFile("x")],
    [`objects/${HOSTILE.replaceAll("\0", "")}.json`, textFile("{")],
  ]);
}

programTest(
  "no control character of the store ever reaches a person, whatever the command",
  () =>
    withStore(hostileStore(), async (root) => {
      const outputs = await mapConcurrently(
        [
          ...COMMANDS.map(({ args }) => args),
          ["sync", "explain", `object:${HOSTILE.replaceAll("\0", "")}`],
          ["sync", "actors", "-o", "wide"],
          ["sync", "plans", "-o", "wide"],
          ["sync", "status", "--profile", HOSTILE.replaceAll("\0", "")],
          ["sync", HOSTILE.replaceAll("\0", "")],
          ["sync", "doctor", `--${HOSTILE.replaceAll("\0", "")}`],
        ],
        (args) => runInProcess(args[1] === "doctor" && args.length > 2 ? args : [...args, "--store", root]),
      );
      for (const { stdout, stderr } of outputs) {
        assertEquals(
          (stdout + stderr).replaceAll("\n", "").match(/[\p{Cc}\p{Cf}\u2028\u2029]/gu),
          null,
          stdout + stderr,
        );
      }
      assertEquals(outputs.some(({ stdout }) => stdout.includes("\\x1b[31mred")), true);
      const machine = await runProgram(["sync", "doctor", "--store", root, "--json"]);
      assertEquals(machine.stdout.replaceAll("\n", "").match(/[\p{Cc}\u202e\u200b\u2028\ufeff]/gu), null);
    }),
);

const HAS_TERMINAL = isInstalled("script") && isInstalled("stty");

/** Runs in a pseudo terminal of that width; what a terminal turns into two characters at a line's end is one again. */
async function onTerminal(args: readonly string[], columns: number, env: Readonly<Record<string, string>> = {}) {
  const words = args.map((word) => `'${word}'`).join(" ");
  const script = `program=$1; export program
    script -qec "stty cols ${columns} rows 24; \\"$program\\" ${words}" /dev/null </dev/null`;
  const result = await runShell(script, [], { env: { TERM: "xterm-256color", SHELL: "/bin/sh", ...env } });
  return { code: result.code, text: result.stdout.replaceAll("\r\n", "\n") };
}

// deno-lint-ignore no-control-regex
const COLOUR = /\x1b\[\d+m/g;

// Every command on the narrow one; the width of the other is read the same way.
for (const [columns, each] of [[60, 1], [100, 6]] as const) {
  programTest(
    `on a terminal of ${columns} columns no line is wider`,
    () =>
      withStore(demoStore(), async (root) => {
        const asked = [
          ...COMMANDS.map(({ args }) => [...args.map((word) => word === OBJECT ? "object:summer-trip" : word)]),
          ["sync", "actors", "-o", "wide"],
        ].map((args) => [...args, "--store", root, "--progress=never"]);
        const helps = [["sync", "--help"], ["sync", "repair", "--help"], ["sync", "bogus"]];
        for (const args of [...asked, ...helps].filter((_, index) => index % each === 0)) {
          const { text } = await onTerminal(args, columns);
          const lines = text.replaceAll(COLOUR, "").split("\n");
          // A command, a path or an id is never broken: it has to stay as it can be copied.
          const unbroken = /sourceos sync|\/store\b|^ *([·-] )?\S+$/;
          assertEquals(
            lines.filter((line) => displayWidth(line) > columns && !unbroken.test(line)),
            [],
            args.join(" "),
          );
        }
      }),
    { ignore: !HAS_TERMINAL },
  );
}

programTest(
  "on a terminal colour is left out where the environment says so",
  () =>
    withStore(HEALTHY, async (root) => {
      const args = ["sync", "status", "--store", root];
      const without: Readonly<Record<string, string>>[] = [{ NO_COLOR: "1" }, { TERM: "dumb" }, { CLICOLOR: "0" }];
      for (const env of without) assertEquals((await onTerminal(args, 80, env)).text.includes(ESCAPE), false);
      assertEquals((await onTerminal([...args, "--color", "never"], 80)).text.includes(ESCAPE), false);
      assertEquals((await onTerminal([...args, "--json"], 80)).text.includes(ESCAPE), false);
    }),
  { ignore: !HAS_TERMINAL },
);

programTest(
  "a terminal gets colour, and the exit code and the words that a pipe gets",
  () =>
    withStore(FAULTY, async (root) => {
      const args = ["sync", "doctor", "--store", root];
      const piped = await runProgram(args, { env: { COLUMNS: "100" } });
      // On a busy machine it would be told how far the work is.
      const { code, text } = await onTerminal([...args, "--progress=never"], 100);
      assertEquals(text.includes(ESCAPE), true);
      assertEquals([code, text.replaceAll(COLOUR, "")], [piped.code, piped.stdout]);
    }),
  { ignore: !HAS_TERMINAL },
);
