/** Holds an index's entries, as they are on disk, against those that the journal yields; of the file it keeps one line. */
import { canonicalJson } from "../text/stringify_json.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import type { IndexKind } from "../model/derived.ts";
import type { JournalSummary } from "../model/journal.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import type { EntriesDifference } from "../model/snapshot.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { entriesOf, entryLine } from "./build.ts";
import { feedBlocks, type LineBlock, visitLines } from "../journal/lines.ts";

export interface EntriesComparison {
  /** Takes the next bytes of the entries file, cut anywhere; the chunk may be filled again afterwards. */
  add(chunk: Uint8Array): void;
  finish(): EntriesDifference;
}

const KEY_FIELDS: Readonly<Record<IndexKind, string>> = {
  "object-heads": "object_id",
  "actor-activity": "actor_id",
  "lane-counters": "lane",
};

/** A comparison with what an index of this kind has for this journal. */
export function compareEntries(kind: IndexKind, journal: JournalSummary): EntriesComparison {
  const expected = entriesOf(kind, journal);
  const seen = new Uint8Array(expected.length);
  const keyOf = (entry: JsonObject | null) => stringField(entry, KEY_FIELDS[kind]);
  const feed = feedBlocks(addBlock);
  // Built with the first line that is not the next expected one: a sound index never needs it.
  let places: Map<string | null, number> | null = null;
  let next = 0;
  let extra = 0;
  let differing = 0;
  let isExact = true;

  function addLine(line: string | null): void {
    const awaited = entryLine(kind, journal, next);
    if (awaited !== null && line === awaited) {
      if (seen[next] === 1) extra++;
      seen[next++] = 1;
      return;
    }
    isExact = false;
    places ??= new Map(expected.map((entry, place) => [keyOf(entry), place]));
    const parsed = line === null ? null : parseJsonObject(line);
    const entry = parsed?.ok === true ? parsed.value : null;
    const place = places.get(keyOf(entry));
    const known = place === undefined ? undefined : expected[place];
    if (entry === null || place === undefined || known === undefined || seen[place] === 1) {
      extra++;
      return;
    }
    seen[place] = 1;
    next = place + 1;
    if (canonicalJson(entry) !== canonicalJson(known)) differing++;
  }

  function addBlock(block: LineBlock): void {
    if (block.kind === "too_long") {
      isExact = false;
      extra++;
    } else visitLines(block.bytes, decodeUtf8(block.bytes), addLine);
  }

  return {
    add: feed.add,
    finish() {
      if (feed.finish()) isExact = false;
      const missing = seen.reduce((count, was) => count - was, expected.length);
      return { missing, extra, differing, exact: isExact && missing === 0 };
    },
  };
}
