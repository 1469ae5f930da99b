/** A journal that is read in a thread of its own gives what reading it here gives. */
import { assert, assertEquals, assertRejects, equal } from "@std/assert";
import { join } from "@std/path";
import { readJournalBeside } from "../../../commands/host/store/journal_beside.ts";
import { readJournal } from "../../../commands/host/store/journal_reader.ts";
import { FAULTS } from "../../../fixtures/faults.ts";
import { JOURNAL } from "../../../fixtures/faults/journal_text.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { Progress } from "../../../lib/render/progress.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";
import { faultyStore, HEALTHY, withFolder, withStore } from "../../helpers/stores.ts";

const REQUEST = { lanes: ["normal"], prefixLengths: [0, 1_000, 10 ** 9], progress: NO_PROGRESS };

const readHere = (path: string) => readJournal(path, { ...REQUEST, depth: "full", covered: null, keepsFolding: false });

async function readThere(path: string) {
  using pending = await readJournalBeside(path, REQUEST);
  return await pending.finish();
}

Deno.test("readJournalBeside() gives the same of every fault of a journal", async () => {
  const sound = HEALTHY.get(JOURNAL);
  const faulty = FAULTS.map(({ name }) => ({ name, files: faultyStore(name) }))
    .filter(({ files }) => !equal(files.get(JOURNAL), sound));
  for (const { name, files } of [{ name: "none", files: HEALTHY }, ...faulty]) {
    await withStore(files, async (root) => {
      const path = join(root, JOURNAL);
      assertEquals(await readThere(path), await readHere(path), name);
    });
  }
  assert(faulty.length > 20);
});

Deno.test("readJournalBeside() tells of a journal that is not there, or is none", () =>
  withFolder(async (folder) => {
    assertEquals((await readThere(join(folder, JOURNAL))).summary.state, "absent");
    const { summary } = await readThere(folder);
    assertEquals([summary.state, summary.error], [
      "unreadable",
      "it is a directory, which is never followed or opened",
    ]);
  }));

Deno.test("readJournalBeside() reads what was there when it began, and the line that was being written then", () =>
  withStore(HEALTHY, async (root) => {
    const path = join(root, JOURNAL);
    const whole = await Deno.readFile(path);
    await Deno.truncate(path, whole.length - 20);
    using pending = await readJournalBeside(path, REQUEST);
    await Deno.writeFile(path, whole.subarray(whole.length - 20), { append: true });
    await Deno.writeTextFile(path, "{}\n", { append: true });
    const { summary } = await pending.finish();
    assertEquals([summary.bytes, summary.anomaly_counts], [whole.length, {}]);
  }));

Deno.test("readJournalBeside() tells how far it is, and ends with what that throws", () =>
  withStore(HEALTHY, async (root) => {
    const path = join(root, JOURNAL);
    const told: Progress[] = [];
    {
      using pending = await readJournalBeside(path, { ...REQUEST, progress: { report: (one) => void told.push(one) } });
      await pending.finish();
    }
    assert(told.every(({ phase, total }) => phase === "journal" && total === Deno.statSync(path).size));
    const report = () => {
      throw new CliError("timeout", "Its time is up");
    };
    using pending = await readJournalBeside(path, { ...REQUEST, progress: { report } });
    await assertRejects(() => pending.finish(), CliError, "Its time is up");
  }));

Deno.test("readJournalBeside() leaves no thread behind that nobody waits for", () =>
  withStore(HEALTHY, async (root) => {
    using _ = await readJournalBeside(join(root, JOURNAL), REQUEST);
  }));
