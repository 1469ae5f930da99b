/** Collecting anomalies: all of them counted, the first of each code kept. */
import { type Anomaly, ANOMALY_CODES, type AnomalyCode, type JournalSummary } from "../model/journal.ts";

/** How many anomalies of one code are kept whole. */
const KEPT_PER_CODE = 1_000;

/** Where in the journal something stands; see Anomaly for the units. */
export interface LinePosition {
  readonly line: number;
  readonly offset: number;
  readonly bytes: number;
}

/** What only some anomalies say. */
type AnomalyDetails = Pick<Anomaly, "producer" | "previous_line">;

export interface AnomalyList {
  add(code: AnomalyCode, position: LinePosition, eventId: string | null, detail: string, more?: AnomalyDetails): void;
  /** Counts anomalies of which nothing more is known. */
  count(code: AnomalyCode, more: number): void;
  /** In the order of their lines; at one line in the order of ANOMALY_CODES. */
  kept(): readonly Anomaly[];
  /** All of them by code, in the order of ANOMALY_CODES; a code that never occurred is left out. */
  counts(): Readonly<Record<string, number>>;
}

const NONE = { anomalies: [], anomaly_counts: {} };

/** A list that goes on from what another one said, or an empty one. */
export function createAnomalyList(before: Pick<JournalSummary, "anomalies" | "anomaly_counts"> = NONE): AnomalyList {
  const kept: Anomaly[] = [...before.anomalies];
  const counts = new Map(
    ANOMALY_CODES.flatMap((code) => {
      const total = Object.hasOwn(before.anomaly_counts, code) ? before.anomaly_counts[code] ?? 0 : 0;
      return total > 0 ? [[code, total] as const] : [];
    }),
  );

  function count(code: AnomalyCode, more: number): number {
    const total = (counts.get(code) ?? 0) + more;
    if (total > 0) counts.set(code, total);
    return total;
  }

  return {
    add(code, { line, offset, bytes }, eventId, detail, more = {}) {
      if (count(code, 1) > KEPT_PER_CODE) return;
      kept.push({ code, line, offset, bytes, event_id: eventId, detail, ...more });
    },
    count(code, more) {
      count(code, more);
    },
    kept() {
      return kept.toSorted((a, b) => a.line - b.line || rank(a.code) - rank(b.code));
    },
    counts() {
      return Object.fromEntries([...counts].sort(([a], [b]) => rank(a) - rank(b)));
    },
  };
}

function rank(code: AnomalyCode): number {
  return ANOMALY_CODES.indexOf(code);
}

const MAX_QUOTED = 60;

/** A foreign value in double quotes for a detail, shortened where it is long; it may hold control characters. */
export function quote(text: string): string {
  return text.length <= MAX_QUOTED ? `"${text}"` : `"${text.slice(0, MAX_QUOTED)}…"`;
}
