/** What a decision that allows is worth, by running the commands that ask for it: each row is one thing wrong with it. */
import { assertEquals } from "@std/assert";
import { addClone, withFiles } from "../../fixtures/faults/edit.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { seededRandom } from "../../fixtures/random.ts";
import { type StoreFiles, textFile } from "../../fixtures/store_files.ts";
import { timeAt } from "../../fixtures/times.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { withStore } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";

const OBJECT = "object:letter";
const ALLOW = "policy-decision:letter";
const [EARLIER, THEN, LATER] = [timeAt(500), timeAt(1000), timeAt(2000)];
const HOME = { profile_id: "profile:personal", workspace_id: "workspace:home" };
const DECISION = {
  effect: "allow",
  policy_id: "sourceos.policy/letters",
  actor_id: "actor:ada",
  object_id: OBJECT,
  ...HOME,
  decided_at: THEN,
  rationale: "The letter may go to the notary.",
};

interface Row {
  /** Of the decision that is named; undefined leaves a field out. */
  readonly decision?: Readonly<Record<string, JsonObject[string] | undefined>>;
  /** Another decision of the same policy about the same object. */
  readonly other?: JsonObject;
  readonly actor?: JsonObject;
  readonly files?: readonly string[];
}

/** A personal store with a confidential letter, which nothing but a decision lets out. */
function storeOf({ decision = {}, other, actor = {}, files = [] }: Row): StoreFiles {
  const random = seededRandom(1);
  const base = generateStore({ seed: 5, events: 60, objects: 12 });
  const object = addClone(base, random, {
    kind: "object",
    id: OBJECT,
    changes: {
      object_type: "note",
      schema_id: "schema:note:v1",
      device_id: "device:kitchen-laptop",
      created_by_actor: "actor:ada",
      last_modified_by_actor: "actor:ada",
      privacy_class: "confidential",
      sync_visibility: "profile",
      ...HOME,
    },
  });
  const decider = addClone(object.files, random, {
    kind: "actor",
    id: "actor:notary",
    accepts: ({ actor_id: id }) => id === "actor:ada",
    changes: { identity_id: "identity:notary", ...actor },
  });
  const fields = { ...DECISION, ...decision };
  const kept = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]),
  );
  const named = addClone(decider.files, random, {
    kind: "decision",
    id: ALLOW,
    changes: kept,
    without: Object.keys(fields).filter((name) => !Object.hasOwn(kept, name)),
  });
  const all = other === undefined ? named.files : addClone(named.files, random, {
    kind: "decision",
    id: "policy-decision:other",
    changes: { ...DECISION, ...other },
  }).files;
  return withFiles(all, files.map((path) => [path, textFile("{")]));
}

/** The exit codes of export and doctor, the code of export's error, and what doctor finds of policy. */
type Answer = readonly [exported: number, code: string | null, doctor: number, findings: readonly string[]];

const DENY = { effect: "deny", rationale: "No." };
const voids = [`policy.void ${ALLOW}`];
const NOTARY = { actor_id: "actor:notary" };

