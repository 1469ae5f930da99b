/** Locks whose owner cannot be seen: the program is in a PID namespace of its own, as in a container, and the owner outside. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { withHolder } from "../helpers/lock_holder.ts";
import { programTest, runProgram, runShell } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";

const ELSEWHERE = "unshare --pid --fork --mount-proc";

/** Not every account may make a namespace, nor does every host have the tool. */
const CAN_LEAVE = (() => {
  try {
    return new Deno.Command("bash", { args: ["-c", `${ELSEWHERE} true`], stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
})();

const LOOKS = [["doctor"], ["status"], ["repair", "--dry-run"], ["explain", "object:fault"]];

programTest(
  "every command says the same of a lock whose owner it cannot see, and repair leaves it",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(withDerivedState(HEALTHY), root);
      // One that the kernel knows of, and one that is no more than a file.
      const claim = JSON.stringify({ pid: Deno.pid, started_at: new Date().toISOString(), command: "sourceos-syncd" });
      Deno.writeTextFileSync(join(root, "tmp/import.lock"), claim);
      await withHolder(join(root, "tmp/compaction.lock"), async () => {
        const before = contentOf(root);
        for (const words of LOOKS) {
          const args = ["sync", ...words, "--store", root, "--json"];
          const [here, there] = await Promise.all([runProgram(args), runShell(`exec ${ELSEWHERE} "$@"`, args)]);
          assertEquals([there.code, there.stdout], [here.code, here.stdout], words.join(" "));
        }
        const plan = join(folder, "plan.json");
        const scope = ["--scope", "disposable", "--store", root];
        await runShell(`exec ${ELSEWHERE} "$@"`, ["sync", "repair", "--dry-run", "--save", plan, ...scope]);
        const applied = await runShell(`exec ${ELSEWHERE} "$@"`, [
          "sync",
          "repair",
          "--apply",
          "--plan",
          plan,
          ...scope,
        ]);
        assertEquals(applied.code, 0, applied.stderr);
        assertEquals(differences(contentOf(root), before), []);
      });
    }),
  { ignore: !CAN_LEAVE },
);
