import { assertEquals } from "@std/assert";
import { registriesContractsCheck, registriesReadableCheck } from "../../../lib/checks/record_files.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { entryOf, fileEntry, unreadableEntry } from "../../helpers/snapshots.ts";

const broken = "objects/broken.json";
const unread = (state: RecordEntry["state"], error: string | null) =>
  unreadableEntry("object", broken, { state, error });
const cannotRead = (id: string, state: RecordEntry["state"], shown: string): Found =>
  found({
    id: `registry.${id}`,
    severity: "error",
    target: broken,
    message: `Cannot read object record "${broken}": ${shown}`,
    evidence: { file: broken, kind: "object", state, bytes: 100 },
    ...(id === "unreadable"
      ? { command: "sourceos sync repair --dry-run --scope object:broken --store /srv/state" }
      : {}),
    ...(id === "denied" ? { command: "chmod u+r /srv/state/objects/broken.json" } : {}),
  });

const odd = (id: string, severity: Found["severity"], what: string): Found =>
  found({
    id: `registry.${id}`,
    severity,
    target: "objects/object_diary.json",
    message: `Record "objects/object_diary.json" ${what}`,
    evidence: { file: "objects/object_diary.json", kind: "object", state: "ok", bytes: 100 },
  });

const readings: readonly (readonly [name: string, entry: RecordEntry, want: readonly Found[]])[] = [
  ["accepts a record that was read", entryOf("object"), []],
  ["reports a record that is not JSON", unread("not_json", "Ends too early"), [
    cannotRead("unreadable", "not_json", "Ends too early"),
  ]],
  ["reports a record that is no object", unread("not_an_object", "A list instead of an object"), [
    cannotRead("unreadable", "not_an_object", "A list instead of an object"),
  ]],
  ["leaves receipts to the check of content sync", unreadableEntry("receipt", "receipts/broken.json"), []],
  ["has a record explained that no scope can name", unreadableEntry("object", "objects/.json", { error: "Torn" }), [
    found({
      id: "registry.unreadable",
      severity: "error",
      target: "objects/.json",
      message: 'Cannot read object record "objects/.json": Torn',
      evidence: { file: "objects/.json", kind: "object", state: "not_json", bytes: 100 },
    }),
  ]],
  ["reports a record that is not UTF-8", unread("invalid_utf8", "it is not UTF-8 text"), [
    cannotRead("unreadable", "invalid_utf8", "it is not UTF-8 text"),
  ]],
  ["reports a record that is nested too deep", unread("too_deep", "Nested deeper than 500 levels"), [
    cannotRead("unreadable", "too_deep", "Nested deeper than 500 levels"),
  ]],
  ["reports a record that the disk does not give", unread("io_error", "input/output error"), [
    cannotRead("unreadable", "io_error", "input/output error"),
  ]],
  ["reports a record that vanished", unread("absent", null), [cannotRead("unreadable", "absent", "absent")]],
  ["reports a record that the owner of the store may not read", {
    ...unread("denied", "permission denied"),
    file: fileEntry("objects/broken.json", { mode: 0 }),
  }, [
    cannotRead("denied", "denied", "permission denied"),
  ]],
  ["says nothing of a record that only this user may not read", unread("denied", "permission denied"), []],
  ["reports a record that is a link", unread("not_a_file", "it is a symlink"), [
    cannotRead("not-a-file", "not_a_file", "it is a symlink"),
  ]],
  ["reports a record that is too large", unread("too_large", "it has 20000000 bytes, more than are read"), [
    cannotRead("oversize", "too_large", "it has 20000000 bytes, more than are read"),
  ]],
  ["reports a record that had to be read with care", {
    ...entryOf("object"),
    oddities: ["byte_order_mark", "non_finite_number", "repeated_key"],
  }, [
    {
      ...odd("byte-order-mark", "error", "begins with a byte order mark"),
      command: "sed -i '1s/^\\xef\\xbb\\xbf//' /srv/state/objects/object_diary.json",
    },
    odd("odd-json", "warning", "is not plain JSON: non_finite_number"),
    odd("repeated-key", "error", "has a key that stands twice"),
  ]],
];

for (const [name, entry, want] of readings) {
  Deno.test(`registriesReadableCheck ${name}`, () => {
    assertEquals(runCheck(registriesReadableCheck, { records: [entryOf("actor"), entry, entryOf("plan")] }), want);
  });
}

const file = "objects/object_diary.json";
const about = (id: string, severity: Found["severity"], message: string, evidence: Found["evidence"]): Found =>
  found({ id: `registry.${id}`, severity, target: "object:diary", message, evidence: { file, ...evidence } });

const contracts: readonly (readonly [name: string, entry: RecordEntry, want: readonly Found[]])[] = [
  ["accepts a lawful record", entryOf("object"), []],
  ["accepts a record without schema", entryOf("object", { schema: undefined }), []],
  ["leaves receipts to the check of content sync", entryOf("receipt", { outcome: undefined }), []],
  ["leaves unreadable records to the other check", unread("not_json", "Ends too early"), []],
  ["names every field in one finding", entryOf("object", { state: "lost", policy_tags: undefined }), [
    about(
      "contract",
      "error",
      `Record "${file}" breaks the object contract: Field "policy_tags" is required and absent; Field "state" is ` +
        '"lost", not one of active, deleted, tombstoned, quarantined, conflicted',
      { fields: ["policy_tags", "state"] },
    ),
  ]],
  ["does not judge a record of a newer schema", entryOf("object", { schema: "sourceos.object-record/v1", state: 1 }), [
    about(
      "schema-newer",
      "warning",
      `Record "${file}" says schema "sourceos.object-record/v1", newer than "sourceos.object-record/v1alpha1"`,
      { schema: "sourceos.object-record/v1" },
    ),
  ]],
  ["does not judge a record of another kind", entryOf("object", { schema: "sourceos.sync-plan/v1alpha1", state: 1 }), [
    about(
      "schema-other",
      "error",
      `Record "${file}" says schema "sourceos.sync-plan/v1alpha1", not "sourceos.object-record/v1alpha1"`,
      { schema: "sourceos.sync-plan/v1alpha1" },
    ),
  ]],
  ["names a record without id by its path", entryOf("object", { object_id: undefined }), [found({
    id: "registry.contract",
    severity: "error",
    target: "objects/nameless.json",
    message: 'Record "objects/nameless.json" breaks the object contract: Field "object_id" is required and absent',
    evidence: { file: "objects/nameless.json", fields: ["object_id"] },
  })]],
];

for (const [name, entry, want] of contracts) {
  Deno.test(`registriesContractsCheck ${name}`, () => {
    assertEquals(runCheck(registriesContractsCheck, { records: [entryOf("actor"), entry] }), want);
  });
}

for (const check of [registriesReadableCheck, registriesContractsCheck]) {
  Deno.test(`Check ${check.id} cannot run on what a daemon tells`, () => {
    assertEquals(runCheck(check, { origin: "daemon", records: [] }), "The daemon does not show its registries");
  });
}
