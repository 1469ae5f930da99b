/**
 * Integers beyond 2^53 in a query. The JMESPath library computes with doubles: it would take two integers for one, or
 * answer null. Here they are compared, sorted and written rightly, and what cannot be computed rightly is refused.
 */
import type { JSONValue as QueryValue } from "@jmespath-community/jmespath";
import { isJsonObject, type JsonValue } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { parseJson } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";

type Library = typeof import("@jmespath-community/jmespath");
/** A parsed expression, as the library makes it. */
export type QueryNode = ReturnType<Library["compile"]>;
type Literal = Extract<QueryNode, { readonly type: "Literal" }>;

/** What stands for an integer of many digits in an expression, whose literals the library reads as doubles. */
const MARK = "\u{0}integer ";
const MARKED = /^\0integer (-?\d+)$/;

const COMPARE = "exact_compare";
const OPERAND = "exact_operand";
const RESULT = "exact_result";

/** Functions of the library that compute with doubles, or compare them. */
const OF_DOUBLES = new Set(["abs", "avg", "ceil", "floor", "max", "max_by", "min", "min_by", "sort_by", "sum"]);

/** The expression with the integers of its literals in a form that keeps their digits. */
export function markIntegers(expression: string, tokenize: Library["tokenize"]): string {
  let marked = "";
  let from = 0;
  for (const { start } of tokenize(expression)) {
    if (start < from || expression[start] !== "`") continue;
    const raw = /`((?:[^`\\]|\\.)*)`/sy;
    raw.lastIndex = start;
    const [whole, text] = raw.exec(expression) ?? [];
    const parsed = parseJson(text?.replaceAll("\\`", "`") ?? "");
    if (whole === undefined || !parsed.ok || !holdsBigint(parsed.value)) continue;
    const json = stringifyJson(marking(parsed.value)).replaceAll("`", "\\`");
    marked += `${expression.slice(from, start)}\`${json}\``;
    from = start + whole.length;
  }
  return marked + expression.slice(from);
}

function holdsBigint(value: JsonValue): boolean {
  if (isJsonObject(value)) return Object.values(value).some(holdsBigint);
  return Array.isArray(value) ? value.some(holdsBigint) : typeof value === "bigint";
}

function marking(value: JsonValue): JsonValue {
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, marking(one)]));
  if (Array.isArray(value)) return value.map(marking);
  return typeof value === "bigint" ? `${MARK}${value}` : value;
}

/** The expression with every comparison and computation of numbers replaced by the functions of `registerExact()`. */
export function withExactNumbers(node: QueryNode, handOver: (value: unknown) => QueryValue): QueryNode {
  const inner = (one: QueryNode): QueryNode => withExactNumbers(one, handOver);
  const literal = (value: string): Literal => ({ type: "Literal", value });
  const call = (name: string, ...children: QueryNode[]): QueryNode => ({ type: "Function", name, children });
  const operand = (of: string, one: QueryNode) => call(OPERAND, literal(of), inner(one));
  switch (node.type) {
    case "Literal":
      return { ...node, value: handOver(unmarked(node.value)) };
    case "Comparator":
      return node.name === "EQ" || node.name === "NE"
        ? { ...node, left: inner(node.left), right: inner(node.right) }
        : call(COMPARE, literal(node.name), inner(node.left), inner(node.right));
    case "Arithmetic": {
      const [left, right] = [operand(node.operator, node.left), operand(node.operator, node.right)];
      return call(RESULT, literal(node.operator), { ...node, left, right });
    }
    case "Unary":
      return { ...node, operand: operand(node.operator, node.operand) };
    case "Function": {
      if (!OF_DOUBLES.has(node.name)) return { ...node, children: node.children.map(inner) };
      const children = node.children.map((child): QueryNode =>
        child.type === "ExpressionReference"
          ? { ...child, child: operand(node.name, child.child) }
          : operand(node.name, child)
      );
      return call(RESULT, literal(node.name), { ...node, children });
    }
    case "ExpressionReference":
    case "Flatten":
    case "NotExpression":
      return { ...node, child: inner(node.child) };
    case "AndExpression":
    case "IndexExpression":
    case "OrExpression":
    case "Pipe":
    case "Projection":
    case "Subexpression":
    case "ValueProjection":
      return { ...node, left: inner(node.left), right: inner(node.right) };
    case "FilterProjection":
      return { ...node, left: inner(node.left), right: inner(node.right), condition: inner(node.condition) };
    case "MultiSelectHash":
      return { ...node, children: node.children.map((pair) => ({ ...pair, value: inner(pair.value) })) };
    case "MultiSelectList":
      return { ...node, children: node.children.map(inner) };
    case "LetExpression": {
      const bindings = node.bindings.map((one) => ({ ...one, reference: inner(one.reference) }));
      return { ...node, bindings, expression: inner(node.expression) };
    }
    case "Binding":
      return { ...node, reference: inner(node.reference) };
    case "Ternary": {
      const [condition, trueExpr, falseExpr] = [inner(node.condition), inner(node.trueExpr), inner(node.falseExpr)];
      return { ...node, condition, trueExpr, falseExpr };
    }
    default:
      return node;
  }
}

function unmarked(value: unknown): JsonValue {
  if (typeof value === "string") {
    const digits = MARKED.exec(value)?.[1];
    return digits === undefined ? value : BigInt(digits);
  }
  if (Array.isArray(value)) return value.map(unmarked);
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unmarked(one)]));
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

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
