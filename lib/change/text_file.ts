/** A file that is still a text: its digest, and the change that writes it. */
import type { ChangeWithContent, FileDigest } from "../model/change.ts";
import { keptBefore } from "./paths.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** The hash and length of the text's UTF-8 bytes. */
export function digestOfText(text: string, sha256Hex: Sha256Hex): FileDigest {
  return { sha256: sha256Hex(text), bytes: new TextEncoder().encode(text).length };
}

interface TextFile {
  readonly path: string;
  readonly text: string;
  /** Makes the text again when it is written, so that not all are held at once. */
  readonly make?: () => string;
  /** What is there now; null where there is nothing. */
  readonly before: FileDigest | null;
}

/** The file with this text; its earlier bytes, where there were any, stay with the report. */
export function writtenFile(
  { path, text, make = () => text, before }: TextFile,
  reportId: string,
  sha256Hex: Sha256Hex,
): ChangeWithContent {
  const kept_at = before === null ? null : keptBefore(reportId, path);
  return { change: { path, before, after: digestOfText(text, sha256Hex), kept_at }, content: { kind: "text", make } };
}
