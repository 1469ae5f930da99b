/** SIGINT, SIGTERM and SIGHUP at moments spread over a repair: it ends with its code, and the same command again ends the repair. */
import { assert, assertEquals } from "@std/assert";
import { prepareRepair } from "../helpers/known_changes.ts";
import { programTest } from "../helpers/program.ts";
import { startProgram } from "../helpers/started_program.ts";
import { hasIntent, restore } from "../helpers/store_images.ts";
import { withFolder } from "../helpers/stores.ts";
import { assertEnds, momentOf } from "./ended_changes.ts";

const PARTS = [0.1, 0.5];

programTest(
  "a repair that is asked to end at any moment ends with the signal's code, and can be completed",
  async () => {
    await withFolder(async (folder) => {
      const repair = await prepareRepair(folder, { events: 4_000, leftovers: 40 });
      const { args, root, durationMs, intentAtMs } = repair;
      const moments: string[] = [];
      for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 143]] as const) {
        for (const part of PARTS) {
          for (const aim of ["start", "intent"] as const) {
            const laterMs = part * (aim === "start" ? durationMs : (durationMs - intentAtMs) / 4);
            const where = `${signal} ${laterMs} ms after the ${aim}`;
            restore(repair);
            const ended = await startProgram(args).endWith(signal, () => aim === "start" || hasIntent(root), laterMs);
            const moment = momentOf(repair, where);
            moments.push(moment);
            // Once the journal has the repair's event there is nothing left to stop.
            assert(ended.code === code || (ended.code === 0 && moment === "after"), `${where}: ${ended.code}`);
            if (moment === "between") assertTold(ended.stdout, code, where);
            await assertEnds(repair, moment, where);
          }
        }
      }
      assert(moments.filter((moment) => moment === "between").length >= 2, `the signals do not hit: ${moments}`);
      assert(moments.includes("before"), `the signals do not hit: ${moments}`);
    });
  },
);

/** Stopped between two steps, the program says so itself. */
function assertTold(stdout: string, code: number, where: string): void {
  const { exit_code, errors } = JSON.parse(stdout);
  assertEquals(exit_code, code, where);
  assert(errors[0].hint.includes("sync repair --apply"), `${where}: ${errors[0].hint}`);
}
