/** SIGINT, SIGTERM and SIGHUP at moments spread over a repair: it ends with its code, and the same command again ends the repair. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { prepareRepair } from "../helpers/known_changes.ts";
import { type Behaviour, healthyBehaviours, withDaemon } from "../helpers/fake_daemon.ts";
import { isInstalled, programTest, runShell } from "../helpers/program.ts";
import { startProgram } from "../helpers/started_program.ts";
import { hasIntent, hasScratch, restore } from "../helpers/store_digests.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { assertEnds, type Moment, momentOf } from "../helpers/ended_changes.ts";

const SIGNALS = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 143]] as const;
/** What a signal waits for: nothing, the lock, which is there before the journal is folded, or the intent. */
const AIMS = ["start", "lock", "intent"] as const;
const LATER_MS = [0, 5, 20, 80];
const ROUNDS = SIGNALS.length * AIMS.length * LATER_MS.length / 3;
/** The time between intent and end is short: a busy machine misses it often, and never as often as this. */
const MOST_ROUNDS = 40 * ROUNDS;

programTest(
  "a repair that is asked to end at any moment ends with the signal's code, and can be completed",
  async () => {
    await withFolder(async (folder) => {
      const repair = await prepareRepair(folder, { events: 4_000, leftovers: 40 });
      const { args, root } = repair;
      const isThere = { start: () => true, lock: () => hasScratch(root), intent: () => hasIntent(root) };
      const moments = new Set<Moment>();
      for (let round = 0; round < ROUNDS || (moments.size < 2 && round < MOST_ROUNDS); round++) {
        const [signal, code] = SIGNALS[Math.floor(round / AIMS.length) % SIGNALS.length] ?? SIGNALS[0];
        const aim = AIMS[round % AIMS.length] ?? "start";
        const laterMs = LATER_MS[round % LATER_MS.length] ?? 0;
        const where = `round ${round}: ${signal} ${laterMs} ms after the ${aim}`;
        restore(repair);
        const ended = await startProgram(args).endWith(signal, isThere[aim], laterMs);
        const moment = momentOf(repair, where);
        if (moment !== "after") moments.add(moment);
        // Once the journal has the repair's event there is nothing left to stop.
        const isOver = ended.code === 0 && moment === "after";
        // Before the program listens, the system ends it, with a code of its own for a terminal that goes away.
        const isUnheard = ended.signal === signal && moment === "before";
        assert(ended.code === code || isOver || isUnheard, `${where}: ${ended.code}`);
        if (moment === "between") assertTold(ended.stdout, code, where);
        await assertEnds(repair, moment, where);
      }
      assertEquals(moments, new Set<Moment>(["before", "between"]), "the signals do not hit");
    });
  },
);

/** Stopped between two steps, the program says so itself. */
function assertTold(stdout: string, code: number, where: string): void {
  const { exit_code, errors } = JSON.parse(stdout);
  assertEquals(exit_code, code, where);
  assert(errors[0].hint.includes("sync repair --apply"), `${where}: ${errors[0].hint}`);
}

/** What a terminal shows of the command, which gets SIGINT once that is so of what the daemon was asked. */
async function interrupted(
  words: readonly string[],
  root: string,
  { behaviours, isTime }: {
    readonly behaviours: Readonly<Record<string, Behaviour>>;
    readonly isTime: (requests: readonly string[]) => boolean;
  },
) {
  const pidFile = join(root, "../pid");
  return await withDaemon({ behaviours }, async (daemon) => {
    const line = [...words, "--store", root, "--daemon", daemon.endpoint, "--timeout", "600000"].join(" ");
    const script = `export program=$1; script -qec 'echo $$ >${pidFile}; exec "$program" ${line}' /dev/null </dev/null`;
    const running = runShell(script, [], { env: { TERM: "xterm", SHELL: "/bin/sh" } });
    while (!isTime(daemon.requests)) await new Promise((resolve) => setTimeout(resolve, 20));
    Deno.kill(Number(Deno.readTextFileSync(pidFile)), "SIGINT");
    return await running;
  });
}

const LAST_WORD = "\r\nInterrupted: nothing was changed\r\n";

programTest(
  "Ctrl-C on a terminal ends the line that it is in, and says that nothing was changed",
  () =>
    withStore(HEALTHY, async (root) => {
      const { code, stdout } = await interrupted(["sync", "doctor", "--progress=never"], root, {
        behaviours: { "/healthz": { kind: "silent" } },
        isTime: (requests) => requests.length > 0,
      });
      assertEquals([code, stdout], [130, LAST_WORD]);
    }),
  { ignore: !isInstalled("script") },
);

programTest(
  "Ctrl-C ends a status that is watched, below what is drawn",
  () =>
    withStore(HEALTHY, async (root) => {
      const { code, stdout } = await interrupted(["sync", "status", "--watch=0.1", "--progress=never"], root, {
        behaviours: healthyBehaviours(root),
        // It is asked again once the first answer is drawn.
        isTime: (requests) => requests.filter((line) => line.includes(" /healthz ")).length > 1,
      });
      assertEquals([code, stdout.startsWith("\x1b[2J\x1b[HEvery 0.1 s"), stdout.endsWith(LAST_WORD)], [
        130,
        true,
        true,
      ]);
    }),
  { ignore: !isInstalled("script") },
);
