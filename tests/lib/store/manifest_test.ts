import { assertEquals } from "@std/assert";
import { type Manifest, readManifest } from "../../../lib/store/manifest.ts";
import { MANIFEST, manifestEntry } from "../../helpers/snapshots.ts";

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
