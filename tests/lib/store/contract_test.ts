import { assertEquals } from "@std/assert";
import { checkContract, type Violation } from "../../../lib/store/contract.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { RECORD_KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import {
  ACTOR_TYPES,
  CAPABILITIES,
  CONFLICT_OPTIONS,
  CONFLICT_SEVERITIES,
  DEVICE_STATES,
  OBJECT_STATES,
  OPERATION_CLASSES,
  PLAN_STATUSES,
  POLICY_EFFECTS,
  PRIVACY_CLASSES,
  PROFILE_CLASSES,
  RETENTION_CLASSES,
  SYNC_VISIBILITIES,
  TRUST_LEVELS,
} from "../../../lib/model/vocabulary.ts";
import { recordOf, RECORDS } from "../../helpers/snapshots.ts";

/** The required fields of each kind, retyped from the contract. */
const REQUIRED: Readonly<Record<RecordKind, string>> = {
  profile: "profile_id display_name profile_class created_at policy_tags",
  device: "device_id display_name trust_level device_state created_at",
  actor: "actor_id actor_type display_name identity_id workspace_scope profile_scope capabilities trust_level " +
    "policy_subject signing_key_ref created_at",
  schema: "schema_id object_type schema_version required_fields field_owners migration_policy conflict_policy " +
    "tombstone_policy sync_visibility retention_class",
  object: "object_id object_type schema_id schema_version workspace_id profile_id owner_identity created_by_actor " +
    "last_modified_by_actor created_at updated_at privacy_class sync_visibility retention_class policy_tags " +
    "provenance state",
  workspace: "workspace_id",
  plan: "plan_id source_actor target_actor profile_id workspace_id object_ids operation_class dependencies " +
    "policy_decision_ref retry_policy conflict_policy status user_explanation created_at updated_at",
  conflict: "conflict_id object_id object_type workspace_id profile_id actors devices schema_version severity " +
    "merge_policy decision_card user_explanation created_at",
  decision: "decision_id effect policy_id policy_version actor_id profile_id workspace_id rationale decided_at",
  transaction: "transaction_id actor_id workspace_id profile_id object_ids operation status policy_decision_ref " +
    "created_at updated_at",
  event: "event_id event_type occurred_at summary",
  report: "record_id",
  receipt: "id type issuedAt outcome contentView fromVersion toVersion policyGate policyReason steps",
  queue: "schema queued_at queue_state decision record",
};

const CARD = "card_id options recommended_option selected_option rationale selected_by selected_at";

for (const kind of RECORD_KINDS) {
  Deno.test(`checkContract() finds nothing in a lawful ${kind}`, () => {
    assertEquals(checkContract(kind, RECORDS[kind]), []);
  });

  Deno.test(`checkContract() lets a ${kind} have fields that it does not know`, () => {
    const record = { ...RECORDS[kind], "x-extension": { deep: [1n, null] }, ["__proto__x"]: 1 };
    assertEquals(checkContract(kind, record), []);
  });

  Deno.test(`checkContract() misses each required field of a ${kind}, one at a time and all at once`, () => {
    const absent = (field: string): Violation => ({ field, message: `Field "${field}" is required and absent` });
    const fields = REQUIRED[kind].split(" ");
    for (const field of fields) {
      assertEquals(checkContract(kind, recordOf(kind, { [field]: undefined })), [absent(field)]);
    }
    assertEquals(checkContract(kind, {}), fields.map(absent));
  });
}

Deno.test("checkContract() misses each field of a decision card", () => {
  for (const field of CARD.split(" ")) {
    const card: JsonObject = Object.fromEntries(
      CARD.split(" ").filter((name) => name !== field).map((name) => [name, name === "options" ? [] : null]),
    );
    const changed = recordOf("conflict", {
      decision_card: { ...card, ...(field === "card_id" ? {} : { card_id: "c" }) },
    });
    assertEquals(checkContract("conflict", changed), [
      { field: `decision_card.${field}`, message: `Field "decision_card.${field}" is required and absent` },
    ]);
  }
});

const controlled: readonly (readonly [kind: RecordKind, field: string, values: readonly string[]])[] = [
  ["profile", "profile_class", PROFILE_CLASSES],
  ["device", "trust_level", TRUST_LEVELS],
  ["device", "device_state", DEVICE_STATES],
  ["actor", "actor_type", ACTOR_TYPES],
  ["actor", "trust_level", TRUST_LEVELS],
  ["schema", "sync_visibility", SYNC_VISIBILITIES],
  ["schema", "retention_class", RETENTION_CLASSES],
  ["object", "privacy_class", PRIVACY_CLASSES],
  ["object", "sync_visibility", SYNC_VISIBILITIES],
  ["object", "retention_class", RETENTION_CLASSES],
  ["object", "state", OBJECT_STATES],
  ["plan", "operation_class", OPERATION_CLASSES],
  ["plan", "status", PLAN_STATUSES],
  ["conflict", "severity", CONFLICT_SEVERITIES],
  ["decision", "effect", POLICY_EFFECTS],
];

