/** Numbers, sizes and times as people read them: the same on every host, whatever its locale and time zone. */

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const TIME_UNITS = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]] as const;

/** The number with thousands separators: 12,345. */
export function countText(count: number | bigint): string {
  const [whole = "", fraction] = String(count).split(".");
  const grouped = /^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A size in bytes, in binary units and with at most one decimal: 512 B, 1.5 KiB, 3 MiB. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1,023.95 and more would be rounded to 1,024 of the smaller unit.
  while (value >= (unit === 0 ? 1024 : 1023.95) && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${countText(Math.round(value * 10) / 10)} ${BYTE_UNITS[unit]}`;
}

/** A duration by its two largest units: 3 h 5 min, 45 s, 0 s. Takes seconds; parts of one are dropped. */
export function durationText(seconds: number): string {
  const total = Math.floor(Math.abs(seconds));
  const first = TIME_UNITS.findIndex(([, size]) => total >= size);
  if (first === -1) return "0 s";
  const parts: string[] = [];
  let rest = total;
  for (const [name, size] of TIME_UNITS.slice(first, first + 2)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${countText(amount)} ${name}`);
  }
  return parts.join(" ");
}

/** How long before `now` a timestamp lies: "3 h 5 min ago", "in 5 min", "now"; null where it is no time. */
export function ageText(timestamp: string, now: Date): string | null {
  const seconds = Math.floor(now.getTime() / 1000) - Math.floor(Date.parse(timestamp) / 1000);
  if (!Number.isFinite(seconds)) return null;
  if (seconds === 0) return "now";
  return seconds > 0 ? `${durationText(seconds)} ago` : `in ${durationText(seconds)}`;
}
