/** Every check on every fault, in stores as the real reader sees them: exactly the one finding, and nothing else. */
import { assertEquals } from "@std/assert";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { DERIVED_FAULTS } from "../../../fixtures/faults/derived.ts";
import { withFiles } from "../../../fixtures/faults/edit.ts";
import { appendEvents } from "../../../fixtures/faults/journal_text.ts";
import { recordFile } from "../../../fixtures/records.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { type StoreFiles, textFile } from "../../../fixtures/store_files.ts";
import { lastingEvidence } from "../../../lib/answers/acceptance.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { BUILT_BY } from "../../../lib/model/derived.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import { checkInput } from "../../helpers/findings.ts";
import { readStore } from "../../helpers/read_store.ts";
import { healthySnapshot } from "../../helpers/snapshots.ts";
import { FAULT_FINDINGS } from "./fault_findings.ts";
import { HOST_FAULT_FINDINGS } from "./host_fault_findings.ts";

const HEALTHY = generateStore({ seed: 7, events: 200, objects: 60 });
const DERIVED = withDerivedState(HEALTHY);

/** Everything that is found in a store, when the times in it are long past. */
function findingsOf(store: StoreSnapshot, at = "2026-07-01T00:00:00Z"): readonly Finding[] {
  const input = checkInput(store, healthySnapshot({ taken_at: at }));
  return CHECKS.flatMap((check) => {
    const outcome = check.run(input);
    return outcome.ran ? outcome.findings : [];
  });
}

async function findingsIn(files: StoreFiles): Promise<readonly Finding[]> {
  return findingsOf(await readStore(files));
}

async function found(files: StoreFiles) {
  return (await findingsIn(files)).map(told);
}

function told({ id, target, severity, durability }: Finding) {
  return { id, target, severity, durability };
}

Deno.test("each fault stands in exactly one of the two tables", () => {
  assertEquals(
    [...Object.keys(FAULT_FINDINGS), ...Object.keys(HOST_FAULT_FINDINGS)].sort(),
    FAULTS.map(({ name }) => name).sort(),
  );
});

for (const { name, title } of FAULTS) {
  const expected = FAULT_FINDINGS[name] ?? HOST_FAULT_FINDINGS[name] ?? [];
  Deno.test({
    name: `doctor finds exactly ${expected[0]?.id ?? "nothing"} where ${name}: ${title}`,
    ignore: name === "unreadable-mode" && Deno.uid() === 0,
    fn: async () => {
      const store = await readStore(applyFaults(HEALTHY, [name], 3).files);
      const findings = findingsOf(store);
      assertEquals(findings.map(told), expected);
      // An accepted finding would return where its evidence moved with the clock.
      const later = findingsOf(store, "2026-07-02T07:08:09Z");
      assertEquals(later.map(lastingEvidence), findings.map(lastingEvidence));
    },
  });
}

for (const { name } of DERIVED_FAULTS) {
  Deno.test(`doctor finds the same where ${name} in a store that had all its derived state`, async () => {
    assertEquals(await found(applyFaults(DERIVED, [name], 3).files), HOST_FAULT_FINDINGS[name]);
  });
}

for (let seed = 0; seed < 8; seed++) {
  const oddities = seed % 2 === 0;
  Deno.test(`doctor finds nothing in a sound store from seed ${seed}${oddities ? ", with all oddities" : ""}`, async () => {
    const store = generateStore({ seed, events: 120, objects: 25, oddities });
    assertEquals(await found(store), []);
    assertEquals(await found(withDerivedState(store)), []);
  });
}

Deno.test("doctor finds nothing in what a finished repair leaves", async () => {
  const id = "repair-report:repair-0001";
  const event = { event_type: "repair", lane: "repair", object_id: id, producer: BUILT_BY };
  const repaired = appendEvents(HEALTHY, [event]);
  const report = recordFile("report", id, { summary: "User data was not modified." }, repaired.created_at);
  const files = withFiles(withDerivedState(repaired.files), [
    report,
    ["repair-reports/before/repair-0001/indexes/object-heads.json", textFile('{"half')],
    ["repair-reports/quarantine/repair-0001/objects/object_diary.json", textFile("\0")],
    ["repair-reports/quarantine/repair-0001/objects/object_diary.json.tmp", textFile("")],
  ]);
  assertEquals(await found(files), []);
});

const COUNTS: readonly (readonly [fault: string, counts: Finding["evidence"]])[] = [
  ["index-entry-changed", { missing_entries: 0, extra_entries: 0, differing_entries: 1 }],
  ["index-differs-from-journal", { missing_entries: 1, extra_entries: 0, differing_entries: 0 }],
  ["index-count-wrong", { missing_entries: 0, extra_entries: 0, differing_entries: 0 }],
  ["index-stale", { missing_entries: null, extra_entries: null, differing_entries: null }],
  ["index-cut-off", { missing_entries: null, extra_entries: null, differing_entries: null }],
];

for (const [fault, counts] of COUNTS) {
  Deno.test(`doctor counts the entries where ${fault}`, async () => {
    const [finding] = await findingsIn(applyFaults(DERIVED, [fault], 3).files);
    const counted = Object.entries(finding?.evidence ?? {}).filter(([name]) => name in counts);
    assertEquals(Object.fromEntries(counted), counts);
  });
}
