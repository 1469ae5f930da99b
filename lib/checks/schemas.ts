import { textOf, textsOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { Finding } from "../model/documents/health.ts";
import { ObjectRecord } from "../model/records.ts";
import { OBJECT_TYPES } from "../model/vocabulary.ts";
import { plural } from "../text/words.ts";
import { type Check, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { lookupOf, nameOf } from "../store/lookup.ts";
import { createRecordFindings } from "./frame/record_findings.ts";
import { describeSchemas, findGaps, type SchemaTable } from "../store/schema_table.ts";

const CHECK = "schemas";

const VERSION = findingKind(
  "schemas.object-version",
  "error",
  "An object is of a version that no schema describes",
  "Register the schema of that version, or have the object's owner migrate it",
);
const FIELDS = findingKind(
  "schemas.object-fields",
  "error",
  "An object lacks fields that its schema requires",
  "Have the owners of the fields fill them in; nothing here edits a durable record",
);
export const DUPLICATE_VERSION = findingKind(
  "schemas.duplicate-version",
  "warning",
  "Two schemas govern one type and version",
  "Have an owner choose one of the two schemas, and retire the other",
);
const GAP = findingKind(
  "schemas.migration-gap",
  "warning",
  "A schema version between two others is missing, and objects follow the older one",
  "Register the missing version, so that the objects can be migrated step by step, or have their owners migrate " +
    "them at once",
);
const MIXED = findingKind(
  "schemas.half-migrated",
  "info",
  "Objects of one type are of several versions, and nothing in the journal migrates them",
  "Have the owners of the older objects migrate them, or leave them: each is described by the schema of its own version",
);
const UNKNOWN_TYPE = findingKind(
  "schemas.unknown-object-type",
  "warning",
  "Objects are of a type that nothing here knows",
  "Install the program that knows their type, or accept them: they are kept as they are",
);

const KNOWN_TYPES: ReadonlySet<string> = new Set(OBJECT_TYPES);
/** What the contract of every object asks for is told where contracts are checked. */
const ASKED_OF_ALL: ReadonlySet<string> = new Set(ObjectRecord.required);

/** Every object follows a schema that is there and has what that asks for, and schemas leave no doubt and no gap. */
export const schemasCheck: Check = {
  id: CHECK,
  title: "Schemas and what they govern",
  reads: "schemas/ and objects/",
  why: "Without its schema nobody can say whether an object is whole, or bring it to a newer version",
  required: false,
  needs: ["registries"],
  kinds: [VERSION, FIELDS, DUPLICATE_VERSION, GAP, MIXED, UNKNOWN_TYPE],
  run(input) {
    const { store, catalog } = input;
    const lookup = lookupOf(store, catalog);
    const objects = lookup.ofKind("object");
    const table = describeSchemas(lookup.ofKind("schema"), objects, lookup);
    // A schema that cannot be read may be the very one that seems to be missing.
    const complete = !lookup.hasUnreadable("schema");
    const { found, add } = createRecordFindings(CHECK, input);

    const unknownTypes = new Map<string, { readonly first: ReadableRecord; count: number }>();
    for (const object of objects) {
      const type = textOf(object.record, "object_type");
      if (type !== null && !KNOWN_TYPES.has(type)) {
        const before = unknownTypes.get(type);
        if (before === undefined) unknownTypes.set(type, { first: object, count: 1 });
        else before.count++;
      }
      const named = lookup.record("schema", textOf(object.record, "schema_id"));
      const version = textOf(object.record, "schema_version");
      if (named === null || version === null) continue;
      const governing = table.governing(object, named);
      if (governing === null) {
        if (complete) {
          const message = `${nameOf(object)} is of version "${version}", and schema "${named.id}" describes ` +
            `version "${textOf(named.record, "schema_version")}"`;
          add(VERSION, object, message, { schema: named.path, schema_version: version });
        }
        continue;
      }
      const absent = absentFields(object, governing);
      if (absent.length === 0) continue;
      const message = `${nameOf(object)} lacks ${absent.map((field) => `"${field}"`).join(", ")}, ` +
        `which schema "${governing.id}" requires`;
      add(FIELDS, object, message, { fields: absent, schema: governing.path });
    }
    for (const [type, { first, count }] of unknownTypes) {
      const message = `${count === 1 ? "An object is" : `${count} objects are`} of unknown type "${type}", ` +
        `${count === 1 ? "" : "the first "}"${first.id ?? first.path}"`;
      add(UNKNOWN_TYPE, first, message, { object_type: type, objects: count });
    }
    reportSchemas(table, complete, add);
    // Where the journal migrates anything a migration goes on, and a lazy one takes its time.
    if (!store.journal.lanes.some(({ lane, events }) => lane === "migration" && events > 0)) reportMixed(table, add);
    return findings(found);
  },
};

function reportSchemas(
  table: SchemaTable,
  complete: boolean,
  add: (kind: FindingKind, record: ReadableRecord, message: string, evidence: Finding["evidence"]) => void,
): void {
  for (const { type, version, kept, others } of table.duplicates) {
    for (const other of others) {
      const message = `${nameOf(other)} governs type "${type}" in version "${version}", and so does "${kept.id}"`;
      add(DUPLICATE_VERSION, other, message, { other: kept.path, object_type: type, schema_version: version });
    }
  }
  if (!complete) return;
  for (const { type, older, newer, missing, objects } of findGaps(table)) {
    const message = `${nameOf(newer)} follows schema "${older.id ?? older.path}", without ${missing} between: ` +
      `${plural(objects, "object")} of type "${type}" cannot be migrated step by step`;
    add(GAP, newer, message, { older: older.path, missing, object_type: type, objects });
  }
}

function reportMixed(
  { mixed }: SchemaTable,
  add: (kind: FindingKind, record: ReadableRecord, message: string, evidence: Finding["evidence"]) => void,
): void {
  for (const { type, versions } of mixed) {
    const counts = versions.map(({ version, objects }) => `${objects} of version "${version}"`).join(", ");
    for (const { schema } of versions.slice(-1)) {
      add(MIXED, schema, `Objects of type "${type}" are half migrated: ${counts}`, {
        object_type: type,
        versions: Object.fromEntries(versions.map(({ version, objects }) => [version, objects])),
      });
    }
  }
}

const GONE: readonly (string | null)[] = ["deleted", "tombstoned"];

/** A tombstone keeps what names it, and may have given up the rest. */
function absentFields({ record }: ReadableRecord, schema: ReadableRecord): readonly string[] {
  if (GONE.includes(textOf(record, "state"))) return [];
  return textsOf(schema.record, "required_fields")
    .filter((field) => !Object.hasOwn(record, field) && !ASKED_OF_ALL.has(field));
}
