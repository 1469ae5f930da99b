/** A moment as a person says it: a time, or how long ago. */
import { parseTimestamp } from "./time.ts";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** In milliseconds since 1970: of `2026-05-05T02:42:39Z`, `2026-05-05`, or `90m` before now; null for anything else. */
export function parseSince(text: string, now: Date): number | null {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const seconds = unit === undefined ? undefined : SECONDS[unit];
  if (count !== undefined && seconds !== undefined) return now.getTime() - Number(count) * seconds * 1000;
  return parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}
