/** `--query`: what a JMESPath expression picks from a document. */
import type { JSONValue as QueryValue } from "@jmespath-community/jmespath";
import { isJsonObject, type JsonValue } from "../text/json.ts";
import { registerExact } from "./query_functions.ts";
import { markIntegers, withExactNumbers } from "./query_numbers.ts";

type QueryResult =
  /** `notes` tell a person what JMESPath makes of the expression that may not be expected. */
  | { readonly ok: true; readonly value: JsonValue; readonly notes: readonly string[] }
  /** The expression is malformed, or asks for what the document cannot give: a usage error. */
  | { readonly ok: false; readonly message: string };

/** Applies a JMESPath expression to a document; integers of any size are handled rightly, or refused. */
export async function runQuery(document: unknown, expression: string): Promise<QueryResult> {
  // Loaded only here: most commands run without a query.
  const library = await import("@jmespath-community/jmespath");
  const notes = new Set<string>();
  registerExact(library, bare, (note) => notes.add(note));
  try {
    const node = withExactNumbers(library.compile(markIntegers(expression, library.tokenize)), bare);
    return { ok: true, value: ordinary(library.TreeInterpreter.search(node, bare(document))), notes: [...notes] };
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
