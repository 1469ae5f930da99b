/** No decoy is taken for a fault: neither alone, nor all at once, nor beside everything that is derived. */
import { assertEquals } from "@std/assert";
import { sha256Hex } from "../../../commands/host/files/hashing.ts";
import { applyDecoys, DECOYS } from "../../../fixtures/decoys.ts";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { naiveProblems } from "../../fixtures/naive_check.ts";
import { readStore } from "../../helpers/read_store.ts";
import { healthySnapshot } from "../../helpers/snapshots.ts";

const HEALTHY = generateStore({ seed: 7, events: 60, objects: 30 });

/** What of this store would alarm somebody, and its health. */
async function alarms(files: StoreFiles) {
  const store = await readStore(files);
  const snapshot = healthySnapshot({ store, taken_at: "2026-07-01T00:00:00Z" });
  const { findings, health } = diagnose(snapshot, sha256Hex);
  return [health.status, ...findings.filter(({ severity }) => severity !== "info").map(({ message }) => message)];
}

for (const decoy of DECOYS) {
  Deno.test(`doctor is not taken in by ${decoy.name}: ${decoy.title}`, async () => {
    const files = decoy.apply(HEALTHY);
    assertEquals(files === HEALTHY, false);
    assertEquals(await alarms(files), ["healthy"]);
    assertEquals(naiveProblems(files), []);
  });
}

Deno.test("doctor is taken in by no decoy where all are there at once, and everything derived", async () => {
  const files = applyDecoys(HEALTHY);
  assertEquals(await alarms(files), ["healthy"]);
  assertEquals(await alarms(withDerivedState(files)), ["healthy"]);
  assertEquals(naiveProblems(files), []);
});

Deno.test("DECOYS has at least 40 members, each with a name and a title of its own", () => {
  assertEquals(DECOYS.length >= 40, true);
  assertEquals(new Set(DECOYS.map(({ name }) => name)).size, DECOYS.length);
  assertEquals(new Set(DECOYS.map(({ title }) => title)).size, DECOYS.length);
  assertEquals(DECOYS.filter(({ title }) => !/^[A-Z].*[^.]$/.test(title)).map(({ title }) => title), []);
});
