/** Repairs that cannot be carried out, or are ended on the way: told by their exit code, with no byte of the store lost. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { LOCK_PATH, WORK_FOLDER } from "../../lib/model/change.ts";
import { PLAIN_USER, programTest, runProgram, runShell } from "../helpers/program.ts";
import { assertCarriedOut, type Content, contentOf, differences, readPlan } from "../helpers/repairs.ts";
import { faultyStore, readableByAll, withFolder, withStore } from "../helpers/stores.ts";
import { CAN_MOUNT, command, mountDisk } from "../helpers/disks.ts";
import { ALL_SCOPES, applyWords, DAMAGED, repair, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { runTool } from "../helpers/tools.ts";
import { readDocument } from "../helpers/machine_documents.ts";

/** Whoever takes the lock clears away one whose owner is gone, whatever comes of it. */
function assertUnchanged(root: string, before: Content): void {
  assertEquals(differences(contentOf(root), before).filter((path) => path !== LOCK_PATH), []);
}

function applyArguments(root: string, plan: string): readonly string[] {
  return ["sync", "repair", ...applyWords(plan), "--store", root, "--json"];
}

/** Applies with a limit of the size of files, in KiB, which stands for a disk that fills up. */
async function applyWithin(root: string, plan: string, limit: number) {
  const result = await runShell(`trap "" XFSZ; ulimit -f ${limit}; exec "$@"`, applyArguments(root, plan));
  return { code: result.code, ...await readDocument(result, "sync repair") };
}

for (
  const [name, limitOf] of [
    ["before any file of the store is touched", () => 4],
    ["at the very last step, the journal", (journal: number) => Math.floor(journal / 1024)],
  ] as const
) {
  programTest(
    `a repair that fails ${name} is taken back, and works once there is room`,
    () =>
      withStore(DAMAGED, async (root) => {
        const plan = await savedPlan(root);
        const before = contentOf(root);
        const { code, errors } = await applyWithin(
          root,
          plan,
          limitOf(Deno.statSync(join(root, "journal.jsonl")).size),
        );
        assertEquals([code, errors[0]?.["code"]], [20, "rolled_back"]);
        assertStringIncludes(String(errors[0]?.["message"]), "the store is exactly as before");
        assertUnchanged(root, before);
        const { outcome } = await repaired(root, applyWords(plan));
        assertCarriedOut(root, before, readPlan(plan), outcome?.steps ?? []);
      }),
  );
}

function withDisk(files: StoreFiles, size: string, use: (root: string, plan: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const disk = join(folder, "disk");
    Deno.mkdirSync(disk);
    if (!mountDisk(disk, `size=${size}`)) throw new Error("Cannot mount a disk any more");
    try {
      const root = join(disk, "store");
      writeStore(files, root);
      const plan = join(folder, "plan.json");
      await repaired(root, ["--dry-run", "--save", plan]);
      await use(root, plan);
    } finally {
      command("umount", disk);
    }
  });
}

function fill(path: string): void {
  const chunk = new Uint8Array(64 * 1024);
  using file = Deno.openSync(path, { write: true, create: true });
  try {
    for (;;) file.writeSync(chunk);
  } catch {
    // The disk is full.
  }
}

programTest(
  "a repair on a full disk (where one can be mounted) is refused before its first write",
  () =>
    withDisk(DAMAGED, "8m", async (root, plan) => {
      const filler = join(root, "../filler");
      fill(filler);
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan));
      assertEquals([code, errors[0]?.["code"]], [19, "io"]);
      assertUnchanged(root, before);
      Deno.removeSync(filler);
      await repaired(root, applyWords(plan));
    }),
  { ignore: !CAN_MOUNT },
);

