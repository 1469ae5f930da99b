/** Times as people read them: as stored in UTC, with how long ago that was, or in the zone where they are. */
import { isJsonObject } from "../text/json.ts";
import { ageText } from "../text/numbers.ts";
import { isTimestamp } from "../text/time.ts";
import { NO_BREAK_SPACE } from "./wrap.ts";

/** Without a choice a terminal shows ages behind times in UTC, and everything else the times alone. */
export type ShownTimes = "utc" | "local" | null;

/** Fields with words to type, which have to stay as they are. */
const TYPED = new Set(["command", "commands"]);

interface Reader {
  readonly isTerminal: boolean;
  readonly now: Date;
  /** Minutes that the reader's clocks are ahead of UTC at a moment. */
  minutesAhead(moment: Date): number;
}

/** The data with each text that is nothing but a timestamp as the reader is to see it. */
export function withTimes<Data>(data: Data, shown: ShownTimes, { isTerminal, now, minutesAhead }: Reader): Data {
  if (shown === "local") return mapped(data, (time) => localText(time, minutesAhead(new Date(time))));
  if (shown === "utc" || !isTerminal) return data;
  return mapped(
    data,
    (time, isAged) => isAged ? time : `${time} (${ageText(time, now)?.replaceAll(" ", NO_BREAK_SPACE)})`,
  );
}

/** `2026-05-05T04:42:39+02:00` */
function localText(timestamp: string, minutesAhead: number): string {
  const clock = new Date(Date.parse(timestamp) + minutesAhead * 60_000).toISOString().slice(
    0,
    "0000-00-00T00:00:00".length,
  );
  const [hours, minutes] = [Math.floor(Math.abs(minutesAhead) / 60), Math.abs(minutesAhead) % 60]
    .map((part) => String(part).padStart(2, "0"));
  return `${clock}${minutesAhead < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** @param tell is told too whether the object that the time stands in tells its age in `age_seconds`, with which it is shown already */
function mapped<Data>(data: Data, tell: (timestamp: string, isAged: boolean) => string): Data {
  const mappedValue = (value: unknown, isAged: boolean): unknown => {
    if (typeof value === "string") return isTimestamp(value) ? tell(value, isAged) : value;
    if (Array.isArray(value)) return value.map((item) => mappedValue(item, false));
    if (!isJsonObject(value)) return value;
    const tellsItsAge = Object.hasOwn(value, "age_seconds");
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, TYPED.has(name) ? field : mappedValue(field, tellsItsAge)]),
    );
  };
  // Text stays text and every field stays where it is, which the type checker cannot see.
  return mappedValue(data, false) as Data;
}
