/** Times as people at a terminal read them: how long ago, behind the moment itself. */
import { isJsonObject } from "../text/json.ts";
import { ageText } from "../text/numbers.ts";
import { isTimestamp } from "../text/time.ts";

/** Fields with words to type, which have to stay as they are. */
const TYPED = new Set(["command", "commands"]);

/**
 * The data with each text that is nothing but a timestamp as `2026-05-05T02:42:39Z, 3h ago`.
 *
 * An object that tells its age in `age_seconds` is shown with that already.
 */
export function withAges<Data>(data: Data, now: Date): Data {
  // Text stays text and every field stays where it is, which the type checker cannot see.
  return agedValue(data, now) as Data;
}

function agedValue(value: unknown, now: Date): unknown {
  if (typeof value === "string") return isTimestamp(value) ? `${value}, ${ageText(value, now)}` : value;
  if (Array.isArray(value)) return value.map((item) => agedValue(item, now));
  if (!isJsonObject(value)) return value;
  const tellsItsAge = Object.hasOwn(value, "age_seconds");
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      TYPED.has(name) || (tellsItsAge && typeof field === "string") ? field : agedValue(field, now),
    ]),
  );
}
