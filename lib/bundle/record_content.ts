/** What of a record is its content, beside what the writer adds to every record. */
import type { JsonObject } from "../text/json.ts";
import { canonicalJson } from "../text/stringify_json.ts";

/** What the writer adds to a record or overwrites in it, so that it says nothing of the content. */
const WRITER_FIELDS = ["record_id", "updated_at"];

/** The record's content as one text: equal texts are equal contents. Its format counts only where it is not the known one. */
export function contentText(record: JsonObject, knownSchema: string): string {
  const content = Object.fromEntries(
    Object.entries(record).filter(([field, value]) =>
      !WRITER_FIELDS.includes(field) && !(field === "schema" && value === knownSchema)
    ),
  );
  return canonicalJson(content);
}
