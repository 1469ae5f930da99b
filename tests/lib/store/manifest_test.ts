import { assertEquals } from "@std/assert";
import { compareSchema, type Manifest, readManifest, type SchemaAge } from "../../../lib/store/manifest.ts";
import { MANIFEST, manifestEntry } from "../../helpers/snapshots.ts";

const ages: readonly (readonly [found: string | null, known: string, want: SchemaAge])[] = [
  ["a/v1alpha1", "a/v1alpha1", "known"],
  ["a/v1alpha2", "a/v1alpha1", "newer"],
  ["a/v1alpha10", "a/v1alpha9", "newer"],
  ["a/v1beta1", "a/v1alpha9", "newer"],
  ["a/v1", "a/v1beta9", "newer"],
  ["a/v2alpha1", "a/v1", "newer"],
  ["a/v10", "a/v9", "newer"],
  ["a/v1alpha1", "a/v1alpha2", "other"],
  ["a/v1beta1", "a/v1", "other"],
  ["b/v2", "a/v1", "other"],
  ["a/v2/x", "a/v1", "newer"],
  ["a/two", "a/v1", "other"],
  ["a", "a/v1", "other"],
  ["", "a/v1", "other"],
  [null, "a/v1", "other"],
];

for (const [found, known, want] of ages) {
  Deno.test(`compareSchema() calls ${found} beside ${known} ${want}`, () => {
    assertEquals(compareSchema(found, known), want);
  });
}

const healthy: Manifest = {
  record: MANIFEST,
  schema: "sourceos.local-state-store/v1alpha1",
  backend: "filesystem-jsonl",
  initialized: true,
  activeGeneration: 4,
  lastKnownGoodGeneration: 1,
  lanes: ["normal", "priority", "policy"],
};

Deno.test("readManifest() reads the fields that the program uses", () => {
  assertEquals(readManifest({ manifest: manifestEntry() }), healthy);
});

Deno.test("readManifest() takes mistyped fields for absent ones", () => {
  const record = {
    schema: 1,
    backend: null,
    initialized: false,
    active_generation: "4",
    last_known_good_generation: 2n ** 70n,
    lanes: ["normal", 7],
  };
  assertEquals(readManifest({ manifest: { ...manifestEntry(), record } }), {
    record,
    schema: null,
    backend: null,
    initialized: false,
    activeGeneration: null,
    lastKnownGoodGeneration: null,
    lanes: ["normal"],
  });
});

Deno.test("readManifest() takes a generation below zero for none", () => {
  const manifest = manifestEntry({ active_generation: -1, last_known_good_generation: 0 });
  const { activeGeneration, lastKnownGoodGeneration } = readManifest({ manifest }) ?? {};
  assertEquals([activeGeneration, lastKnownGoodGeneration], [null, 0]);
});

Deno.test("readManifest() knows no manifest without a store, or where it could not be read", () => {
  assertEquals(readManifest(null), null);
  assertEquals(readManifest({ manifest: { ...manifestEntry(), state: "not_json", record: null } }), null);
});
