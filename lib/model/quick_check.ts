/**
 * Checking values against contracts by the hundred thousand: what a contract asks for is looked up once, not each time. For
 * the forms that no contract has much of, the library's errors are asked for: its own check is a part of it that would
 * be read at every start.
 */
import type { Static, TSchema } from "@sinclair/typebox";
import { Errors } from "@sinclair/typebox/errors";
import { isJsonObject } from "../text/json.ts";

type Check = (value: unknown) => boolean;

const quick = new WeakMap<TSchema, Check>();

/** Whether the value is what the schema asks for: the same answer as the library's own. */
export function holds<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  const known = quick.get(schema);
  if (known !== undefined) return known(value);
  const check = checkOf(schema);
  quick.set(schema, check);
  return check(value);
}

/** What a schema may consist of for us to know all that it asks for. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  object: ["type", "properties", "required", "additionalProperties"],
  array: ["type", "items"],
  string: ["type", "minLength", "pattern"],
  integer: ["type", "minimum"],
  boolean: ["type"],
  null: ["type"],
};
const BESIDE = ["description", "title", "$id"];

function checkOf(schema: TSchema): Check {
  const other: Check = (value) => Errors(schema, value).First() === undefined;
  const keys = Object.keys(schema).filter((key) => !BESIDE.includes(key));
  const consists = (of: readonly string[]) => keys.every((key) => of.includes(key));
  if (keys.length === 0) return () => true;
  if (consists(["anyOf"])) return anyOf(subschemas(schema["anyOf"]));
  if (["string", "number"].includes(typeof schema["const"]) && consists(["const", "type"])) {
    const only: unknown = schema["const"];
    return (value) => value === only;
  }
  const type = String(schema["type"]);
  if (type === "object" && consists(["type", "patternProperties"])) return tableOf(schema) ?? other;
  if (!consists(KNOWN[type] ?? [])) return other;
  switch (type) {
    case "object":
      return [undefined, true].includes(schema["additionalProperties"]) ? objectOf(schema) ?? other : other;
    case "array": {
      const [item] = subschemas([schema["items"]]);
      if (item === undefined) return other;
      const check = checkOf(item);
      return (value) => Array.isArray(value) && value.every(check);
    }
    case "string": {
      const shortest = Number(schema["minLength"] ?? 0);
      const pattern: unknown = schema["pattern"];
      const form = pattern === undefined ? null : new RegExp(String(pattern));
      return (value) => typeof value === "string" && value.length >= shortest && (form === null || form.test(value));
    }
    case "integer": {
      const least = Number(schema["minimum"] ?? -Infinity);
      return (value) => Number.isInteger(value) && Number(value) >= least;
    }
    case "boolean":
      return (value) => typeof value === "boolean";
    case "null":
      return (value) => value === null;
    default:
      return other;
  }
}

function anyOf(members: readonly TSchema[]): Check {
  const words = members.map((member): unknown => member["const"]);
  // A closed list of words, as most are.
  if (words.every((word) => typeof word === "string")) {
    const list = new Set<unknown>(words);
    return (value) => list.has(value);
  }
  const checks = members.map(checkOf);
  return (value) => checks.some((check) => check(value));
}

function objectOf(schema: TSchema): Check | null {
  const properties: unknown = schema["properties"];
  if (!isRecord(properties)) return null;
  const required: unknown = schema["required"] ?? [];
  if (!Array.isArray(required)) return null;
  const fields = Object.entries(properties).flatMap(([name, property]) =>
    isSchema(property)
      ? [{ name, check: checkOf(property), isRequired: required.includes(name), isAnything: isAnything(property) }]
      : []
  );
  // What may be anything is asked for only by its name.
  if (fields.some(({ isRequired, isAnything }) => isRequired && isAnything)) return null;
  return (value) => {
    if (!isJsonObject(value)) return false;
    for (const { name, check, isRequired } of fields) {
      const field: unknown = value[name];
      if (field === undefined ? isRequired : !check(field)) return false;
    }
    return true;
  };
}

/** Of an object whose keys have a form; under any other key may stand anything. */
function tableOf(schema: TSchema): Check | null {
  const patterns: unknown = schema["patternProperties"];
  const [first, ...more] = isRecord(patterns) ? Object.entries(patterns) : [];
  if (first === undefined || more.length > 0) return null;
  const [pattern, property] = first;
  if (!isSchema(property)) return null;
  const [form, check] = [new RegExp(pattern), checkOf(property)];
  return (value) =>
    isJsonObject(value) && Object.entries(value).every(([key, field]) => !form.test(key) || check(field));
}

function isAnything(schema: TSchema): boolean {
  return Object.keys(schema).every((key) => BESIDE.includes(key));
}

function subschemas(list: unknown): readonly TSchema[] {
  return Array.isArray(list) ? list.filter(isSchema) : [];
}

function isSchema(value: unknown): value is TSchema {
  return isRecord(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
