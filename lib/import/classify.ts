/** Sorts the records of a bundle into outcomes, kind by kind, so that what names others comes after what is named. */
import { BUILT_BY } from "../model/derived.ts";
import type { ContentLine } from "../bundle/content_lines.ts";
import type { Hold } from "../bundle/holding.ts";
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import { namedIds } from "../store/named_ids.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { TRAVEL } from "../bundle/travel.ts";
import { objectsOf } from "../export/companion_rules.ts";
import { createColumn } from "./columns.ts";
import { nameCollisions } from "./collisions.ts";
import { compareRecords } from "./compare.ts";
import { contentText } from "../bundle/record_content.ts";
import { type Candidate, goesOn, type MissingRecord, prohibitions } from "./prohibitions.ts";
import { judgingFields } from "./judging_fields.ts";
import { createJudgedTable, type JudgedRecords, type NamedRecord } from "./judged_records.ts";
import { gravest, type Judgement } from "./rules.ts";
import type { ImportState } from "./state.ts";
import { isGone } from "../store/gone.ts";
import { subjectOf } from "../policy/subject.ts";
import { isLater, withdrawalIn, type Withdrawn, withdrawnAt } from "../policy/withdrawal.ts";

export interface Classification {
  /**
   * Judges the records of a kind, by ascending id, stopping behind each, as they may be many: to be walked to its end. The
   * kinds come in KINDS_BY_RANK, each at most once.
   */
  adding(kind: RecordKind, lines: Iterable<Pick<ContentLine, "value">>): Iterable<void>;
  /** All that were judged, in that order. */
  readonly records: JudgedRecords;
  /** What some of them name, and what is neither here nor will be once all that may come in has. */
  unresolved(): readonly NamedRecord[];
  /** Whether there is such a record here, or will be once all that may come in has. */
  canResolve(named: NamedRecord): boolean;
}

/** @param hold is told how much memory it takes; what it throws goes through */
export function createClassification(state: ImportState, hold: Hold): Classification {
  const { lookup } = state;
  const table = createJudgedTable(lookup, hold);
  const { records, names } = table;
  // Of the other kinds no content is kept.
  const brought = new Map(
    RECORD_KINDS.filter((kind) => TRAVEL[kind].judges).map((kind) => [kind, new Map<string, JsonObject>()]),
  );
  /** By the number of a name: 1 where a field of the table of references names it. */
  const referenced = createColumn();
  /** By the number of a name: whether it can be resolved, as far as that was asked: after all records of its kind. */
  const resolved = new Map<number, boolean>();

  function canResolve(named: NamedRecord): boolean {
    const { state: here } = lookup.find(named.kind, named.id);
    if (here === "there" || here === "unreadable") return true;
    const outcome = records.find(named)?.outcome;
    return outcome === "new" || outcome === "newer";
  }

  /** A hundred thousand records name the same few others. */
  function isResolved(number: number): boolean {
    const known = resolved.get(number);
    if (known !== undefined) return known;
    const found = canResolve(names.at(number));
    resolved.set(number, found);
    return found;
  }

  function find(kind: RecordKind, id: string | null): JsonObject | null {
    if (id === null) return null;
    return lookup.record(kind, id)?.record ?? brought.get(kind)?.get(id) ?? null;
  }

  function isRegistered(producer: string): boolean {
    // What this program undid it tells in its own name, which is nobody's.
    return producer === BUILT_BY || canResolve({ kind: "actor", id: producer }) ||
      lookup.record("device", producer) !== null;
  }

  /** An actor and a device may have the same id. What is here counts where it may be so, and not what the bundle says. */
  function withdrawnBy(id: string, moment: string): Withdrawn | null {
    const byRecord = (kind: "actor" | "device") => {
      const here = lookup.record(kind, id);
      if (here !== null) return withdrawnAt(here, moment);
      const record = brought.get(kind)?.get(id);
      const told = record === undefined ? null : withdrawalIn(record, null);
      return told !== null && isLater(moment, told) ? told : null;
    };
    return byRecord("actor") ?? byRecord("device");
  }

  /** What the record names, and what of that it cannot be without and is neither here nor comes in. */
  function referencesOf(kind: RecordKind, record: JsonObject) {
    const references: number[] = [];
    const missing: MissingRecord[] = [];
    for (const { field, to: [named], whereKept } of REFERENCES_FROM[kind]) {
      // The device of an object or integrity event stays where it is.
      const isNeeded = (kind === "conflict" || named !== "device") && (!whereKept || lookup.keeps(named));
      for (const id of namedIds(record, field)) {
        const number = names.numberOf(named, id);
        while (referenced.length <= number) referenced.push(0);
        referenced.set(number, 1);
        references.push(number);
        if (!isNeeded || missing.length > 0 || isResolved(number)) continue;
        missing.push({ kind: named, id, rule: records.find({ kind: named, id })?.rule ?? null });
      }
    }
    return { references, missing };
  }

  function judgeOne(kind: RecordKind, record: JsonObject): void {
    const id = stringField(record, KINDS[kind].idField) ?? "";
    const local = lookup.record(kind, id)?.record ?? null;
    const history = kind === "object" ? state.histories.get(id) ?? null : null;
    const { references, missing } = referencesOf(kind, record);
    const candidate = { kind, id, record, local, history, find, withdrawnBy, isRegistered, missing };
    const judgement = judge(candidate, state);
    const judging = brought.get(kind);
    if (judging !== undefined) {
      const judges = judgingFields(record);
      hold(JSON.stringify(judges).length + JUDGING_BYTES);
      judging.set(id, judges);
    }
    table.add({
      id,
      judgement,
      place: subjectOf({ kind, id, record }),
      gone: isGone(record),
      objects: objectsOf({ kind, record }).map((object) => names.numberOf("object", object)),
      references,
      vouchers: kind === "actor" ? state.grants.vouchers(record) : null,
    });
  }

  return {
    *adding(kind, lines) {
      table.begin(kind);
      for (const { value } of lines) {
        judgeOne(kind, value);
        yield;
      }
      for (const { record, judgement } of nameCollisions(records.ofKind(kind), hold)) {
        table.judge(record.index, judgement);
      }
    },
    records,
    unresolved() {
      const found: NamedRecord[] = [];
      for (let number = 0; number < referenced.length; number++) {
        if (referenced.at(number) === 1 && !isResolved(number)) found.push(names.at(number));
      }
      return found;
    },
    canResolve,
  };
}

const JUDGING_BYTES = 200;

/** What is said of one record of a bundle. */
function judge(candidate: Candidate, state: ImportState): Judgement {
  const { kind, id, record, local, history } = candidate;
  const knownSchema = KINDS[kind].schema;
  const same = local === null ? null : contentText(record, knownSchema) === contentText(local, knownSchema);
  const headOnly = state.heads.has(id) ? "only_here" : "none";
  const compared = compareRecords({ same, relation: kind === "object" ? history?.relation ?? headOnly : null });
  // Where the record would stay as it is, its history may still go on, and is judged like the record.
  if (compared.outcome === "identical" && (history === null || !goesOn(history))) return compared;
  const stated = prohibitions(candidate, state);
  const found = stated.filter(({ rule }) => {
    if (rule === "hold.kept") return compared.outcome === "newer" || compared.outcome === "identical";
    return compared.outcome !== "older" || rule === "deletion.kept";
  });
  return gravest(found) ?? compared;
}
