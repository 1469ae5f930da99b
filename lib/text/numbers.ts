/** Numbers, sizes and times as people read them: the same on every host, whatever its locale and time zone. */
import { format as formatDuration } from "@std/fmt/duration";

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const SECONDS_OF_UNIT: readonly number[] = [86_400, 3_600, 60, 1];

/** The number with thousands separators: 12,345. */
export function countText(count: number | bigint): string {
  const [whole = "", fraction] = String(count).split(".");
  const grouped = /^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A size in bytes, in binary units and with at most one decimal: 512 B, 1.5 KiB, 3 MiB. (@std/fmt/bytes writes kiB.) */
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

/** A duration by its two largest units: 3h 5m, 45s, 0s. Takes seconds; parts of one are dropped. */
export function durationText(seconds: number): string {
  return cutDuration(seconds, 2);
}

/** The duration by so many of its largest units. */
function cutDuration(seconds: number, units: 1 | 2): string {
  const total = Math.floor(Math.abs(seconds));
  const largest = SECONDS_OF_UNIT.findIndex((size) => total >= size);
  const whole = (total - total % (SECONDS_OF_UNIT[largest + units - 1] ?? 1)) * 1000;
  return whole === 0 ? "0s" : formatDuration(whole, { style: "narrow", ignoreZero: true });
}

/** How long before `now` a timestamp lies, by its largest unit: "3h ago", "in 5m", "now"; null where it is no time. */
export function ageText(timestamp: string, now: Date): string | null {
  const seconds = Math.floor(now.getTime() / 1000) - Math.floor(Date.parse(timestamp) / 1000);
  if (!Number.isFinite(seconds)) return null;
  if (seconds === 0) return "now";
  return seconds > 0 ? `${cutDuration(seconds, 1)} ago` : `in ${cutDuration(seconds, 1)}`;
}

/** Permission bits as chmod takes them: 0640. */
export function modeText(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
