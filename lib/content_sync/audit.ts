/** Reading orchestration/audit.jsonl: lines that are no JSON objects are kept by their number. */
import type { AuditLog } from "../model/content_sync.ts";
import { createLineCutter, type LineBlock, visitLines } from "../journal/lines.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** So many bad lines are kept one by one. */
const MOST_KEPT = 20;

interface AuditReading {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** To be called once. */
  finish(): Pick<AuditLog, "lines" | "bad" | "bad_lines"> & { readonly endsTorn: boolean };
}

export function createAuditReading(): AuditReading {
  const cutter = createLineCutter();
  const kept: { readonly line: number; readonly reason: string }[] = [];
  let number = 0;
  let lines = 0;
  let bad = 0;

  function judge(reason: string | null): void {
    lines++;
    if (reason === null) return;
    bad++;
    if (kept.length < MOST_KEPT) kept.push({ line: number, reason });
  }

  function take(block: LineBlock): void {
    if (block.kind === "too_long") {
      number++;
      judge("it is longer than is read");
      return;
    }
    visitLines(block.bytes, decodeUtf8(block.bytes), (line) => {
      number++;
      if (line === null) return judge("it is not UTF-8 text");
      if (line.trim() === "") return;
      const parsed = parseJsonObject(line);
      judge(parsed.ok ? null : parsed.message);
    });
  }

  return {
    add: (chunk) => cutter.add(chunk).forEach(take),
    finish() {
      const tail = cutter.finish();
      if (tail !== null) take(tail);
      return { lines, bad, bad_lines: kept, endsTorn: tail !== null };
    },
  };
}