const ROWS: readonly (readonly [name: string, row: Row, want: Answer])[] = [
  ["nothing", {}, [0, null, 0, []]],
  ["an older denial", { other: { ...DENY, decided_at: EARLIER } }, [0, null, 0, []]],
  ["no time", { decision: { decided_at: undefined } }, [12, "decision_malformed", 4, voids]],
  ["a time with a fraction", { decision: { decided_at: THEN.replace("Z", ".5Z") } }, [
    12,
    "decision_malformed",
    3,
    voids,
  ]],
  ["a time with an offset", { decision: { decided_at: THEN.replace("Z", "+00:00") } }, [
    12,
    "decision_malformed",
    3,
    voids,
  ]],
  ["a date alone", { decision: { decided_at: "2026-05-05" } }, [12, "decision_malformed", 3, voids]],
  ["a time that no clock shows", { decision: { decided_at: "2026-02-30T00:00:00Z" } }, [
    12,
    "decision_malformed",
    3,
    voids,
  ]],
  ["the year 9999", { decision: { decided_at: "9999-12-31T23:59:59Z" } }, [12, "decision_future", 3, [
    `policy.future ${ALLOW}`,
  ]]],
  ["the year 9999, and a denial of today", {
    decision: { decided_at: "9999-12-31T23:59:59Z" },
    other: { ...DENY, decided_at: LATER },
  }, [12, "decision_future", 3, [`policy.future ${ALLOW}`]]],
  ["an actor that is not registered", { decision: { actor_id: "actor:nobody" } }, [
    12,
    "decision_actor_not_allowed",
    4,
    voids,
  ]],
  ["an actor that was revoked before", { decision: NOTARY, actor: { revoked_at: EARLIER } }, [
    12,
    "decision_actor_not_allowed",
    3,
    voids,
  ]],
  ["an actor that was revoked later", { decision: NOTARY, actor: { revoked_at: LATER } }, [0, null, 0, []]],
  ["an actor that was revoked at no time that can be read", { decision: NOTARY, actor: { revoked_at: "once" } }, [
    12,
    "decision_actor_not_allowed",
    3,
    voids,
  ]],
  ["an actor that was quarantined before", {
    decision: NOTARY,
    actor: { trust_level: "quarantined", updated_at: EARLIER },
  }, [12, "decision_actor_not_allowed", 3, voids]],
  ["an actor of another profile", { decision: NOTARY, actor: { profile_scope: ["profile:work"] } }, [
    12,
    "decision_actor_not_allowed",
    3,
    voids,
  ]],
  ["an actor of another workspace", { decision: NOTARY, actor: { workspace_scope: ["workspace:travel"] } }, [
    12,
    "decision_actor_not_allowed",
    3,
    voids,
  ]],
  ["an actor whose scope is no list", { decision: NOTARY, actor: { profile_scope: "all" } }, [
    12,
    "decision_actor_not_allowed",
    4,
    voids,
  ]],
  ["another object", { decision: { object_id: "object:other" } }, [12, "denied", 4, []]],
  ["another profile", { decision: { profile_id: "profile:work", workspace_id: "workspace:atlas" } }, [
    12,
    "denied",
    0,
    [],
  ]],
  ["another workspace", { decision: { workspace_id: "workspace:travel" } }, [12, "denied", 0, []]],
  ["an unknown effect", { decision: { effect: "perhaps" } }, [12, "decision_not_allow", 4, []]],
  ["a newer format", { decision: { schema: "sourceos.policy-decision/v2" } }, [12, "decision_malformed", 3, voids]],
  ["no policy", { decision: { policy_id: undefined } }, [12, "decision_malformed", 4, voids]],
  ["a later denial", { other: { ...DENY, decided_at: LATER } }, [12, "decision_superseded", 0, []]],
  ["a denial of the same second", { other: DENY }, [12, "decision_superseded", 0, []]],
  ["a review of the same second", { other: { effect: "review_required" } }, [12, "decision_superseded", 0, []]],
  ["a later denial with a fraction", { other: { ...DENY, decided_at: LATER.replace("Z", ".5Z") } }, [
    12,
    "decision_superseded",
    3,
    ["policy.undated policy-decision:other", `policy.superseded-by-unreadable ${ALLOW}`],
  ]],
  ["a later denial with an offset", { other: { ...DENY, decided_at: LATER.replace("Z", "+02:00") } }, [
    12,
    "decision_superseded",
    3,
    ["policy.undated policy-decision:other", `policy.superseded-by-unreadable ${ALLOW}`],
  ]],
  ["a denial of the future", { other: { ...DENY, decided_at: "9999-12-31T23:59:59Z" } }, [
    12,
    "decision_superseded",
    3,
    ["policy.future policy-decision:other", `policy.superseded-by-unreadable ${ALLOW}`],
  ]],
  ["a later denial by nobody known", { other: { ...DENY, decided_at: LATER, actor_id: "actor:nobody" } }, [
    12,
    "decision_superseded",
    4,
    [],
  ]],
  ["an older denial by nobody known", { other: { ...DENY, decided_at: EARLIER, actor_id: "actor:nobody" } }, [
    0,
    null,
    4,
    [],
  ]],
  ["a decision beside it that cannot be read", { files: ["policy-decisions/torn.json"] }, [
    12,
    "decision_unreadable",
    4,
    ["policy.superseded-by-unreadable policy-decisions/torn.json"],
  ]],
];

for (const [name, row, want] of ROWS) {
  Deno.test(`A decision that allows is worth what it is worth beside ${name}`, async () => {
    await withStore(storeOf(row), async (root) => {
      const flags = ["--store", root, "--daemon", "none", "--json"];
      const exported = await runInProcess(["sync", "export", OBJECT, "--policy-decision", ALLOW, ...flags]);
      const doctor = await runInProcess(["sync", "doctor", ...flags]);
      const { errors } = JSON.parse(exported.stdout);
      const found: readonly { id: string; target: string }[] = JSON.parse(doctor.stdout).data.findings;
      const ofPolicy = found.filter(({ id }) => id.startsWith("policy.")).map(({ id, target }) => `${id} ${target}`);
      assertEquals([exported.code, errors[0]?.code ?? null, doctor.code, ofPolicy.toSorted()], [
        ...want.slice(0, 3),
        want[3].toSorted(),
      ]);
    });
  });
}
