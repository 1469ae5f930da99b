/** Two repairs of one store by two processes, started together and a little apart: one carries the plan out. */
import { assert, assertEquals } from "@std/assert";
import { prepareRepair } from "../helpers/known_changes.ts";
import { programTest } from "../helpers/program.ts";
import { type Ended, startProgram } from "../helpers/started_program.ts";
import { assertDigests, digestsOf, hasScratch, restore } from "../helpers/store_digests.ts";
import { withFolder } from "../helpers/stores.ts";

const ROUNDS = 6;

programTest("of two repairs at once one carries the plan out, and the other is refused or finds it done", async () => {
  await withFolder(async (folder) => {
    const repair = await prepareRepair(folder, { events: 4_000, leftovers: 20 });
    for (let round = 0; round < ROUNDS; round++) {
      restore(repair);
      const apartMs = (round / ROUNDS) * repair.durationMs;
      const first = startProgram(repair.args).untilEnd();
      await new Promise((resolve) => setTimeout(resolve, apartMs));
      const second = startProgram(repair.args).untilEnd();
      const both = [(await first).ended, (await second).ended].map(meaningOf);
      const where = `round ${round}, ${apartMs} ms apart: ${both}`;
      const [other, ...more] = both.filter((meaning) => meaning !== "carried out");
      assert(other !== undefined && more.length === 0, where);
      assert(["busy", "nothing to do"].includes(other), where);
      assertDigests(digestsOf(repair.root), repair.after, where);
      assertEquals(hasScratch(repair.root), false, where);
    }
  });
});

function meaningOf({ code, stdout }: Ended): string {
  const { data, errors } = JSON.parse(stdout);
  if (code !== 0) return code === 11 ? "busy" : `${code} ${errors[0]?.message}`;
  return data.outcome.nothing_to_do === true ? "nothing to do" : "carried out";
}
