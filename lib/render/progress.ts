/** The line that long work shows while it runs. */
import { bytesText, countText } from "../text/numbers.ts";
import type { View } from "./view.ts";
import { displayWidth, wrapText } from "./wrap.ts";

export interface Progress {
  /** What is being done: "Reading the journal". */
  readonly label: string;
  readonly done: number;
  /** Null where the end is not known. */
  readonly total: number | null;
  readonly unit: "bytes" | "count";
}

/** "3 of 12", or "3" where the end is not known. */
export function amountText({ done, total, unit }: Omit<Progress, "label">): string {
  const amount = unit === "bytes" ? bytesText : countText;
  return total === null ? amount(done) : `${amount(done)} of ${amount(total)}`;
}

/** One line, cut to the view's width less one, because many terminals move on when the last column is written. */
export function progressText({ label, done, total, unit }: Progress, view: View): string {
  const share = total === null || total <= 0 ? "" : ` (${Math.min(100, Math.floor((done / total) * 100))} %)`;
  const text = `${label}  ${amountText({ done, total, unit })}${share}`;
  if (view.width === null || displayWidth(text) < view.width) return text;
  return wrapText(text, view.width - 1)[0] ?? "";
}
