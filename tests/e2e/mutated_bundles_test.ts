/** Bundles whose hashes fit and whose content was changed anywhere: each import ends in words, and none with a bug. */
import { assert } from "@std/assert";
import { join } from "@std/path";
import fc from "../helpers/properties.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { RECORD_KINDS, type RecordKind } from "../../lib/model/kinds.ts";
import type { JsonObject, JsonValue } from "../../lib/text/json.ts";
import { bundleOf, contentOf } from "../helpers/bundles.ts";
import { runImport, withBridge } from "../helpers/import_stores.ts";
import { RECORDS } from "../helpers/snapshots.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { withFolder } from "../helpers/stores.ts";

const RUNS = IS_SOAK ? 20_000 : 60;

const KINDS_OF_BUNDLES: readonly RecordKind[] = RECORD_KINDS.filter((kind) => kind !== "receipt" && kind !== "queue");
const EVENT: JsonObject = {
  schema: "sourceos.journal-event/v1alpha1",
  event_id: "evt-00000001",
  event_type: "add",
  lane: "normal",
  object_id: "object:diary",
  producer: "actor:ada",
  created_at: "2026-01-01T00:00:00Z",
  payload: {},
  applied: true,
};

const anyValue: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue>(
  null,
  "",
  0,
  -1,
  1e308,
  123456789012345678901234567890n,
  true,
  [],
  {},
  [null],
  [["x"]],
  { __proto__: null, constructor: "x" },
  "__proto__",
  "object:diary",
  "actor:nobody",
  "profile:personal",
  "9999-12-31T23:59:59Z",
  "2026-01-01T00:00:00.5Z",
  "x".repeat(300),
  "\u0000",
  "..",
);

/** Which of the records, or the event, gets which value in which of its fields. */
const anyChange = fc.record({
  of: fc.constantFrom(...KINDS_OF_BUNDLES, "journal" as const),
  field: fc.nat(),
  value: anyValue,
});

function changed(record: JsonObject, at: number, value: JsonValue): JsonObject {
  const names = [...Object.keys(record), "record_id", "revoked_at", "device_id", "provenance"];
  return { ...record, [names[at % names.length] ?? ""]: value };
}

Deno.test("an import of a bundle with changed content never ends with 1", () =>
  withFolder(async (folder) => {
    const [root, bundle] = [join(folder, "store"), join(folder, "b.tar")];
    writeStore(withBridge(generateStore({ seed: 3, events: 40, objects: 8 })), root);
    const check = async (changes: readonly { of: RecordKind | "journal"; field: number; value: JsonValue }[]) => {
      const of = (name: string, record: JsonObject) =>
        changes.filter((change) => change.of === name).reduce(
          (so, { field, value }) => changed(so, field, value),
          record,
        );
      const records = Object.fromEntries(KINDS_OF_BUNDLES.map((kind) => [kind, [of(kind, RECORDS[kind])]]));
      Deno.writeFileSync(bundle, await bundleOf(contentOf(records, [of("journal", EVENT)])));
      for (const mode of [[], ["--verify"], ["--apply", "--scope", "workspace:house"]]) {
        const from = mode.includes("--verify") ? [] : ["--store", root];
        const { code, errors } = await runImport(bundle, [...mode, ...from]);
        assert(code !== 1, JSON.stringify(errors));
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(anyChange, { minLength: 1, maxLength: 4 }), check), { numRuns: RUNS });
  }));
