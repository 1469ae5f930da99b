/** What a change of a store tells the readers of integrity events, and where a store has any. */
import { assertEquals } from "@std/assert";
import {
  type IntegrityEvent,
  integrityEventFiles,
  integrityEventPath,
  isIntegrityEventOf,
  keepsIntegrityEvents,
  REPAIRED,
  repairTold,
} from "../../../lib/change/integrity_events.ts";
import { checkContract } from "../../../lib/store/contract.ts";
import { isJsonObject } from "../../../lib/text/json.ts";
import { healthyStore, sha256Hex } from "../../helpers/snapshots.ts";

const STORE = healthyStore();
const AT = "2026-01-05T00:00:00Z";

function filesOf(events: readonly IntegrityEvent[]) {
  return integrityEventFiles(events, { reportId: "r1", at: AT, sha256Hex }).map(({ change: { path }, content }) => {
    const text = content?.kind === "text" ? content.make() : "";
    return { path, text, record: JSON.parse(text) };
  });
}

for (
  const [name, store, kept] of [
    ["a folder of its own for them", STORE, true],
    ["no folder that could be read", { folders: STORE.folders.filter(({ path }) => path !== "events") }, false],
    ["their folder on another file system", { ...STORE, mounts: ["events"] }, false],
    ["another folder on another file system", { ...STORE, mounts: ["objects"] }, true],
  ] as const
) {
  Deno.test(`a store with ${name} ${kept ? "keeps" : "keeps no"} integrity events`, () => {
    assertEquals(keepsIntegrityEvents(store), kept);
  });
}

Deno.test("a repair tells that it is completed, as a record of the contract, in the form of all records", () => {
  const [file] = filesOf(repairTold('Repair "r1" was applied'));
  const record = {
    schema: "sourceos.integrity-event/v1alpha1",
    record_id: "event:r1-repair.completed",
    event_id: "event:r1-repair.completed",
    event_type: "sync.repair.completed",
    occurred_at: AT,
    summary: 'Repair "r1" was applied',
    report_id: "r1",
    updated_at: AT,
  };
  assertEquals(file, {
    path: integrityEventPath("r1", REPAIRED),
    text: `${JSON.stringify(record, null, 2)}\n`,
    record,
  });
  assertEquals(isJsonObject(file?.record) ? checkContract("event", file.record) : null, []);
});

Deno.test("an event names its first hundred targets, counts all of them, and tells who did it", () => {
  const targets = Array.from({ length: 101 }, (_, index) => `object:${index}`);
  const told = { name: "sync.object.created", summary: "", actor: "actor:gate", targets } as const;
  const [file] = filesOf([told]);
  assertEquals([file?.record.actor_id, file?.record.count, file?.record.targets], [
    "actor:gate",
    101,
    targets.slice(0, 100),
  ]);
});

for (
  const [kind, path, own] of [
    ["repair", "events/event_r1-repair.completed.json", true],
    ["undo", "events/event_r1-repair.completed.json", true],
    ["import", "events/event_r1-object.created.json", true],
    ["import", "events/event_r1-conflict.created.json", true],
    ["import", "events/event_r1-repair.completed.json", false],
    ["repair", "events/event_r1-object.created.json", false],
    ["repair", "events/event_r2-repair.completed.json", false],
    ["repair", "objects/event_r1-repair.completed.json", false],
  ] as const
) {
  Deno.test(`${path} ${own ? "tells" : "does not tell"} of the ${kind} "r1"`, () => {
    assertEquals(isIntegrityEventOf(path, { kind, id: "r1" }), own);
  });
}
