/** What is found at a path of the store. */
import type { FileDigest } from "../model/change.ts";

export type Seen =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly digest: FileDigest }
  /** A link, a FIFO, a folder, or below one that is no real folder of the store: never opened. */
  | { readonly kind: "other"; readonly what: string };

/** Whether that is what should be there; null is absence. */
export function isSeen(seen: Seen, expected: FileDigest | null): boolean {
  if (seen.kind === "other") return false;
  if (seen.kind === "absent" || expected === null) return seen.kind === "absent" && expected === null;
  return seen.digest.sha256 === expected.sha256 && seen.digest.bytes === expected.bytes;
}

/** How what is there differs from what should be, in words; null where it does not. */
export function describeDifference(path: string, seen: Seen, expected: FileDigest | null): string | null {
  if (isSeen(seen, expected)) return null;
  if (seen.kind === "absent") return `"${path}" is gone`;
  if (seen.kind === "other") return `"${path}" is ${seen.what}`;
  if (expected === null) return `"${path}" is there already`;
  return seen.digest.bytes === expected.bytes
    ? `"${path}" holds other bytes`
    : `"${path}" has ${seen.digest.bytes} bytes, not ${expected.bytes}`;
}
