/** Whether what was exported from a restored store is what was in the bundle, member by member. */
import { textOf } from "../model/fields.ts";
import type { ContentLine } from "../bundle/content_lines.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";
import { isHistory } from "../journal/import_event.ts";

interface TrialDifference {
  readonly member: string;
  /** Of the record, or of the event in the bundle; null for the member as a whole. */
  readonly id: string | null;
  readonly what: "missing" | "added" | "changed";
}

/** What the daemon's writer adds to a record that has none. */
const ADDED_BY_WRITER = ["record_id", "schema", "updated_at"];

type Lines = Iterable<Pick<ContentLine, "value">>;

interface RecordPair {
  readonly kind: RecordKind;
  readonly id: string;
  /** In the bundle, and as it came back; null on the side that has none. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** The records of a kind on both sides, by their ids; both sides ascend. */
export function* pairRecords(kind: RecordKind, before: Lines, after: Lines): Generator<RecordPair> {
  const left = before[Symbol.iterator]();
  const right = after[Symbol.iterator]();
  const idOf = (value: JsonObject | null) => stringField(value, KINDS[kind].idField) ?? "";
  let one = left.next();
  let other = right.next();
  for (;;) {
    const first = one.done === true ? null : one.value.value;
    const second = other.done === true ? null : other.value.value;
    if (first === null && second === null) return;
    const order = first === null ? 1 : second === null ? -1 : compareCodePoints(idOf(first), idOf(second));
    const pair = { before: order <= 0 ? first : null, after: order >= 0 ? second : null };
    yield { kind, id: idOf(pair.before ?? pair.after), ...pair };
    if (pair.before !== null) one = left.next();
    if (pair.after !== null) other = right.next();
  }
}

/** What is wrong with the pair; null where the record came back as it was. */
export function comparePair({ before, after }: RecordPair): TrialDifference["what"] | null {
  if (before === null) return "added";
  if (after === null) return "missing";
  const restored = Object.fromEntries(
    Object.entries(after).filter(([field]) => !ADDED_BY_WRITER.includes(field) || Object.hasOwn(before, field)),
  );
  return canonicalJson(restored) === canonicalJson(before) ? null : "changed";
}

/** The event as both sides must have it; null for what tells of an import or its undo. */
export function eventText(value: JsonObject): string | null {
  const { event_id: _, ...content } = value;
  return isHistory(value) ? canonicalJson(content) : null;
}

interface ImporterReading {
  add(event: JsonObject): void;
  /** Who produced events that tell of an import, and no other: no restored store can name them, as it tells of its own import. */
  importersOnly(): ReadonlySet<string>;
}

/** A reading that has taken no event yet. */
export function createImporterReading(): ImporterReading {
  const importers = new Set<string>();
  const others = new Set<string>();
  return {
    add(event) {
      const producer = stringField(event, "producer");
      if (producer !== null) (isHistory(event) ? others : importers).add(producer);
    },
    importersOnly: () => importers.difference(others),
  };
}

/** The events as both sides must have them, in their order, each with its id. */
function* eventTexts(lines: Lines): Generator<{ readonly id: string | null; readonly text: string }> {
  for (const { value } of lines) {
    const text = eventText(value);
    if (text !== null) yield { id: textOf(value, "event_id"), text };
  }
}

interface EventPair {
  /** As eventText() gives it; null on the side that has no event more. */
  readonly before: string | null;
  readonly after: string | null;
  /** In the bundle, or else here. */
  readonly id: string | null;
}

/** The events of both sides, one by one in their order. */
export function* pairEvents(before: Lines, after: Lines): Generator<EventPair> {
  const left = eventTexts(before);
  const right = eventTexts(after);
  for (;;) {
    const first = left.next().value ?? null;
    const second = right.next().value ?? null;
    const either = first ?? second;
    if (either === null) return;
    yield { before: first?.text ?? null, after: second?.text ?? null, id: either.id };
  }
}

/** What is wrong with the pair; null where the event came back as it was. */
export function compareEventPair({ before, after }: EventPair): TrialDifference["what"] | null {
  if (before === after) return null;
  return before === null ? "added" : after === null ? "missing" : "changed";
}
