/** Whether a record keeps its contract (docs/domain.md, "Record contracts"). */
import type { TSchema } from "@sinclair/typebox";
import { Errors, type ValueError } from "@sinclair/typebox/errors";
import type { JsonObject } from "../text/json.ts";
import type { RecordKind } from "../model/kinds.ts";
import { CONTRACTS } from "../model/record_contracts.ts";
import { holds } from "../model/quick_check.ts";

export interface Violation {
  /** The field, as a path such as `decision_card.options.0`. */
  readonly field: string;
  readonly message: string;
}

/** Every field in which the record breaks the contract of its kind, one violation a field; unknown fields are lawful. */
export function checkContract(kind: RecordKind, record: JsonObject): readonly Violation[] {
  const contract = CONTRACTS[kind];
  if (holds(contract, record)) return [];
  const byField = new Map<string, Violation>();
  for (const error of Errors(contract, record)) {
    const violation = violationOf(error);
    if (!byField.has(violation.field)) byField.set(violation.field, violation);
  }
  return [...byField.values()];
}

/** The first of them; null where the record keeps its contract. Of many broken records nobody needs more. */
export function firstViolation(kind: RecordKind, record: JsonObject): Violation | null {
  const contract = CONTRACTS[kind];
  if (holds(contract, record)) return null;
  const first = Errors(contract, record).First();
  return first === undefined ? null : violationOf(first);
}

function violationOf({ path, value, schema }: ValueError): Violation {
  const field = path.slice(1).replaceAll("/", ".");
  return { field, message: violationText(field, value, schema) };
}

function violationText(field: string, value: unknown, schema: TSchema): string {
  if (value === undefined) return `Field "${field}" is required and absent`;
  const allowed = allowedValues(schema);
  const shown = typeof value === "string" ? `"${value}"` : describe(value);
  if (allowed.length > 0) return `Field "${field}" is ${shown}, not one of ${allowed.join(", ")}`;
  if (value === "") return `Field "${field}" is empty`;
  return `Field "${field}" is ${describe(value)}, not ${describeSchema(schema)}`;
}

function allowedValues(schema: TSchema): readonly string[] {
  const members: unknown = schema["anyOf"];
  if (!Array.isArray(members)) return [];
  return members.flatMap((member: unknown) => {
    if (typeof member !== "object" || member === null) return [];
    if ("const" in member) return [String(member.const)];
    return "anyOf" in member && Array.isArray(member.anyOf)
      ? member.anyOf.flatMap((inner: unknown) =>
        typeof inner === "object" && inner !== null && "const" in inner ? [String(inner.const)] : []
      )
      : [];
  });
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "bigint") return "a number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function describeSchema(schema: TSchema): string {
  const type: unknown = schema["type"];
  const members: unknown = schema["anyOf"];
  if (Array.isArray(members)) return members.map(describeSchema).join(" or ");
  if (type === "array") return "a list";
  if (type === "object") return "an object";
  if (type === "null") return "null";
  return typeof type === "string" ? `a ${type}` : "of the type that its contract names";
}
