/**
 * Integers beyond 2^53 in a query. The JMESPath library computes with doubles: it would take two integers for one, or
 * answer null. Here they are compared, sorted and written rightly, and what cannot be computed rightly is refused.
 */
import type { JSONValue as QueryValue } from "@jmespath-community/jmespath";
import { isJsonObject, type JsonValue } from "../text/json.ts";
import { parseJson } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";

type Library = typeof import("@jmespath-community/jmespath");
/** A parsed expression, as the library makes it. */
type QueryNode = ReturnType<Library["compile"]>;
type Literal = Extract<QueryNode, { readonly type: "Literal" }>;

/** What stands for an integer of many digits in an expression, whose literals the library reads as doubles. */
const MARK = "\u{0}integer ";
const MARKED = /^\0integer (-?\d+)$/;

/** The functions of query_functions.ts that stand for comparisons, for what a function is given, and for what it gives. */
export const COMPARE = "exact_compare";
export const OPERAND = "exact_operand";
export const RESULT = "exact_result";

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

/** The expression with every comparison and computation of numbers replaced by functions of query_functions.ts. */
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
