/** Reading current-version: one line, written in place, so that it can be found empty or cut off. */
import type { AppliedVersion } from "../model/content_sync.ts";

/** What the text of the file says; the daemon takes it without the white space around it. */
export function parseVersion(text: string): AppliedVersion {
  const value = text.trim();
  if (value === "") return { state: "empty", value: null, error: "it is empty" };
  if (value.includes("\n")) return { state: "several_lines", value, error: "it has more than one line" };
  if (!text.endsWith("\n")) return { state: "torn", value, error: "its line has no end" };
  return { state: "ok", value, error: null };
}
