/** Which schema governs which type and version, and how many objects follow it. */
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "./catalog.ts";
import { compareCodePoints } from "../text/order.ts";
import type { Lookup } from "./lookup.ts";

interface Duplicate {
  readonly type: string;
  readonly version: string;
  /** The schema that most objects name. */
  readonly kept: ReadableRecord;
  readonly others: readonly ReadableRecord[];
}

export interface SchemaTable {
  /**
   * The schema for the object's own version: the one that it names, else another of that type. A schema may govern
   * objects of other types than its own, as the one for all source objects does.
   */
  governing(object: ReadableRecord, named: ReadableRecord): ReadableRecord | null;
  readonly duplicates: readonly Duplicate[];
  readonly types: ReadonlyMap<string, ReadonlyMap<string, ReadableRecord>>;
  /** How many objects are of that type and version. */
  followers(type: string, version: string): number;
  readonly mixed: readonly MixedType[];
}

interface Gap {
  readonly type: string;
  readonly older: ReadableRecord;
  readonly newer: ReadableRecord;
  /** Such as `v2` or `v2 to v4`. */
  readonly missing: string;
  /** How many objects follow the older version, or one before it. */
  readonly objects: number;
}

/** A type of which objects follow several versions that schemas describe. */
interface MixedType {
  readonly type: string;
  /** How many objects follow each version that a schema describes, by code point of the version. */
  readonly versions: readonly {
    readonly version: string;
    readonly objects: number;
    readonly schema: ReadableRecord;
  }[];
}

export function describeSchemas(
  schemas: readonly ReadableRecord[],
  objects: readonly ReadableRecord[],
  lookup: Lookup,
): SchemaTable {
  const named = new Map<ReadableRecord, number>();
  const followers = new Map<string, Map<string, number>>();
  for (const object of objects) {
    const schema = lookup.record("schema", textOf(object.record, "schema_id"));
    const version = textOf(object.record, "schema_version");
    if (schema === null || version === null) continue;
    named.set(schema, (named.get(schema) ?? 0) + 1);
    const type = textOf(schema.record, "object_type") ?? "";
    const versions = followers.get(type) ?? new Map<string, number>();
    followers.set(type, versions.set(version, (versions.get(version) ?? 0) + 1));
  }

  const groups = new Map<string, Map<string, ReadableRecord[]>>();
  for (const schema of schemas) {
    const type = textOf(schema.record, "object_type");
    const version = textOf(schema.record, "schema_version");
    if (type === null || version === null) continue;
    const versions = groups.get(type) ?? new Map<string, ReadableRecord[]>();
    const same = versions.get(version) ?? [];
    same.push(schema);
    groups.set(type, versions.set(version, same));
  }
  const types = new Map<string, Map<string, ReadableRecord>>();
  const duplicates: Duplicate[] = [];
  for (const [type, versions] of groups) {
    const chosen = new Map<string, ReadableRecord>();
    types.set(type, chosen);
    for (const [version, group] of versions) {
      const [kept, ...rest] = group.toSorted((left, right) =>
        (named.get(right) ?? 0) - (named.get(left) ?? 0) || compareCodePoints(left.id ?? "", right.id ?? "")
      );
      if (kept === undefined) continue;
      chosen.set(version, kept);
      // Two files with one id are told by their id.
      const others = rest.filter((schema) => schema.id !== kept.id);
      if (others.length > 0) duplicates.push({ type, version, kept, others });
    }
  }

  return {
    types,
    duplicates,
    followers: (type, version) => followers.get(type)?.get(version) ?? 0,
    mixed: [...followers].flatMap(([type, counts]) => {
      const versions = [...counts].flatMap(([version, objects]) => {
        const schema = types.get(type)?.get(version);
        return schema === undefined ? [] : [{ version, objects, schema }];
      }).sort((left, right) => compareCodePoints(left.version, right.version));
      return versions.length < 2 ? [] : [{ type, versions }];
    }),
    governing(object, schema) {
      const version = textOf(object.record, "schema_version") ?? "";
      if (textOf(schema.record, "schema_version") === version) return schema;
      return types.get(textOf(schema.record, "object_type") ?? "")?.get(version) ??
        types.get(textOf(object.record, "object_type") ?? "")?.get(version) ?? null;
    },
  };
}

/**
 * Numbered versions (`v1`, `v3`) between which one is missing, where objects still follow the older one or one before
 * it. A gap that no object has to cross, and versions that are no numbers, are none.
 */
export function findGaps({ types, followers }: SchemaTable): readonly Gap[] {
  return [...types].flatMap(([type, versions]) => {
    const numbered = [...versions]
      .flatMap(([version, schema]) => /^v\d{1,9}$/.test(version) ? [{ number: Number(version.slice(1)), schema }] : [])
      .sort((left, right) => left.number - right.number);
    let behind = 0;
    return numbered.flatMap(({ number, schema }, index) => {
      const older = numbered[index - 1];
      const objects = behind;
      behind += followers(type, `v${number}`);
      if (older === undefined || number - older.number < 2 || objects === 0) return [];
      const first = `v${older.number + 1}`;
      const missing = number - older.number === 2 ? first : `${first} to v${number - 1}`;
      return [{ type, older: older.schema, newer: schema, missing, objects }];
    });
  });
}
