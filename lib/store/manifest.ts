/** The manifest's fields as the program uses them (docs/domain.md, "The store on disk"). */
import { textOf } from "../model/fields.ts";
import { compareSchema } from "../model/format_age.ts";
import { integerField, isJsonObject, type JsonObject, stringField, stringListField } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

export const STORE_SCHEMA = "sourceos.local-state-store/v1alpha1";

export interface Manifest {
  readonly record: JsonObject;
  readonly schema: string | null;
  readonly backend: string | null;
  readonly initialized: boolean;
  readonly activeGeneration: number | null;
  readonly lastKnownGoodGeneration: number | null;
  readonly lanes: readonly string[];
}

/** The manifest, or null where there is none that can be read. */
export function readManifest(store: Pick<StoreSnapshot, "manifest"> | null): Manifest | null {
  const record = store?.manifest.record ?? null;
  if (!isJsonObject(record)) return null;
  return {
    record,
    schema: textOf(record, "schema"),
    backend: stringField(record, "backend"),
    initialized: record["initialized"] !== false,
    activeGeneration: generationField(record, "active_generation"),
    lastKnownGoodGeneration: generationField(record, "last_known_good_generation"),
    lanes: stringListField(record, "lanes"),
  };
}

/** Whether a newer format wrote the store, so that nobody here can tell what must stay as it is (docs/formats.md). */
export function isOfNewerFormat(store: Pick<StoreSnapshot, "manifest"> | null): boolean {
  const schema = readManifest(store)?.schema ?? null;
  return compareSchema(schema, STORE_SCHEMA) === "newer";
}

/** Generations count from 0; below that a number is none. */
function generationField(record: JsonObject, name: string): number | null {
  const value = integerField(record, name);
  return value !== null && value >= 0 ? value : null;
}
