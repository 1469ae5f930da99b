/** The few TypeBox forms that every contract of ours is written with: one definition, a type and a JSON Schema. */
import * as Type from "@sinclair/typebox";
import type { SchemaOptions, Static, TSchema } from "@sinclair/typebox";
import type { JsonObject } from "../text/json.ts";

// A free-form JSON object is readonly as it is, and mapping over it would never end.
type DeepReadonly<T> = T extends readonly (infer Item)[] ? readonly DeepReadonly<Item>[]
  : T extends object ? JsonObject extends T ? T : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
  : T;

/** The readonly TypeScript type of a contract. */
export type Shape<Schema extends TSchema> = DeepReadonly<Static<Schema>>;

/** One of a closed list of strings. */
export function oneOf<const Values extends readonly string[]>(values: Values, options: SchemaOptions = {}) {
  return Type.Union(values.map((value: Values[number]) => Type.Literal(value)), options);
}

/** The schema's value, or null where it is unknown. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** Any JSON object, kept as it was stored. */
export const AnyJsonObject = Type.Unsafe<JsonObject>(Type.Object({}, { additionalProperties: true }));

/** A count: 0 or more. */
export const Count = Type.Integer({ minimum: 0 });

/** UTC, ISO 8601 with `Z`, second precision (docs/domain.md, "The store on disk"). */
export const Timestamp = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$" });

/** A SHA-256 in lower-case hex. */
export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });
