/** A file that is still a text: its digest, and the change that writes it. */
import type { ChangeWithContent, FileChange, FileDigest, NewContent } from "../model/change.ts";
import { keptBefore } from "./paths.ts";
import { digestOfTexts, type Sha256Hex } from "../text/sha256.ts";

/** The hash and length of the text's UTF-8 bytes. */
export function digestOfText(text: string, sha256Hex: Sha256Hex): FileDigest {
  return digestOfTexts([text], sha256Hex);
}

interface TextFile {
  readonly path: string;
  readonly text: string;
  /** What is there now; null where there is nothing. */
  readonly before: FileDigest | null;
}

/** The file with this text; its earlier bytes, where there were any, stay with the report. */
export function writtenFile(
  { path, text, before }: TextFile,
  reportId: string,
  sha256Hex: Sha256Hex,
): ChangeWithContent {
  return written(path, { before, after: digestOfText(text, sha256Hex) }, reportId, { kind: "text", make: () => text });
}

interface FileOfTexts {
  readonly path: string;
  /** Makes the texts each time. */
  readonly texts: () => Iterable<string>;
  /** Of all of them, one behind the other. */
  readonly after: FileDigest;
  readonly before: FileDigest | null;
}

/** As writtenFile(), for more than memory should hold as one text. */
export function writtenTexts({ path, texts, after, before }: FileOfTexts, reportId: string): ChangeWithContent {
  return written(path, { before, after }, reportId, { kind: "texts", texts });
}

function written(
  path: string,
  { before, after }: Pick<FileChange, "before" | "after">,
  reportId: string,
  content: NewContent,
): ChangeWithContent {
  return { change: { path, before, after, kept_at: before === null ? null : keptBefore(reportId, path) }, content };
}
