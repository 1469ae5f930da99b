/** What an import answers: what the bundle is, what of it is new here, and what stays out and why. */
import type { BundleDescriptor } from "../model/bundle_descriptor.ts";
import {
  IMPORT_OUTCOMES,
  type ImportAction,
  type ImportData,
  type ImportedBundle,
  type ImportedRecord,
  type OutcomeCounts,
} from "../model/documents/import.ts";
import { RECORD_KINDS } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";
import type { ImportActions } from "./actions.ts";
import type { Classification } from "./classify.ts";
import type { HistoryCounts } from "./history.ts";
import { IMPORT_RULES } from "./rules.ts";
import { isPresent } from "./select.ts";
import { undosOfOlder } from "./put_back.ts";
import type { JudgedRecord, JudgedRecords, NamedRecord } from "./judged_records.ts";
import type { ImportState } from "./state.ts";

interface ImportAnswer {
  readonly mode: ImportData["mode"];
  readonly bundle: ImportedBundle;
  readonly descriptor: Pick<BundleDescriptor, "needs">;
  readonly state: ImportState;
  readonly classification: Classification;
  /** Null in a preview without scopes. */
  readonly actions: ImportActions | null;
  readonly scopes: readonly string[];
  readonly actor: string | null;
  /** The bridge that the import registers; null where it registers none. */
  readonly registers: ImportData["registers_bridge"];
  readonly outcome: ImportData["outcome"];
  readonly drill: ImportData["drill"];
}

export function importData(answer: ImportAnswer): ImportData {
  const { mode, bundle, state, classification, actions, scopes, actor, registers, outcome, drill } = answer;
  const { records } = classification;
  const kinds = RECORD_KINDS.map((kind) => ({ kind, ...countOutcomes(records.ofKind(kind)) }))
    .filter((counts) => IMPORT_OUTCOMES.some((outcome) => counts[outcome] > 0));
  return {
    mode,
    bundle,
    profile: state.home,
    scopes,
    actor,
    registers_bridge: registers,
    counts: countOutcomes(records),
    kinds,
    events: countEvents(records, state, bundle.events),
    rules: countRules(records, state),
    records: importedRecords(records, state, actions),
    needs: needsOf(answer),
    put_back_by: undosOfOlder(records, state.store),
    outcome,
    drill,
  };
}

function countOutcomes(records: Iterable<JudgedRecord>): OutcomeCounts {
  const counts = { new: 0, identical: 0, older: 0, newer: 0, conflicting: 0, forbidden: 0 };
  for (const { outcome } of records) counts[outcome]++;
  return counts;
}

function countRules(records: JudgedRecords, state: ImportState): ImportData["rules"] {
  const counts = new Map<string, { records: number; events: number }>();
  for (const record of records) {
    const { rule } = record;
    const count = counts.get(rule) ?? { records: 0, events: 0 };
    count.records++;
    count.events += eventsOf(record, state).new;
    counts.set(rule, count);
  }
  return IMPORT_RULES.flatMap(({ id, outcome, title }) => {
    const count = counts.get(id);
    return count === undefined ? [] : [{ rule: id, outcome, title, ...count }];
  });
}

/** What of the object's history both sides hold; null where they went different ways. */
function sharedEvents({ relation, here, bundle }: HistoryCounts): number | null {
  return relation === "diverged" ? null : Math.min(here, bundle);
}

/** Kind by kind, by ascending id. */
function importedRecords(records: JudgedRecords, state: ImportState, actions: ImportActions | null): ImportedRecord[] {
  const imported: ImportedRecord[] = [];
  for (const kind of RECORD_KINDS) {
    for (const record of records.ofKind(kind)) {
      imported.push(importedRecord(record, state, actions?.of(record) ?? "none"));
    }
  }
  return imported;
}

function importedRecord(record: JudgedRecord, state: ImportState, action: ImportAction): ImportedRecord {
  const { kind, id, outcome, rule, message } = record;
  return { kind, id, outcome, rule, message, action, events: eventsOf(record, state) };
}

const NO_EVENTS: ImportedRecord["events"] = { known: 0, new: 0, here: 0 };

function eventsOf({ kind, id }: JudgedRecord, { histories }: ImportState): ImportedRecord["events"] {
  const history = kind === "object" ? histories.counts(id) : undefined;
  if (history === undefined) return NO_EVENTS;
  const known = sharedEvents(history) ?? 0;
  return { known, new: history.bundle - known, here: history.here - known };
}

function countEvents(
  records: JudgedRecords,
  { histories }: ImportState,
  inBundle: number,
): ImportData["events"] {
  const counts = { known: 0, new: 0, competing: 0, skipped: inBundle, refused: 0 };
  for (const record of records.ofKind("object")) {
    const history = histories.counts(record.id);
    if (history === undefined) continue;
    counts.skipped -= history.bundle;
    const known = sharedEvents(history);
    if (known === null) {
      counts.competing += history.bundle;
      continue;
    }
    counts.known += known;
    const added = history.bundle - known;
    counts[isPresent(record) ? "new" : "skipped"] += added;
    if (record.outcome === "forbidden") counts.refused += added;
  }
  return counts;
}

/** What some record of the bundle names, or its export left behind, and what is not here either. */
function needsOf({ descriptor, state, classification }: ImportAnswer): ImportData["needs"] {
  const needs = new Map<string, NamedRecord>();
  const add = (named: NamedRecord) => {
    const isByName = named.kind === "workspace" && !state.lookup.keeps("workspace");
    if (!isByName) needs.set(`${named.kind} ${named.id}`, named);
  };
  for (const { kind, id } of descriptor.needs) if (!classification.canResolve({ kind, id })) add({ kind, id });
  for (const named of classification.unresolved()) add(named);
  return [...needs.values()].map(({ kind, id }) => ({ kind, id })).sort(byKindAndId);
}

function byKindAndId(left: NamedRecord, right: NamedRecord): number {
  return RECORD_KINDS.indexOf(left.kind) - RECORD_KINDS.indexOf(right.kind) || compareCodePoints(left.id, right.id);
}

/** Whether anything of the bundle would change this store. */
export function hasChanges({ counts, events }: Pick<ImportData, "counts" | "events">): boolean {
  return IMPORT_OUTCOMES.some((outcome) =>
    outcome !== "identical" && outcome !== "older" && outcome !== "forbidden" && counts[outcome] > 0
  ) || events.new > 0;
}
