/** Sorts the records of a bundle into outcomes, kind by kind, so that what names others comes after what is named. */
import type { ContentLine } from "../bundle/content_lines.ts";
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import { namedIds } from "../store/named_ids.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { KINDS, KINDS_BY_RANK, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { TRAVEL } from "../bundle/travel.ts";
import { objectsOf } from "../export/companion_rules.ts";
import { compareRecords } from "./compare.ts";
import { contentText } from "../bundle/record_content.ts";
import { type Candidate, goesOn, importPath, prohibitions } from "./prohibitions.ts";
import { gravest, judged, type Judgement } from "./rules.ts";
import { type ImportState, isGone, type JudgedRecord, type NamedRecord } from "./state.ts";
import { subjectOf } from "../policy/subject.ts";

export interface Classification {
  /** Judges the records of a kind; the kinds come in KINDS_BY_RANK, each at most once. */
  add(kind: RecordKind, lines: Iterable<ContentLine>): void;
  /** All that were judged, in that order. */
  records(): readonly JudgedRecord[];
  /** Whether there is such a record here, or will be once all that may come in has. */
  canResolve(named: NamedRecord): boolean;
}

export function createClassification(state: ImportState): Classification {
  const judgedByKind = new Map<RecordKind, ReadonlyMap<string, JudgedRecord>>();
  const named = new Map<string, NamedRecord>();
  // Of the other kinds no content is kept.
  const brought = new Map(
    RECORD_KINDS.filter((kind) => TRAVEL[kind].judges).map((kind) => [kind, new Map<string, JsonObject>()]),
  );

  function canResolve({ kind, id }: NamedRecord): boolean {
    const { state: here } = state.lookup.find(kind, id);
    if (here === "there" || here === "unreadable") return true;
    const outcome = judgedByKind.get(kind)?.get(id)?.outcome;
    return outcome === "new" || outcome === "newer";
  }

  /** A hundred thousand records name the same few others. */
  function shared(one: NamedRecord): NamedRecord {
    const key = `${one.kind} ${one.id}`;
    const known = named.get(key);
    if (known !== undefined) return known;
    named.set(key, one);
    return one;
  }

  function find(kind: RecordKind, id: string | null): JsonObject | null {
    if (id === null) return null;
    return state.lookup.record(kind, id)?.record ?? brought.get(kind)?.get(id) ?? null;
  }

  function isRegistered(producer: string): boolean {
    return canResolve({ kind: "actor", id: producer }) || state.lookup.record("device", producer) !== null;
  }

  function judgeOne(kind: RecordKind, { value: record, number }: ContentLine): JudgedRecord {
    const id = stringField(record, KINDS[kind].idField) ?? "";
    const local = state.lookup.record(kind, id);
    const references = referencesOf(kind, record).map(shared);
    const history = kind === "object" ? state.histories.get(id) ?? null : null;
    const missing = neededBy(kind, record, state).filter((one) => !canResolve(one)).map((one) => ({
      ...one,
      rule: judgedByKind.get(one.kind)?.get(one.id)?.rule ?? null,
    }));
    const candidate = {
      kind,
      id,
      record,
      local: local?.record ?? null,
      history,
      find,
      isRegistered,
      missing,
    };
    brought.get(kind)?.set(id, record);
    const { profileId, workspaceId } = subjectOf({ kind, id, record });
    return {
      ...judge(candidate, state),
      kind,
      id,
      number,
      path: local?.path ?? importPath(kind, id),
      profileId,
      workspaceId,
      local,
      gone: isGone(record),
      objects: objectsOf({ kind, record }),
      references,
      vouchers: kind === "actor" ? state.grants.vouchers(record) : null,
    };
  }

  return {
    add(kind, lines) {
      const records = new Map<string, JudgedRecord>();
      for (const line of lines) {
        const record = judgeOne(kind, line);
        records.set(record.id, record);
      }
      judgedByKind.set(kind, withoutCollisions(records));
    },
    records: () => KINDS_BY_RANK.flatMap((kind) => [...judgedByKind.get(kind)?.values() ?? []]),
    canResolve,
  };
}

/** What is said of one record of a bundle. */
function judge(candidate: Candidate, state: ImportState): Judgement {
  const { kind, id, record, local, history } = candidate;
  const knownSchema = KINDS[kind].schema;
  const same = local === null ? null : contentText(record, knownSchema) === contentText(local, knownSchema);
  const headOnly = state.heads.has(id) ? "only_here" : "none";
  const compared = compareRecords({ same, relation: kind === "object" ? history?.relation ?? headOnly : null });
  // Where the record would stay as it is, its history may still go on, and is judged like the record.
  if (compared.outcome === "identical" && (history === null || !goesOn(history))) return compared;
  const found = prohibitions(candidate, state).filter(({ rule }) => {
    if (rule === "hold.kept") return compared.outcome === "newer" || compared.outcome === "identical";
    return compared.outcome !== "older" || rule === "deletion.kept";
  });
  return gravest(found) ?? compared;
}

/** What a record cannot be without; the device of an object or integrity event stays where it is. */
function neededBy(kind: RecordKind, record: JsonObject, { lookup }: ImportState): readonly NamedRecord[] {
  return REFERENCES_FROM[kind].flatMap(({ field, to: [named], whereKept }) => {
    if (named === undefined || (kind !== "conflict" && named === "device")) return [];
    return whereKept && !lookup.keeps(named) ? [] : namedIds(record, field).map((id) => ({ kind: named, id }));
  });
}

function referencesOf(kind: RecordKind, record: JsonObject): readonly NamedRecord[] {
  return REFERENCES_FROM[kind].flatMap(({ field, to: [named] }) =>
    named === undefined ? [] : namedIds(record, field).map((id) => ({ kind: named, id }))
  );
}

/** Two ids that make one file name are both refused: nobody can say which of them is meant to have it. */
function withoutCollisions(records: ReadonlyMap<string, JudgedRecord>): ReadonlyMap<string, JudgedRecord> {
  const byPath = new Map<string, JudgedRecord[]>();
  for (const record of records.values()) {
    if (record.path === null || record.outcome !== "new") continue;
    const same = byPath.get(record.path);
    if (same === undefined) byPath.set(record.path, [record]);
    else same.push(record);
  }
  const colliding = [...byPath.values()].filter((same) => same.length > 1);
  if (colliding.length === 0) return records;
  const result = new Map(records);
  for (const same of colliding) {
    for (const record of same) {
      const other = same.find((one) => one !== record)?.id ?? "";
      const message = `"${other}" of the same bundle makes the same file name`;
      result.set(record.id, { ...record, ...judged("name.collision", message) });
    }
  }
  return result;
}
