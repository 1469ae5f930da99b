/**
 * JSON as the store holds it.
 *
 * Integers beyond 2^53 are read as `bigint`, so that their digits survive (docs/domain.md, "How the reference daemon behaves").
 */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether the value is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's own field as a string, or null where it is absent or of another type. */
export function stringField(object: JsonObject | null, name: string): string | null {
  const value = object !== null && Object.hasOwn(object, name) ? object[name] : null;
  return typeof value === "string" ? value : null;
}

/** The strings in the object's own list field; an absent or mistyped field is an empty list. */
export function stringListField(object: JsonObject | null, name: string): readonly string[] {
  const value = object !== null && Object.hasOwn(object, name) ? object[name] : null;
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The object's own field as a safe integer, or null where it is absent or something else. */
export function integerField(object: JsonObject | null, name: string): number | null {
  const value = object !== null && Object.hasOwn(object, name) ? object[name] : null;
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}
