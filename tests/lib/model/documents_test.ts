import { assertEquals } from "@std/assert";
import { COMMAND_SCHEMAS } from "../../helpers/command_schemas.ts";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import repairPlanSchema from "../../../fixtures/schemas/sourceos.repair-plan.v1alpha1.schema.json" with {
  type: "json",
};
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { CheckpointRecord, IndexRecord } from "../../../lib/model/derived.ts";
import { Finding } from "../../../lib/model/documents/health.ts";
import { RecordItem } from "../../../lib/model/documents/record_list.ts";
import { documentSchemaName } from "../../../lib/model/command_names.ts";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { ALL_KINDS, RECORD_KINDS } from "../../../lib/model/kinds.ts";
import { CONTRACTS } from "../../../lib/model/record_contracts.ts";
import { RepairPlan, RepairStep } from "../../../lib/model/repair_plan.ts";
import { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { runInMemory } from "../../helpers/fake_host.ts";
import { compileSchema, type Validate } from "../../helpers/json_schema.ts";
import { downProbe, healthyProbe } from "../../helpers/probes.ts";
import { emptySnapshot, healthySnapshot, healthyStore, RECORDS, ROOT } from "../../helpers/snapshots.ts";
import { snapshotOf } from "../../helpers/store_snapshots.ts";

const schemas: readonly (readonly [name: string, schema: object])[] = [
  ...COMMAND_SCHEMAS.map(({ command, schema }) => [command, schema] as const),
  ...RECORD_KINDS.map((kind) => [`${kind} record`, CONTRACTS[kind]] as const),
  ["state snapshot", StateSnapshot],
  ["repair plan", RepairPlan],
  ["repair step", RepairStep],
  ["finding", Finding],
  ["listed record", RecordItem],
  ["index record", IndexRecord],
  ["checkpoint record", CheckpointRecord],
];

for (const [name, schema] of schemas) {
  Deno.test(`The JSON Schema of the ${name} compiles in strict mode`, () => void compileSchema(schema));
}

Deno.test("Each command has a document schema of its own", () => {
  const wanted = COMMAND_SCHEMAS.map(({ command }) =>
    `https://sourceos.dev/schemas/${documentSchemaName(command)}.schema.json`
  );
  assertEquals(COMMAND_SCHEMAS.map(({ schema }) => schema.$id), wanted);
  assertEquals(new Set(wanted).size, COMMAND_SCHEMAS.length);
});

Deno.test("Record schemas, folders and prefixes are of one kind each", () => {
  for (
    const names of [
      ALL_KINDS.map(({ schema }) => schema),
      ALL_KINDS.map(({ folder }) => folder),
      ALL_KINDS.flatMap(({ prefixes }) => prefixes),
    ]
  ) assertEquals(new Set(names).size, names.length);
});

for (const kind of RECORD_KINDS) {
  Deno.test(`The JSON Schema of the ${kind} record takes a lawful record, and not an empty one`, () => {
    const validate = compileSchema(CONTRACTS[kind]);
    assertEquals(validate(RECORDS[kind]), []);
    assertEquals(validate({}).length > 0, true);
  });
}

/** The commands with what they are asked, usage errors and refusals among it. */
const QUESTIONS: readonly (readonly string[])[] = [
  ["status"],
  ["status", "--no-such-flag"],
  ["doctor"],
  ...[
    "object:diary",
    "actor:ada",
    "plan:diary-to-desk",
    "nothing",
    "index:x",
    "exit:13",
    "finding:journal.torn-tail",
    "",
  ]
    .map((id) => ["explain", id]),
  ...["plans", "actors", "schemas", "conflicts", "profiles", "devices"].flatMap((name) => [
    [name],
    [name, "nothing"],
    [name, "--sort", "nothing"],
  ]),
  ["plans", "diary-to-desk"],
  ["repair"],
  ["repair", "--dry-run"],
  ["repair", "--dry-run", "--scope", "derived"],
  ["repair", "--apply"],
  ["export", "object:diary"],
  ["export", "profile:home"],
  ["export", "object:diary", "--out", "diary.tar"],
  ["export", "object:diary", "--policy-decision", "diary-may-leave"],
  ["export", "object:diary", "--policy-decision", "lost"],
  ["export", "nothing"],
  ["import", "bundle.tar"],
];

const validators: ReadonlyMap<string, Validate> = new Map(
  COMMAND_SCHEMAS.map(({ name, schema }) => [name, compileSchema(schema)]),
);
const validatePlan = compileSchema(repairPlanSchema);
const validateSnapshot = compileSchema(StateSnapshot);

async function assertValid(words: readonly string[], snapshot: StateSnapshot): Promise<void> {
  const { stdout, code } = await runInMemory(["sync", ...words, "-o", "json"], { snapshot });
  const document: JsonObject = JSON.parse(stdout);
  const [name = ""] = words;
  assertEquals(validators.get(name)?.(document), [], `sync ${words.join(" ")}`);
  assertEquals(document["exit_code"], code);
  const data = document["data"];
  const plan = isJsonObject(data) && name === "repair" ? data["plan"] : null;
  if (plan !== null) assertEquals(validatePlan(plan), [], "the plan that other components read");
}

const STATES: readonly (readonly [name: string, snapshot: StateSnapshot])[] = [
  ["a healthy store", healthySnapshot()],
  ["a healthy store with its daemon", healthySnapshot({ daemon: healthyProbe(ROOT) })],
  ["no store", emptySnapshot({ daemon: downProbe() })],
  ["nothing known", emptySnapshot({ absence: null })],
  [
    "what only a daemon tells",
    healthySnapshot({
      store: healthyStore({ origin: "daemon", root_file: null, records: [], files: [] }),
      daemon: healthyProbe(ROOT),
    }),
  ],
];

for (const [name, snapshot] of STATES) {
  for (const words of QUESTIONS) {
    Deno.test(`The document of sync ${words.join(" ")} on ${name} is valid`, () => assertValid(words, snapshot));
  }
}

const SUMMARIES: readonly (readonly string[])[] = [
  ["status"],
  ["doctor"],
  ["repair", "--dry-run"],
  ...["plans", "actors", "schemas", "conflicts", "profiles", "devices"].map((name) => [name]),
];

async function assertAllValid(files: StoreFiles, explained: string): Promise<void> {
  const snapshot = await snapshotOf(files);
  assertEquals(validateSnapshot(JSON.parse(stringifyJson(snapshot))), [], "the snapshot");
  for (const words of [...SUMMARIES, ["explain", explained]]) await assertValid(words, snapshot);
}

const sound = generateStore({ seed: 5, events: 60, objects: 12, oddities: true });

Deno.test("The documents of a generated store are valid", () => assertAllValid(sound, "actor:ada"));

/** Many faults in one store each time: every single one of them goes through the compiled program elsewhere. */
const GROUP = 12;

for (let start = 0; start < FAULTS.length; start += GROUP) {
  const names = FAULTS.slice(start, start + GROUP).map(({ name }) => name);
  Deno.test(`The documents of a store with the faults ${names.join(", ")} are valid`, () => {
    const { files, targets } = applyFaults(sound, names, 3);
    const [target] = targets.values();
    return assertAllValid(files, target?.id ?? "nothing");
  });
}
