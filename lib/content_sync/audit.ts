/** Reading orchestration/audit.jsonl: lines that are no JSON objects are kept by their number. */
import type { AuditLog } from "../model/content_sync.ts";
import { createLineCutter, feedBlocks, type LineBlock, visitLines } from "../journal/lines.ts";
import { stringField } from "../text/json.ts";
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
  const feed = feedBlocks(take);
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
    add: feed.add,
    finish() {
      const endsTorn = feed.finish();
      return { lines, bad, bad_lines: kept, endsTorn };
    },
  };
}

interface TellingReader {
  /** Takes the next bytes, cut anywhere. */
  add(chunk: Uint8Array): void;
  /** Those of the keys that a line tells something of. */
  readonly told: ReadonlySet<string>;
}

/** A reader that looks for these keys: that an item was refused as one that is in the queue already says nothing of it. */
export function createTellingReader(keys: ReadonlySet<string>): TellingReader {
  const cutter = createLineCutter();
  const told = new Set<string>();

  function visit(line: string | null): void {
    const parsed = line === null ? null : parseJsonObject(line);
    if (parsed?.ok !== true || stringField(parsed.value, "action") === "deduped") return;
    const key = stringField(parsed.value, "idempotency_key");
    if (key !== null && keys.has(key)) told.add(key);
  }

  return {
    add(chunk) {
      for (const block of cutter.add(chunk)) {
        if (block.kind === "lines") visitLines(block.bytes, decodeUtf8(block.bytes), visit);
      }
    },
    told,
  };
}

/** When the first line of a log was written; null where it does not say. */
export function auditTime(start: Uint8Array): string | null {
  const end = start.indexOf(0x0a);
  const line = decodeUtf8(start.subarray(0, end < 0 ? start.length : end));
  const parsed = line === null ? null : parseJsonObject(line);
  return parsed?.ok === true ? stringField(parsed.value, "at") : null;
}
