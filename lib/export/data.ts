/** What an export answers: what goes in, what stays out and why, what crosses, and what the other side must have. */
import { textOf, textsOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { EXPORT_MARKS, type ExportData, type ExportExclusion, type ExportMark } from "../model/documents/export.ts";
import { RECORD_KINDS } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";
import { recordLines, recordsByKind } from "./content.ts";
import { couldNotLeave, EXPORT_RULES } from "./rules.ts";
import type { EventSelection } from "./events.ts";
import { subjectOf } from "../policy/subject.ts";
import { isQuarantined, isRevoked } from "../policy/withdrawal.ts";
import type { ExportSelection, HeldRecord, LeavingRecord } from "./select.ts";

/** The answer about this selection; `events` is null where the journal itself could not be read through. */
export function exportData(selection: ExportSelection, events: EventSelection | null): Omit<ExportData, "bundle"> {
  const { request: { target, encrypted }, home, denial, leaving, held, needs } = selection;
  return {
    target: { kind: target.kind, id: target.id },
    profile: home,
    denial: denial === null ? null : {
      rule: denial.rule,
      message: denial.message,
      opened_by: denial.opens,
      evidence: denial.evidence,
    },
    records: [...recordsByKind(leaving)].map(([kind, records]) => ({
      kind,
      records: records.length,
      bytes: byteCount(records),
    })),
    events: eventCounts(selection, events),
    marks: countMarks(leaving),
    exclusions: held.map(exclusionOf).sort(byKindAndId),
    rules: countRules(held),
    policy_decisions: usedDecisions(selection),
    boundaries: touchedBoundaries(selection),
    needs: needs.toSorted(byKindAndId),
    encrypted,
  };
}

function byteCount(records: readonly LeavingRecord[]): number {
  let bytes = 0;
  for (const chunk of recordLines(records)) bytes += chunk.length;
  return bytes;
}

function eventCounts({ state, held, objectIds }: ExportSelection, events: EventSelection | null): ExportData["events"] {
  const heldIds = new Set(held.flatMap(({ kind, id }) => kind === "object" ? id ?? [] : []));
  const count = (ids: ReadonlySet<string>) =>
    state.store.journal.objects.reduce((sum, head) => sum + (ids.has(head.object_id) ? head.events : 0), 0);
  return {
    events: events === null ? count(objectIds) : events.events,
    bytes: events?.bytes ?? null,
    held_back: count(heldIds),
    skipped: events?.skipped ?? null,
  };
}

/** What the record says of itself that the other side has to honour. */
function marksOf({ kind, record }: ReadableRecord): readonly ExportMark[] {
  const state = textOf(record, "state");
  if (kind === "object") {
    return [
      ...(textOf(record, "retention_class") === "legal_hold" ? ["legal_hold" as const] : []),
      ...(state === "deleted" || state === "tombstoned" ? ["tombstone" as const] : []),
    ];
  }
  if (kind !== "actor") return [];
  return [
    ...(isRevoked(record) ? ["revoked" as const] : []),
    ...(isQuarantined(record) ? ["quarantined" as const] : []),
  ];
}

function countMarks(leaving: readonly LeavingRecord[]): ExportData["marks"] {
  const found = leaving.flatMap(({ source }) => marksOf(source));
  return EXPORT_MARKS
    .map((mark) => ({ mark, records: found.filter((one) => one === mark).length }))
    .filter(({ records }) => records > 0);
}

function exclusionOf({ kind, id, path, holds: [first, ...others] }: HeldRecord): ExportExclusion {
  return {
    kind,
    id,
    file: path,
    rule: first.rule,
    message: first.message,
    opened_by: first.opens,
    evidence: first.evidence,
    also: [...new Set(others.map(({ rule }) => rule))].filter((rule) => rule !== first.rule),
  };
}

function byKindAndId(left: Named, right: Named): number {
  return RECORD_KINDS.indexOf(left.kind) - RECORD_KINDS.indexOf(right.kind) ||
    compareCodePoints(left.id ?? "", right.id ?? "") || compareCodePoints(left.file ?? "", right.file ?? "");
}

interface Named {
  readonly kind: typeof RECORD_KINDS[number];
  readonly id: string | null;
  readonly file?: string;
}

function countRules(held: readonly HeldRecord[]): ExportData["rules"] {
  const counts = new Map<string, number>();
  for (const { holds: [{ rule }] } of held) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return EXPORT_RULES.flatMap(({ id, title, opens }) => {
    const records = counts.get(id);
    return records === undefined ? [] : [{ rule: id, title, opened_by: opens, records, could_not: couldNotLeave(id) }];
  });
}

/** Every named decision, those that nothing needed too. */
function usedDecisions({ decisions, leaving }: ExportSelection): ExportData["policy_decisions"] {
  return decisions.named
    .map(({ id, record }) => {
      const used = leaving.filter((one) => id !== null && one.decisions.includes(id));
      return {
        id: id ?? "",
        policy_id: textOf(record, "policy_id"),
        records: used.length,
        rules: [...new Set(used.flatMap(({ opened }) => opened))].sort(compareCodePoints),
      };
    })
    .sort((left, right) => compareCodePoints(left.id, right.id));
}

function touchedBoundaries({ home, leaving, held, state: { catalog } }: ExportSelection): ExportData["boundaries"] {
  const counts = new Map<string, { held_back: number; allowed: number; named: number }>();
  const add = (profile: string | null, field: "held_back" | "allowed" | "named") => {
    if (profile === null || profile === home) return;
    const count = counts.get(profile) ?? { held_back: 0, allowed: 0, named: 0 };
    count[field]++;
    counts.set(profile, count);
  };
  for (const { kind, id, holds } of held) {
    if (!holds.some(({ rule }) => rule === "profile.boundary")) continue;
    const [source] = id === null ? [] : catalog.find(kind, id);
    if (source !== undefined) add(subjectOf(source).profileId, "held_back");
  }
  for (const { source } of leaving) {
    if (source.kind === "actor") {
      for (const profile of new Set(textsOf(source.record, "profile_scope"))) add(profile, "named");
    } else add(subjectOf(source).profileId, "allowed");
  }
  return [...counts].map(([profile, count]) => ({ profile, ...count }))
    .sort((left, right) => compareCodePoints(left.profile, right.profile));
}
