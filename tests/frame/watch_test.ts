/** `--watch`, on a terminal and a clock of its own. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { exitCode } from "../../lib/model/exit.ts";
import { ReaderLeft } from "../../commands/host/terminal/reader_left.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

/** A terminal that is left once it was waited for so often; `between` is done while somebody waits. */
function terminal(looks: number, between: () => void = () => {}) {
  const waited: number[] = [];
  const drawn: string[] = [];
  return {
    waited,
    drawn,
    effects: {
      stdout: {
        traits: { isTerminal: true, columns: 80 },
        write(text: string) {
          drawn.push(text);
          return Promise.resolve();
        },
      },
      screen: {
        rows: () => 24,
        wait(ms: number) {
          waited.push(ms);
          between();
          return waited.length < looks ? Promise.resolve() : Promise.reject(new ReaderLeft(null));
        },
      },
    },
  };
}

const LEFT = exitCode("reader_left");

Deno.test("--watch draws the answer in the same place again, the interval counted from its end", () =>
  withStore(HEALTHY, async (root) => {
    const { effects, drawn, waited } = terminal(3);
    const env = { SOURCE_DATE_EPOCH: "1769904000" };
    const { code } = await runInProcess(["sync", "status", "--watch=5", "--store", root], { ...effects, env });
    assertEquals([code, waited, drawn.length], [LEFT, [5000, 5000, 5000], 3]);
    assertEquals(drawn.map((text) => text.startsWith("\x1b[2J")), [true, false, false]);
    assertEquals(drawn[2]?.startsWith("\x1b[HEvery 5 s, at 2026-02-01T00:00:00Z\x1b[K\n\x1b[K\n"), true);
  }));

Deno.test("--watch looks again every two seconds where it is told nothing else, and sees what has changed", () =>
  withStore(HEALTHY, async (root) => {
    const workspaces = join(root, "workspaces");
    const { effects, drawn, waited } = terminal(2, () => {
      for (const { name } of Deno.readDirSync(workspaces)) Deno.removeSync(join(workspaces, name));
    });
    const { code } = await runInProcess(["sync", "workspaces", "--watch", "--store", root, "-o", "name"], effects);
    const lines = drawn.map((text) => text.split("\n").length);
    assertEquals([code, waited, (lines[0] ?? 0) > (lines[1] ?? 0)], [LEFT, [2000, 2000], true]);
  }));

Deno.test("--watch with -o ndjson writes one answer behind the other, on a pipe", () =>
  withStore(HEALTHY, async (root) => {
    const { effects: { screen } } = terminal(2);
    const { stdout } = await runInProcess(["sync", "status", "--watch", "--store", root, "-o", "ndjson"], { screen });
    const documents = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).schema);
    assertEquals(documents, ["sourceos.cli.sync-status/v1", "sourceos.cli.sync-status/v1"]);
  }));

Deno.test("--watch ends with the first answer that fails, and with its exit code", () =>
  withStore(HEALTHY, async (root) => {
    const { effects, drawn } = terminal(3, () => Deno.removeSync(root, { recursive: true }));
    const { code } = await runInProcess(["sync", "status", "--watch", "--store", root], effects);
    assertEquals([code, drawn.length], [exitCode("no_state"), 2]);
  }));

const refused: [
  name: string,
  args: readonly string[],
  traits: { isTerminal: boolean; term?: string },
  message: string,
][] = [
  [
    "on a pipe",
    ["-o", "json"],
    { isTerminal: false },
    "Cannot use --watch with -o json: standard output is no terminal, on which it could be drawn anew",
  ],
  [
    "on a terminal that cannot be drawn on",
    [],
    { isTerminal: true, term: "dumb" },
    "Cannot use --watch with -o table: this terminal cannot be drawn on anew (TERM=dumb)",
  ],
  ["for a file", ["-o", "html"], { isTerminal: true }, "Cannot use --watch with -o html: it is for a file"],
  [
    "of what does not change",
    ["--snapshot", "s.json"],
    { isTerminal: true },
    "Cannot use --watch with --snapshot: a saved state does not change",
  ],
];
for (const [name, args, { isTerminal, term = "xterm" }, message] of refused) {
  Deno.test(`--watch is refused ${name}`, async () => {
    const { effects: { stdout, screen } } = terminal(1);
    const { code, stderr } = await runInProcess(["sync", "status", "--watch", ...args], {
      screen,
      ...(isTerminal ? { stdout } : {}),
      env: { TERM: term },
    });
    assertEquals([code, stderr.split("\n")[0]], [exitCode("usage"), `error: ${message}`]);
  });
}
