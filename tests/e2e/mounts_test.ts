/** Folders of a store that are mounted on their own: nothing can be moved into them whole, and no change goes through them. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { LOCK_PATH } from "../../lib/model/change.ts";
import { CAN_MOUNT, command, mountDisk } from "../helpers/disks.ts";
import { programTest } from "../helpers/program.ts";
import { applyWords, DAMAGED, repair, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { withStore } from "../helpers/stores.ts";

/** Mounts over the folder what it holds. */
function mountCopy(folder: string): void {
  command("cp", "-a", folder, `${folder}.copy`);
  if (!mountDisk(folder, "size=4m")) throw new Error("Cannot mount a disk any more");
  command("cp", "-a", `${folder}.copy/.`, folder);
  command("rm", "-r", `${folder}.copy`);
}

for (const folder of ["tmp", "indexes", "repair-reports"]) {
  programTest(
    `a repair through a ${folder}/ of another file system is refused, and the dry run says so`,
    () =>
      withStore(DAMAGED, async (root) => {
        const plan = await savedPlan(root);
        mountCopy(join(root, folder));
        try {
          const before = contentOf(root);
          const { data: preview } = await repair(root, ["--dry-run"]);
          const blocked = preview?.plan?.blocked_steps.filter(({ reason }) =>
            reason.includes(`"${folder}" lies on another`)
          );
          assertEquals((blocked?.length ?? 0) > 0, true);
          const { code, errors } = await repair(root, applyWords(plan));
          assertEquals([code, errors[0]?.["code"]], folder === "indexes" ? [13, "stale"] : [22, "mounted_folder"]);
          assertStringIncludes(JSON.stringify(errors), `${folder}\\" lies on another file system`);
          assertEquals(differences(contentOf(root), before).filter((path) => path !== LOCK_PATH), []);
        } finally {
          command("umount", join(root, folder));
        }
        await repaired(root, applyWords(plan));
      }),
    { ignore: !CAN_MOUNT },
  );
}

programTest(
  "a repair through a folder that is mounted once more is refused before its first write",
  () =>
    withStore(DAMAGED, async (root) => {
      const plan = await savedPlan(root);
      command("mount", "--bind", join(root, "indexes"), join(root, "indexes"));
      try {
        const before = contentOf(root);
        const { code, errors } = await repair(root, applyWords(plan));
        assertEquals([code, errors[0]?.["code"]], [22, "mounted_folder"]);
        assertStringIncludes(String(errors[0]?.["message"]), '"indexes" lies on another file system');
        assertEquals(differences(contentOf(root), before).filter((path) => path !== LOCK_PATH), []);
      } finally {
        command("umount", join(root, "indexes"));
      }
      await repaired(root, applyWords(plan));
    }),
  { ignore: !CAN_MOUNT },
);
