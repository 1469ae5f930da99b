/** The functions that a query knows beyond the library's own, or instead of them: exact for integers of any size. */
import type { JSONValue as QueryValue } from "@jmespath-community/jmespath";
import { compareCodePoints } from "../text/order.ts";
import { parseJson } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { COMPARE, OPERAND, RESULT } from "./query_numbers.ts";

type Library = typeof import("@jmespath-community/jmespath");

/** Teaches the library the functions that `withExactNumbers()` names; `tell` hears what a person may not expect. */
export function registerExact(
  library: Library,
  handOver: (value: unknown) => QueryValue,
  tell: (note: string) => void,
): void {
  const any = { types: [library.TYPE_ANY] };
  const list = { types: [library.TYPE_ARRAY] };
  const known: readonly (readonly [string, (values: readonly unknown[]) => unknown, { types: number[] }[]])[] = [
    [COMPARE, ([operator, left, right]) => compare(operator, left, right, tell), [any, any, any]],
    [OPERAND, ([of, value]) => operandOf(of, value), [any, any]],
    [RESULT, ([of, value]) => resultOf(of, value), [any, any]],
    ["sort", ([items]) => sorted(items), [list]],
    ["to_number", ([value]) => toNumber(value), [any]],
    ["to_string", ([value]) => typeof value === "string" ? value : stringifyJson(value), [any]],
    ["type", ([value]) => typeName(value), [any]],
  ];
  for (const [name, apply, signature] of known) {
    library.registerFunction(name, (values) => handOver(apply(values)), signature, { override: true });
  }
}

function compare(operator: unknown, left: unknown, right: unknown, tell: (note: string) => void): boolean | null {
  if (!isNumber(left) || !isNumber(right)) {
    if (typeof left === "string" && typeof right === "string") {
      tell(
        "The query compares texts with < or >, which JMESPath answers with null: compare numbers, or texts by == and !=",
      );
    }
    return null;
  }
  switch (operator) {
    case "GT":
      return left > right;
    case "GTE":
      return left >= right;
    case "LT":
      return left < right;
    default:
      return left <= right;
  }
}

/** @throws RangeError where it is an integer, or a list with one, that a double cannot hold. */
function operandOf(of: unknown, value: unknown): unknown {
  const integer = (Array.isArray(value) ? value : [value]).find((one) => typeof one === "bigint");
  if (integer === undefined) return value;
  throw new RangeError(`${of} cannot compute with ${integer}, which is beyond 2^53: compare or sort such integers`);
}

/** @throws RangeError where it is an integer of which digits may be lost. */
function resultOf(of: unknown, value: unknown): unknown {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  throw new RangeError(`the result of ${of} is an integer beyond 2^53, of which digits would be lost`);
}

/** Numbers by size, text by code point, as JMESPath has it (the library sorts numbers as text). */
function sorted(list: unknown): unknown {
  const items: unknown[] = Array.isArray(list) ? [...list] : [];
  if (items.every(isNumber)) return items.sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  if (items.every((one) => typeof one === "string")) return items.sort(compareCodePoints);
  throw new TypeError("sort() takes a list of numbers, or a list of texts");
}

function toNumber(value: unknown): unknown {
  if (isNumber(value)) return value;
  const parsed = typeof value === "string" ? parseJson(value) : null;
  return parsed?.ok === true && isNumber(parsed.value) ? parsed.value : null;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "bigint" ? "number" : typeof value;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
