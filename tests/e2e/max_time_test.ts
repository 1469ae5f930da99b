/** Whenever the time of --max-time is up, the command ends with 124, says how far it had come, and leaves nothing behind. */
import { assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "@std/path";
import { createDeadline } from "../../commands/host/terminal/deadline.ts";
import { exitCode } from "../../lib/model/exit.ts";
import { startFakeDaemon } from "../helpers/fake_daemon.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { FAULTY, HEALTHY, treeOf, withFolder, withStore } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";

const TIMEOUT = exitCode("timeout");

/** Command lines, in which `$F` is the folder beside the store. */
const BOUNDED = [
  "doctor --save-snapshot $F/made",
  "status",
  "repair --dry-run --save $F/made",
  "export profile:work --out $F/made",
  "import $F/b.tar --verify",
  "import $F/b.tar --verify --record",
];

/** The exit code, and how often the time was looked at, where it is up at the given look. */
async function runUntil(line: string, root: string, upAt: number) {
  let looks = 0;
  const deadline = createDeadline({ elapsedMs: () => ++looks >= upAt ? 1000 : 0, after: () => () => {} });
  const words = line.split(" ").map((word) => word.replace("$F", dirname(root)));
  const args = ["sync", ...words, "--max-time", "1", "--store", root, "-o", "json"];
  const { code, stdout } = await runInProcess(args, { deadline });
  return { code, stdout, looks };
}

for (const line of BOUNDED) {
  Deno.test(`${line} leaves nothing behind, whenever its time is up`, () =>
    withStore(line.startsWith("import") ? HEALTHY : FAULTY, async (root) => {
      const folder = dirname(root);
      if (line.startsWith("import")) {
        const made = await runInProcess([
          "sync",
          "export",
          "profile:work",
          "--out",
          join(folder, "b.tar"),
          "--store",
          root,
        ]);
        assertEquals(made.code, 0, made.stderr);
      }
      // A file that was made and removed again leaves its mark on the folder's own time.
      const seen = () => [treeOf(root), [...Deno.readDirSync(folder)].map(({ name }) => name).sort()];
      const before = seen();
      const ends: number[] = [];
      // Each of the first looks, and then ever fewer of them.
      for (let upAt = 1;; upAt += Math.ceil(upAt / 8)) {
        const { code, stdout, looks } = await runUntil(line, root, upAt);
        // It was done before the time was up.
        if (looks < upAt) break;
        ends.push(code);
        assertEquals(seen(), before, `time was up at look ${upAt}`);
        assertMatch(JSON.parse(stdout).errors[0].message, /^Cannot finish within the 1 s of --max-time: /);
      }
      assertEquals(ends.length > 3 && ends.every((code) => code === TIMEOUT), true, `${ends}`);
    }));
}

programTest("a daemon that never answers is not waited for beyond --max-time", async () => {
  const daemon = startFakeDaemon({ behaviours: { "/healthz": { kind: "silent" } } });
  try {
    await withStore(HEALTHY, async (root) => {
      const bounds = ["--timeout", "600000", "--max-time", "0.5"];
      const { code } = await runProgram(["sync", "doctor", "--store", root, "--daemon", daemon.endpoint, ...bounds]);
      assertEquals(code, TIMEOUT);
    });
  } finally {
    await daemon.close();
  }
});

programTest("a pipe into which nobody writes is not waited for beyond --max-time", () =>
  withFolder(async (folder) => {
    const pipe = join(folder, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    // Held open, so that the program can open it too: where nobody does, the runtime waits and can do nothing meanwhile.
    using _writer = await Deno.open(pipe, { read: true, write: true });
    await Deno.mkdir(join(folder, "tmp"));
    const env = { TMPDIR: join(folder, "tmp") };
    for (const line of [["import", pipe, "--verify"], ["doctor", "--snapshot", pipe], ["doctor", "--since", pipe]]) {
      const { code, stderr } = await runProgram(["sync", ...line, "--max-time", "0.5"], { env });
      assertEquals([code, stderr.split("\n")[0]], [
        TIMEOUT,
        "error: Cannot finish within the 0.5 s of --max-time: nothing was looked at yet",
      ]);
    }
    assertEquals([...Deno.readDirSync(join(folder, "tmp"))], []);
  }));

for (
  const line of [
    "repair --apply --plan p --scope derived",
    "repair --undo r --scope derived",
    "import b --apply --scope object:a",
  ]
) {
  Deno.test(`${line} takes no --max-time`, async () => {
    const { code, stderr } = await runInProcess(["sync", ...line.split(" "), "--max-time", "1"]);
    assertEquals(code, exitCode("usage"));
    assertMatch(stderr, /^error: Cannot use --max-time with --(apply|undo): a change is all or nothing/);
  });
}
