/** A record that goes without a word: told of, through every rebuild, until it is back or a person accepts it. */
import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { dirname, join } from "@std/path";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { INVENTORY_PATH } from "../../lib/derived/inventory.ts";
import { RECORD_CACHE_PATH } from "../../lib/derived/record_cache.ts";
import type { Finding } from "../../lib/model/documents/health.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { programTest } from "../helpers/program.ts";
import { contentOf, differences, tellsOfChange } from "../helpers/repairs.ts";
import { applyWords, repair, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

const EVENT = /^events\/.*\.json$/;
const RECORD = [...HEALTHY.keys()].find((path) => EVENT.test(path)) ?? "";
const INDEX = "indexes/lane-counters.json";

/** Has something repaired: its event leaves the checkpoint behind, which is built again with it. */
async function rebuild(root: string, ...scopes: readonly string[]): Promise<string> {
  Deno.removeSync(join(root, INDEX));
  const file = await savedPlan(root, ["derived", ...scopes], `${crypto.randomUUID()}.json`);
  const { outcome } = await repaired(root, applyWords(file, ["derived", ...scopes]));
  return outcome?.report_id ?? "";
}

async function doctor(root: string, ...words: readonly string[]) {
  const args = ["sync", "doctor", "--store", root, "--daemon", "none", "--json", ...words];
  const { code, stdout } = await runInProcess(args);
  const { data }: { readonly data: { readonly findings: readonly Finding[] } } = JSON.parse(stdout);
  return { code, lost: data.findings.filter(({ id }) => id === "registry.record-lost"), all: data.findings };
}

const lines = (root: string) =>
  Deno.readTextFileSync(join(root, INVENTORY_PATH)).trimEnd().split("\n").map((line) => JSON.parse(line));

programTest("what is lost stays told until it is back", () =>
  withStore(withDerivedState(HEALTHY), async (root) => {
    assertEquals((await doctor(root)).all, []);
    await rebuild(root);
    assertEquals((await doctor(root)).lost, []);
    const [listed] = lines(root).filter(({ path }) => path === RECORD);
    const bytes = Deno.readFileSync(join(root, RECORD));
    assertEquals([listed.bytes, listed.lost_at], [bytes.length, null]);

    Deno.removeSync(join(root, RECORD));
    const first = (await doctor(root)).lost;
    assertEquals(first.map(({ evidence }) => [evidence["file"], evidence["sha256"]]), [[RECORD, listed.sha256]]);

    await rebuild(root);
    await rebuild(root);
    assertEquals((await doctor(root)).lost, first);
    const [lost] = lines(root).filter(({ path }) => path === RECORD);
    assertEquals([lost.seen_at, typeof lost.lost_at], [listed.seen_at, "string"]);

    const [finding] = first;
    const known = join(dirname(root), "known.json");
    const accept = ["--accept", finding?.id ?? "", "--target", finding?.target ?? "", "--reason", "It was a test"];
    assertEquals((await doctor(root, "--accepted", known, ...accept)).code, 0);
    await rebuild(root);
    assertEquals((await doctor(root, "--accepted", known)).code, 0);

    Deno.writeFileSync(join(root, RECORD), bytes, { mode: 0o600 });
    assertEquals((await doctor(root)).all, []);
    await rebuild(root);
    assertEquals(lines(root).filter(({ lost_at: at }) => at !== null), []);
  }));

programTest(
  "a checkpoint that is cut off, or gone, takes no loss with it",
  () =>
    withStore(withDerivedState(HEALTHY), async (root) => {
      await rebuild(root);
      Deno.removeSync(join(root, RECORD));
      const { lost } = await doctor(root);
      Deno.truncateSync(join(root, "checkpoints/journal.json"), 100);
      assertEquals((await doctor(root)).all.map(({ id }) => id), ["registry.record-lost", "index.corrupt"]);
      await rebuild(root);
      assertEquals((await doctor(root)).lost, lost);
      Deno.removeSync(join(root, "checkpoints/journal.json"));
      assertEquals((await doctor(root)).all, lost);
      await rebuild(root);
      assertEquals((await doctor(root)).all, lost);
    }),
);

programTest(
  "an inventory that was changed is built again, and so is one that is gone",
  () =>
    withStore(withDerivedState(HEALTHY), async (root) => {
      await rebuild(root);
      for (
        const damage of [() => Deno.truncateSync(join(root, INVENTORY_PATH), 100), () =>
          Deno.removeSync(join(root, INVENTORY_PATH))]
      ) {
        damage();
        assertEquals((await doctor(root)).all.map(({ id, target }) => [id, target]), [[
          "index.corrupt",
          "checkpoint:journal",
        ]]);
        await rebuild(root);
        assertEquals((await doctor(root)).all, []);
      }
    }),
);

programTest("a record that repair moves to quarantine is not lost, in the repair that lists it or later", () => {
  const { files, targets } = applyFaults(withDerivedState(HEALTHY), ["record-cut-off"], 3);
  const path = targets.get("record-cut-off")?.path ?? "";
  return withStore(files, async (root) => {
    const id = await rebuild(root, "object:fault-record-cut-off");
    assertEquals(lines(root).some((line) => line.path === path), true);
    assertEquals((await doctor(root)).lost, []);
    await rebuild(root);
    assertEquals(lines(root).some((line) => line.path === path), false);

    const kept = join(root, "repair-reports/quarantine", id, path);
    const missed = async () => (await doctor(root)).all.filter(({ id }) => id === "quarantine.file-lost");
    const bytes = Deno.readFileSync(kept);
    assertEquals(await missed(), []);
    Deno.removeSync(kept);
    assertEquals((await missed()).map(({ evidence }) => evidence["moved_from"]), [path]);
    Deno.writeFileSync(kept, bytes, { mode: 0o600 });
    await repaired(root, ["--undo", id, "--scope", "object:fault-record-cut-off"]);
    await rebuild(root);
    assertEquals(lines(root).some((line) => line.path === path), true);
  });
});

programTest(
  "a repair that builds the checkpoint leaves the cache of records, and no other does",
  () =>
    withStore(withDerivedState(HEALTHY), async (root) => {
      const cache = join(root, RECORD_CACHE_PATH);
      Deno.removeSync(join(root, INDEX));
      const file = await savedPlan(root, ["index:lane-counters"]);
      await repaired(root, applyWords(file, ["index:lane-counters"]));
      assertThrows(() => Deno.lstatSync(cache), Deno.errors.NotFound);
      await rebuild(root);
      assertMatch(Deno.readTextFileSync(cache), /^\{"schema":"sourceos.cli.record-cache\/v1","as_of":"[^"]*"\}\n/);
    }),
);

programTest("undo takes the inventory back", () =>
  withStore(withDerivedState(HEALTHY), async (root) => {
    const before = contentOf(root);
    const id = await rebuild(root);
    await repaired(root, ["--undo", id, "--scope", "derived"]);
    const left = differences(contentOf(root), before).filter((path) =>
      path !== INDEX && !tellsOfChange(path) && !path.startsWith("tmp/")
    );
    assertEquals(left, []);
  }));

programTest(
  "a plan is stale once a record was written that its inventory lists",
  () =>
    withStore(withDerivedState(HEALTHY), async (root) => {
      Deno.removeSync(join(root, INDEX));
      const file = await savedPlan(root, ["derived"]);
      Deno.writeTextFileSync(join(root, RECORD), " ", { append: true });
      const { code } = await repair(root, applyWords(file, ["derived"]));
      assertEquals(code, 13);
    }),
);