programTest(
  "a full disk (where one can be mounted) is emptied of what is disposable, in the room that this gives back",
  () => {
    const leftover = new Uint8Array(1024 * 1024);
    const files: StoreFiles = new Map([...DAMAGED, ["tmp/old/batch.bin", { kind: "file", bytes: leftover }]]);
    return withDisk(files, "8m", async (root, plan) => {
      fill(join(root, "../filler"));
      const { outcome, report } = await repaired(root, applyWords(plan, ["disposable", "journal"]), {
        asProcess: true,
      });
      assertEquals(report.dropped.includes("tmp/old/batch.bin"), true);
      const free = await freeBytes(root);
      assertEquals(free > leftover.length / 2, true, `${free} bytes are free`);
      const told = Deno.readTextFileSync(join(root, `repair-reports/${outcome?.report_id}.json`));
      assertStringIncludes(told.replaceAll(/\s+/g, ""), `"path":"tmp/old/batch.bin","before":{"sha256":"`);
      assertStringIncludes(told, `"bytes": ${leftover.length}`);
      const undone = await repair(root, ["--undo", outcome?.report_id ?? "", "--scope", "disposable"]);
      assertEquals([undone.code, undone.errors[0]?.["code"]], [22, "unsupported"]);
    });
  },
  { ignore: !CAN_MOUNT },
);

async function freeBytes(path: string): Promise<number> {
  const lines = (await runTool("df", ["--output=avail", "-B1", path])).trim().split("\n");
  return Number(lines[1]);
}

programTest(
  "a repair on a read-only disk (where one can be mounted) is refused before its first write",
  () =>
    withDisk(DAMAGED, "8m", async (root, plan) => {
      command("mount", "-o", "remount,ro", join(root, ".."));
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan));
      assertEquals([code, errors[0]?.["code"]], [19, "io"]);
      assertEquals(differences(contentOf(root), before), []);
    }),
  { ignore: !CAN_MOUNT },
);

programTest(
  "a repair by an account that may only read is refused",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(readableByAll(DAMAGED), root);
      const plan = await savedPlan(root);
      Deno.chmodSync(plan, 0o644);
      if (Deno.uid() !== 0) { for (const path of ["tmp", "."]) Deno.chmodSync(join(root, path), 0o555); }
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan), { user: PLAIN_USER });
      // Where the tests run as root that account is another one; otherwise it is the owner's, without permission.
      assertEquals([code, errors[0]?.["code"]], [12, Deno.uid() === 0 ? "not_owner" : "denied"]);
      // The lock that a change left there is taken before anything else: that file its owner may write.
      assertEquals(differences(contentOf(root), before).filter((path) => path !== "tmp/sync.lock"), []);
    }),
  { compiledOnly: true },
);

programTest(
  "an interrupted repair whose files others have changed since is left for a person",
  () =>
    withStore(faultyStore("interrupted-repair"), async (root) => {
      const plan = await savedPlan(root);
      Deno.writeTextFileSync(join(root, "indexes/lane-counters.json"), "{}\n");
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan, ["derived"]));
      assertEquals([code, errors[0]?.["code"]], [21, "manual"]);
      assertStringIncludes(String(errors[0]?.["message"]), "indexes/lane-counters.json");
      assertUnchanged(root, before);
    }),
);

programTest(
  "a change that was interrupted and of which nobody can tell what it was is left for a person",
  () =>
    withStore(DAMAGED, async (root) => {
      const plan = await savedPlan(root);
      Deno.mkdirSync(join(root, WORK_FOLDER));
      Deno.writeTextFileSync(join(root, WORK_FOLDER, "intent.json"), "{");
      const before = contentOf(root);
      for (const words of [applyWords(plan), ["--undo", "repair-1", "--scope", "derived"]]) {
        const { code, errors } = await repair(root, words);
        assertEquals([code, errors[0]?.["code"]], [21, "manual"]);
        assertUnchanged(root, before);
      }
    }),
);

programTest(
  "what repair answers on an interrupted store is the same for people: one error, one hint",
  () =>
    withStore(faultyStore("broken-intent"), async (root) => {
      const plan = await savedPlan(root);
      const { code, stderr, stdout } = await runProgram([
        "sync",
        "repair",
        ...applyWords(plan, ALL_SCOPES),
        "--store",
        root,
      ]);
      assertEquals([code, stdout], [21, ""]);
      assertEquals(stderr.split("\n").filter((line) => /^(error|hint): [A-Z]/.test(line)).length, 2);
    }),
);
