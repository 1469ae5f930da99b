/** Notes of a store, changed one field at a time: what somebody makes who edits them. */
import type { JsonValue } from "../../lib/text/json.ts";

/** What is put in the place of a field; undefined takes it away. */
export type Edit = JsonValue | undefined;

/** A copy of the document in which the field at this path, such as `steps.0.scope`, is another. */
export function edited(document: unknown, path: string, value: Edit): unknown {
  const [name = "", ...deeper] = path.split(".");
  const inner = (found: unknown) => deeper.length === 0 ? value : edited(found, deeper.join("."), value);
  if (Array.isArray(document) && Number(name) < document.length) {
    const items = document.map((item, index) => String(index) === name ? inner(item) : item);
    return deeper.length === 0 && value === undefined ? items.filter((_, index) => String(index) !== name) : items;
  }
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, name)) {
    throw new RangeError(`There is no field "${path}"`);
  }
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, found]) => {
      const next = key === name ? inner(found) : found;
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

/** The path of every field of a document, lists and objects themselves before what is in them. */
export function fieldsOf(document: unknown, above = ""): readonly string[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => {
    const path = above === "" ? key : `${above}.${key}`;
    return [path, ...fieldsOf(value, path)];
  });
}

/** A value of another type for the field at that path, and others of its own. */
export function otherValues(document: unknown, path: string): readonly Edit[] {
  const value = path.split(".").reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null ? Object.entries(found).find(([key]) => key === name)?.[1] : null,
    document,
  );
  if (typeof value === "string") return [1, null, "", `${value}x`, "\0", "../x"];
  if (typeof value === "number") return [`${value}`, null, value + 1, -1, 0.5, 1e300];
  if (typeof value === "boolean") return [!value, "true", null];
  if (Array.isArray(value)) return value.length === 0 ? [{}, null, ["x"]] : [{}, null, []];
  return value === null ? [0, "x", {}] : [[], {}, "x"];
}
