/** Holds what a restored store gives again against the bundle that it was restored from. */
import { createEventParser } from "../../lib/bundle/content_lines.ts";
import { BUNDLE_MEMBERS, JOURNAL_PATH } from "../../lib/bundle/members.ts";
import { refusalOf } from "../../lib/bundle/refusal.ts";
import { createLineCutter, visitLines } from "../../lib/journal/lines.ts";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import type { TrialResult } from "../../lib/model/documents/import.ts";
import { type JsonObject, stringField } from "../../lib/text/json.ts";
import { KINDS, type RecordKind } from "../../lib/model/kinds.ts";
import { restoredFingerprint } from "../../lib/bundle/restore_proof.ts";
import { decodeUtf8 } from "../../lib/text/utf8.ts";
import {
  compareEventPair,
  comparePair,
  createImporterReading,
  pairEvents,
  pairRecords,
} from "../../lib/import/compare_trial.ts";
import type { HeldRecord } from "../../lib/export/select.ts";
import type { BundleContent, ByteSource, OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";
import { type JudgedBundle, recordsOf } from "./reading.ts";

/** What the restored store gives again. */
export interface Exported {
  /** Null where nothing of the target may leave again. */
  readonly content: BundleContent | null;
  readonly held: readonly HeldRecord[];
  /** Why nothing may leave. */
  readonly denial: string | null;
}

interface Compared {
  readonly members: TrialResult["members"];
  readonly differences: TrialResult["differences"];
  readonly restored: readonly string[];
}

interface Comparing {
  readonly exported: Exported;
  readonly judged: JudgedBundle;
  readonly actor: string;
  readonly host: Host;
}

/** Holds every member of the bundle against what came back, record by record and event by event. */
export async function compareAll(bundle: OpenBundle, comparing: Comparing): Promise<Compared> {
  const { exported: { content }, actor, host } = comparing;
  const members: TrialResult["members"][number][] = [];
  const differences: TrialResult["differences"][number][] = [];
  const restored: string[] = [];
  const why = reasonsOf(comparing);
  const { counts } = bundle.descriptor;
  const importers = await readImporters(bundle, host);
  const recordCompared = host.steps("restored", recordsOf(bundle));
  for (const { path: member, kind } of BUNDLE_MEMBERS) {
    if (kind === null) continue;
    const source = content?.records.get(kind) ?? null;
    const before = bundle.kinds.includes(kind) ? bundle.records(kind) : [];
    const hashes = startHashes(host);
    for (const pair of pairRecords(kind, before, restoredRecords(source, { member, kind, actor }))) {
      await recordCompared();
      if (kind === "actor" && pair.after === null && importers.has(pair.id)) continue;
      hashes.add(
        pair.before === null ? null : canonicalJson(pair.before),
        pair.after === null ? null : canonicalJson(pair.after),
      );
      const what = comparePair(pair);
      if (what !== null) differences.push({ member, id: pair.id, what, message: why(kind, pair.id, what) });
      else if (pair.before !== null) {
        restored.push(restoredFingerprint(kind, pair.id, { record: pair.before, sha256Hex: host.sha256Hex }));
      }
    }
    if (bundle.kinds.includes(kind) || source !== null) members.push(hashes.member(member));
  }
  const hashes = startHashes(host);
  const eventCompared = host.steps("events", counts.events);
  for (const pair of pairEvents(bundle.events(), linesOf(content?.journal ?? null, JOURNAL_PATH))) {
    await eventCompared();
    hashes.add(pair.before, pair.after);
    const what = compareEventPair(pair);
    if (what === null) continue;
    differences.push({ member: JOURNAL_PATH, id: pair.id, what, message: EVENT_MESSAGES[what] });
  }
  members.push(hashes.member(JOURNAL_PATH));
  // An object without its history is not what it was.
  const isHistoryWhole = differences.every(({ member }) => member !== JOURNAL_PATH);
  return { members, differences, restored: isHistoryWhole ? restored : [] };
}

async function readImporters(bundle: OpenBundle, host: Host): Promise<ReadonlySet<string>> {
  const reading = createImporterReading();
  const step = host.steps("importers", bundle.descriptor.counts.events);
  for (const { value } of bundle.events()) {
    reading.add(value);
    await step();
  }
  return reading.importersOnly();
}

const EVENT_MESSAGES: Readonly<Record<TrialResult["differences"][number]["what"], string>> = {
  missing: "The event did not come back",
  added: "The event is not in the bundle",
  changed: "Another event came back in its place",
};

/** The hashes of a member on both sides, line by line. */
function startHashes(host: Host) {
  const [before, after] = [host.startDigest(), host.startDigest()];
  let lines = 0;
  return {
    add(one: string | null, other: string | null) {
      if (one !== null) {
        lines++;
        before.add(`${one}\n`);
      }
      if (other !== null) after.add(`${other}\n`);
    },
    member(path: string): TrialResult["members"][number] {
      const [{ sha256 }, { sha256: restored }] = [before.digest(), after.digest()];
      return { path, lines, sha256, restored_sha256: restored, equal: sha256 === restored };
    },
  };
}

/** Why a record differs, as far as import or export tells it. */
function reasonsOf({ exported: { held, denial }, judged: { classification } }: Comparing) {
  const nameOf = (kind: RecordKind, id: string | null) => `${kind} ${id}`;
  const heldByName = new Map(held.map((record) => [nameOf(record.kind, record.id), record]));
  return (kind: RecordKind, id: string, what: TrialResult["differences"][number]["what"]): string => {
    if (what === "changed") return "It came back with another content";
    if (what === "added") return "It is not in the bundle";
    const record = classification.records.find({ kind, id });
    if (record !== null && record.outcome !== "new") {
      return `It did not come in: ${record.message} (${record.rule})`;
    }
    const hold = heldByName.get(nameOf(kind, id))?.holds[0];
    if (hold !== undefined) return `It would not leave again: ${hold.message} (${hold.rule})`;
    return denial === null ? "It came in and did not leave again" : `Nothing would leave again: ${denial}`;
  };
}

/** The restored records of a kind; the bridge of the trial is none of them. */
function* restoredRecords(
  source: ByteSource | null,
  { member, kind, actor }: { readonly member: string; readonly kind: RecordKind; readonly actor: string },
): Generator<{ readonly value: JsonObject }> {
  for (const line of linesOf(source, member)) {
    if (kind !== "actor" || stringField(line.value, KINDS.actor.idField) !== actor) yield line;
  }
}

function* linesOf(source: ByteSource | null, member: string): Generator<{ readonly value: JsonObject }> {
  if (source === null) return;
  const parse = createEventParser(member, refusalOf("the restored store"));
  const cutter = createLineCutter();
  for (const chunk of source.open()) {
    for (const block of cutter.add(chunk)) {
      if (block.kind !== "lines") continue;
      const lines: { readonly value: JsonObject }[] = [];
      visitLines(block.bytes, decodeUtf8(block.bytes), (text) => lines.push(parse(text)));
      yield* lines;
    }
  }
}
