/** `--query`: what a JMESPath expression picks from a document. */
import type { JSONValue as QueryValue } from "@jmespath-community/jmespath";
import { isJsonObject, type JsonValue } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";

type QueryResult =
  | { readonly ok: true; readonly value: JsonValue }
  /** The expression is malformed, or asks for what the document cannot give: a usage error. */
  | { readonly ok: false; readonly message: string };

/**
 * Applies a JMESPath expression to a document.
 *
 * Integers beyond 2^53 pass through with all their digits; comparisons and functions do not take them for numbers.
 */
export async function runQuery(document: unknown, expression: string): Promise<QueryResult> {
  // Loaded only here: most commands run without a query.
  const library = await import("@jmespath-community/jmespath");
  // The library sorts numbers as text: 10 before 9.
  const listOf = { types: [library.TYPE_ARRAY_STRING, library.TYPE_ARRAY_NUMBER] };
  library.registerFunction("sort", ([list]) => sorted(list), [listOf], { override: true });
  try {
    return { ok: true, value: ordinary(library.search(bare(document), expression)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `Cannot apply the query "${expression}": ${reason}` };
  }
}

/** A copy whose objects inherit nothing: the library reads fields without asking whose they are (`constructor`). */
function bare(value: unknown): QueryValue {
  if (isJsonObject(value)) {
    const copy: Record<string, QueryValue> = Object.create(null);
    for (const [key, item] of Object.entries(value)) copy[key] = bare(item);
    return copy;
  }
  if (Array.isArray(value)) return value.map(bare);
  // The library's types know no bigint; what it does not look into it hands through.
  return value as QueryValue;
}

/** Numbers by size, text by code point, as JMESPath has it. */
function sorted(list: unknown): QueryValue {
  const items: QueryValue[] = Array.isArray(list) ? [...list] : [];
  return items.sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : compareCodePoints(`${a}`, `${b}`)
  );
}

function ordinary(value: unknown): JsonValue {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ordinary(item)]));
  }
  if (Array.isArray(value)) return value.map(ordinary);
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw new RangeError("the result is not a finite number");
    default:
      return null;
  }
}