for (const [kind, field, values] of controlled) {
  Deno.test(`checkContract() takes for a ${kind}'s ${field} what the contract lists, and nothing else`, () => {
    for (const value of values) assertEquals(checkContract(kind, recordOf(kind, { [field]: value })), []);
    const wrong = (value: JsonObject[string], shown: string) =>
      assertEquals(checkContract(kind, recordOf(kind, { [field]: value })), [
        { field, message: `Field "${field}" is ${shown}, not one of ${values.join(", ")}` },
      ]);
    wrong("imaginary", '"imaginary"');
    wrong("", '""');
    wrong(values[0]?.toUpperCase() ?? "", `"${values[0]?.toUpperCase()}"`);
    wrong(null, "null");
    wrong(7, "a number");
    wrong([...values], "a list");
  });
}

const wrongTypes:
  readonly (readonly [name: string, kind: RecordKind, changes: JsonObject, want: readonly Violation[]])[] = [
    ["an empty id", "object", { object_id: "" }, [{ field: "object_id", message: 'Field "object_id" is empty' }]],
    ["an id that is a number", "object", { object_id: 7 }, [
      { field: "object_id", message: 'Field "object_id" is a number, not a string' },
    ]],
    ["an id that is a long integer", "object", { object_id: 2n ** 64n }, [
      { field: "object_id", message: 'Field "object_id" is a number, not a string' },
    ]],
    ["null for a text", "object", { schema_id: null }, [
      { field: "schema_id", message: 'Field "schema_id" is null, not a string' },
    ]],
    ["a text for a list", "plan", { object_ids: "object:diary" }, [
      { field: "object_ids", message: 'Field "object_ids" is a string, not a list' },
    ]],
    ["an object for a list", "plan", { dependencies: {} }, [
      { field: "dependencies", message: 'Field "dependencies" is an object, not a list' },
    ]],
    ["a list for an object", "schema", { field_owners: [] }, [
      { field: "field_owners", message: 'Field "field_owners" is a list, not an object' },
    ]],
    ["an item of another type", "plan", { object_ids: ["object:a", 7, null] }, [
      { field: "object_ids.1", message: 'Field "object_ids.1" is a number, not a string' },
      { field: "object_ids.2", message: 'Field "object_ids.2" is null, not a string' },
    ]],
    ["an unknown capability", "actor", { capabilities: ["read", "fly"] }, [
      { field: "capabilities.1", message: `Field "capabilities.1" is "fly", not one of ${CAPABILITIES.join(", ")}` },
    ]],
    ["an unknown option of a card", "conflict", {
      decision_card: {
        card_id: "card:a",
        options: ["merge", "win"],
        recommended_option: "lose",
        selected_option: null,
        rationale: null,
        selected_by: null,
        selected_at: null,
      },
    }, [
      {
        field: "decision_card.options.1",
        message: `Field "decision_card.options.1" is "win", not one of ${CONFLICT_OPTIONS.join(", ")}`,
      },
      {
        field: "decision_card.recommended_option",
        message: `Field "decision_card.recommended_option" is "lose", not one of ${CONFLICT_OPTIONS.join(", ")}`,
      },
    ]],
    ["a number where a text or null may be", "actor", { signing_key_ref: 7, revoked_at: false }, [
      { field: "signing_key_ref", message: 'Field "signing_key_ref" is a number, not a string or null' },
      { field: "revoked_at", message: 'Field "revoked_at" is a boolean, not a string or null' },
    ]],
  ];

for (const [name, kind, changes, want] of wrongTypes) {
  Deno.test(`checkContract() reports ${name}`, () => assertEquals(checkContract(kind, recordOf(kind, changes)), want));
}

Deno.test("checkContract() lets optional fields be null or absent", () => {
  assertEquals(checkContract("object", recordOf("object", { content_hash: null })), []);
  assertEquals(checkContract("object", recordOf("object", { content_hash: undefined })), []);
  assertEquals(checkContract("actor", recordOf("actor", { revoked_at: undefined, signing_key_ref: null })), []);
  assertEquals(checkContract("decision", recordOf("decision", { object_id: null })), []);
  assertEquals(checkContract("plan", recordOf("plan", { last_error: { code: 5 } })), []);
});
