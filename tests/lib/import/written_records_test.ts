import { assertEquals, assertMatch } from "@std/assert";
import { contentText } from "../../../lib/bundle/record_content.ts";
import { checkContract } from "../../../lib/store/contract.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { conflictId, conflictRecord, recordText } from "../../../lib/import/written_records.ts";
import { importLines } from "../../../lib/import/lines.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { entryOf, EVENT_LINES, recordOf, sha256Hex, storeWith } from "../../helpers/snapshots.ts";

const AT = "2026-07-01T00:00:00Z";

Deno.test("recordText() keeps every digit and field, and adds what the daemon's writer adds", () => {
  const record = { actor_id: "actor:ü", size: 12345678901234567890n, ["__proto__"]: "own", nested: { a: [1.5] } };
  const text = recordText("actor", record, AT);
  const parsed = parseJsonObject(text);
  assertEquals(parsed.ok && { ...parsed.value }, {
    ...record,
    record_id: "actor:ü",
    schema: "sourceos.actor-record/v1alpha1",
    updated_at: AT,
  });
  assertEquals([text.endsWith("}\n"), text.startsWith('{\n  "')], [true, true]);
  assertEquals(parseJsonObject(recordText("object", recordOf("object"), AT)), {
    ...parseJsonObject(recordText("object", recordOf("object"), "2000-01-01T00:00:00Z")),
  });
});

function rival() {
  const record = recordOf("object", { title: "Rival", privacy_class: "secret" });
  const store = storeWith(entryOf("object"), entryOf("actor"));
  const { classification } = judgeOf(store, [], { records: { object: [record] } });
  const [judged] = classification.records;
  if (judged === undefined) throw new RangeError("Nothing was judged");
  return {
    record,
    judged,
    bundleSha256: "0".repeat(64),
    reportId: "import-1",
    at: AT,
    mergePolicy: null,
    isActor: () => true,
    sha256Hex,
  };
}

Deno.test("conflictRecord() keeps its contract, waits for a person, and holds nothing of what competes", () => {
  const conflict = conflictRecord(rival());
  assertEquals(checkContract("conflict", conflict), []);
  assertEquals(JSON.stringify(conflict).includes("Rival"), false);
  assertEquals(conflict["conflict_id"], conflictId(rival()));
  assertMatch(conflictId(rival()), /^conflict:import-[0-9a-f]{16}$/);
  const later = { ...rival(), at: "2027-01-01T00:00:00Z", bundleSha256: "1".repeat(64) };
  assertEquals(conflictId(later), conflictId(rival()));
});

Deno.test("conflictRecord() names both sides by their digests, and the actors that are known here", () => {
  const record = recordOf("object", { title: "Rival", last_modified_by_actor: "actor:scribe", schema_version: "v2" });
  const here = entryOf("object", { schema_version: undefined });
  const [judged] =
    judgeOf(storeWith(here, entryOf("actor")), [], { records: { object: [record] } }).classification.records;
  if (judged === undefined) throw new RangeError("Nothing was judged");
  const facts = { ...rival(), record, judged, mergePolicy: "object_type_specific" };
  const id = conflictId(facts);
  const known = (...ids: readonly string[]) =>
    conflictRecord({ ...facts, isActor: (actor) => ids.includes(actor) })["actors"];
  assertEquals([known(), known("actor:scribe"), known("actor:ada", "actor:scribe")], [
    [],
    ["actor:scribe"],
    ["actor:ada", "actor:scribe"],
  ]);
  assertEquals(conflictRecord(facts), {
    schema: "sourceos.conflict-record/v1alpha1",
    record_id: id,
    conflict_id: id,
    object_id: "object:diary",
    object_type: "note",
    workspace_id: "workspace:house",
    profile_id: "profile:home",
    actors: ["actor:ada", "actor:scribe"],
    devices: [],
    schema_version: "v2",
    severity: "review_required",
    merge_policy: "object_type_specific",
    decision_card: {
      card_id: id.replace("conflict:", "card:"),
      options: ["merge", "fork", "skip"],
      recommended_option: "fork",
      selected_option: null,
      rationale: null,
      selected_by: null,
      selected_at: null,
    },
    user_explanation:
      'Two versions of "object:diary" compete: the one here, and the one of a bundle that was imported. ' +
      `${judged.message}. Nothing here was changed, and the other one is kept beside it until this is decided.`,
    created_at: AT,
    updated_at: AT,
    import: {
      bundle_sha256: "0".repeat(64),
      competing_sha256: sha256Hex(contentText(record, "sourceos.object-record/v1alpha1")),
      here_sha256: sha256Hex(contentText(here.record ?? {}, "sourceos.object-record/v1alpha1")),
      report_id: "import-1",
    },
  });
});

Deno.test("importLines() appends what is new of each history, a word of the bridge, and one of the import", () => {
  const store = storeWith(...(["profile", "workspace", "schema", "actor"] as const).map((kind) => entryOf(kind)));
  const events = EVENT_LINES.map((line) => ({ value: JSON.parse(line) }));
  const { state, classification } = judgeOf(store, EVENT_LINES.slice(0, 1), {
    records: { object: [recordOf("object", { title: "\u2028" })] },
    events: EVENT_LINES,
  });
  const lines = [...importLines({
    objects: [...classification.records],
    histories: state.histories,
    firstOrdinal: 41,
    at: AT,
    actor: "actor:bridge",
    registers: false,
    reportId: "import-1",
    bundleSha256: "0".repeat(64),
    sourceStore: null,
    conflicts: 0,
  }, events)];
  const parsed = lines.map((line) => JSON.parse(line));
  assertEquals(
    parsed.map(({ event_id, event_type, object_id, producer }) => [event_id, event_type, object_id, producer]),
    [
      ["evt-00000041", "update", "object:diary", "actor:ada"],
      ["evt-00000042", "add", "object:diary", "actor:bridge"],
      ["evt-00000043", "repair", "repair-report:import-1", "actor:bridge"],
    ],
  );
  assertEquals(parsed[0], { ...JSON.parse(EVENT_LINES[1] ?? ""), event_id: "evt-00000041" });
  assertEquals(lines.every((line) => /^[\x20-\x7e]+\n$/.test(line)), true);
});
