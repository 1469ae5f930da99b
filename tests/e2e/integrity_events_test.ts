/** Repair, undo and import in stores that keep integrity events, and in those that keep none. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { JsonObject } from "../../lib/text/json.ts";
import { emptyStore, exportTo, runImport, withBridge } from "../helpers/import_stores.ts";
import { before, FILE, ID, SCOPED, TARGET, withStores } from "../helpers/import_runs.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { programTest } from "../helpers/program.ts";
import { ALL_SCOPES, applyWords, DAMAGED, repaired, savedPlan, scopeWords } from "../helpers/repair_runs.ts";
import { readPlan } from "../helpers/repairs.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

/** What the changes of this program tell in a store, each under the name of its file. */
function toldIn(root: string): ReadonlyMap<string, JsonObject> {
  const names = [...Deno.readDirSync(join(root, "events"))].map(({ name }) => name);
  const own = names.filter((name) => /^event_(repair|undo|import)-/.test(name)).sort();
  return new Map(own.map((name) => [name, JSON.parse(Deno.readTextFileSync(join(root, "events", name)))]));
}

const typesIn = (root: string) => [...toldIn(root).values()].map(({ event_type: type }) => type);

async function findingsAbout(root: string, path: string): Promise<readonly unknown[]> {
  const { stdout } = await runInProcess(["sync", "doctor", "--level", "full", "--store", root, "--json"]);
  const findings: readonly { readonly evidence: JsonObject }[] = JSON.parse(stdout).data.findings;
  return findings.filter(({ evidence }) => JSON.stringify(evidence).includes(path));
}

async function repairAndUndo(root: string): Promise<{ readonly named: readonly string[] }> {
  const file = await savedPlan(root);
  const { outcome } = await repaired(root, applyWords(file));
  await repaired(root, ["--undo", outcome?.report_id ?? "", ...scopeWords(ALL_SCOPES)]);
  const paths = readPlan(file).steps.flatMap((step) => step.kind === "record" ? step.paths : []);
  return { named: paths.filter((path) => path.startsWith("events")) };
}

programTest(
  "a repair and its undo each leave an event, which the plan named and doctor has nothing to say of",
  () =>
    withStore(DAMAGED, async (root) => {
      const { named } = await repairAndUndo(root);
      const told = toldIn(root);
      const [repair = "", undo = ""] = told.keys();
      assertEquals([named, told.size], [[`events/${repair}`], 2]);
      for (const name of [repair, undo]) {
        const { event_type: type, report_id: report } = told.get(name) ?? {};
        assertEquals([type, name], ["sync.repair.completed", `event_${report}-repair.completed.json`]);
        assertEquals(await findingsAbout(root, name), []);
      }
    }),
);

programTest(
  "an import leaves one event for each thing that it did, which stay when the same goes on",
  () =>
    withStores({ a: HEALTHY, b: emptyStore(), behind: withBridge(before(HEALTHY, FILE)) }, async (folder) => {
      const bundle = join(folder, "a.tar");
      await exportTo(join(folder, "a"), TARGET, bundle);
      const [root, behind] = [join(folder, "b"), join(folder, "behind")];
      const { data } = await runImport(bundle, [...SCOPED, "--store", root]);
      const told = [...toldIn(root).values()];
      const objects = data.records.filter(({ kind, action }) => kind === "object" && action === "written");
      const count = (type: string) => Number(told.find(({ event_type: one }) => one === type)?.["count"] ?? 0);
      assertEquals(count("sync.object.created") + count("sync.object.deleted"), objects.length);
      assertEquals(told.map(({ report_id: report, actor_id: actor }) => [report, actor]), [
        ...told.map(() => [data.outcome?.report_id, data.actor]),
      ]);
      assertEquals(await findingsAbout(root, "events/"), []);
      await runImport(bundle, [...SCOPED, "--store", root]);
      assertEquals(toldIn(root).size, told.length);

      await runImport(bundle, [...SCOPED, "--store", behind]);
      assertEquals([...toldIn(behind).values()].map(({ event_type: type, targets }) => [type, targets]), [
        ["sync.object.changed", [ID]],
      ]);
    }),
);

for (
  const [name, alter] of [
    ["is gone", (root: string) => Deno.removeSync(join(root, "events"), { recursive: true })],
    ["leads elsewhere", (root: string) => {
      Deno.renameSync(join(root, "events"), join(root, "../elsewhere"));
      Deno.symlinkSync("../elsewhere", join(root, "events"));
    }],
  ] as const
) {
  programTest(
    `where the folder of the integrity events ${name}, a repair tells in none, and makes no folder`,
    () =>
      withStore(DAMAGED, async (root) => {
        alter(root);
        const wasThere = [...Deno.readDirSync(root)].some(({ name }) => name === "events");
        const { named } = await repairAndUndo(root);
        const isThere = [...Deno.readDirSync(root)].some(({ name }) => name === "events");
        assertEquals([named, isThere, isThere ? typesIn(root) : []], [[], wasThere, []]);
      }),
  );
}
