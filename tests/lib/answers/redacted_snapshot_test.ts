import { assertEquals } from "@std/assert";
import { countHidden, redactedSnapshot } from "../../../lib/answers/redacted_snapshot.ts";
import { restoredFingerprint } from "../../../lib/bundle/restore_proof.ts";
import { PRIVACY_CLASSES } from "../../../lib/model/vocabulary.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { entryOf, healthySnapshot, recordOf, sha256Hex, storeWith } from "../../helpers/snapshots.ts";

type Changes = Parameters<typeof recordOf>[1];

const BODY = {
  title: "Affair",
  body: { text: "Affair" },
  tags: ["Affair"],
  pin: 4711,
  note: null,
  provenance: ["event:diary-created", "Affair, told by Bob", { text: "Affair" }],
};

function snapshotOf(changes: Changes) {
  return healthySnapshot({ store: storeWith(entryOf("object", { ...BODY, ...changes })) });
}

Deno.test("redactedSnapshot() keeps what a hidden record is and names, and nothing of what it says", () => {
  const changes = { privacy_class: "secret", sync_visibility: "local_only", device_id: "device:desk" };
  const record = recordOf("object", { ...BODY, ...changes });
  const [entry] = redactedSnapshot(snapshotOf(changes), sha256Hex).store?.records ?? [];
  assertEquals(entry?.record, {
    ...record,
    title: "[redacted]",
    body: "[redacted]",
    tags: "[redacted]",
    pin: "[redacted]",
    note: null,
    provenance: ["event:diary-created", "[redacted]", "[redacted]"],
  });
  assertEquals(entry?.redacted, { fingerprint: restoredFingerprint("object", "object:diary", { record, sha256Hex }) });
});

Deno.test("redactedSnapshot() hides what is secret, regulated or of no known class", () => {
  const hidden = [...PRIVACY_CLASSES, "mine", undefined].filter((privacy) => {
    const snapshot = snapshotOf({ privacy_class: privacy });
    const after = redactedSnapshot(snapshot, sha256Hex);
    const isHidden = !stringifyJson(after).includes("Affair");
    assertEquals(countHidden(snapshot), { whole: isHidden ? 1 : 0, redacted: 0 });
    assertEquals(countHidden(after), { whole: 0, redacted: isHidden ? 1 : 0 });
    return isHidden;
  });
  assertEquals(hidden, ["regulated", "secret", "mine", undefined]);
});

Deno.test("redactedSnapshot() of what was redacted before is the same", () => {
  const once = redactedSnapshot(snapshotOf({ privacy_class: "secret" }), sha256Hex);
  assertEquals(redactedSnapshot(once, sha256Hex), once);
});
