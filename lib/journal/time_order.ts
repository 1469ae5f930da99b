/**
 * Events that are dated before the one that they follow. What an import brings keeps its old times: the event that it
 * appends behind them says how many they are. So a step back waits for one that explains it, up to the journal's end.
 */
import type { EarlierEvent, TimeOrderState } from "../model/fold_state.ts";
import { ownText } from "../text/own_text.ts";
import { durationText } from "../text/numbers.ts";
import { secondsBetween } from "../text/time.ts";
import type { AnomalyList, LinePosition } from "./anomaly_list.ts";
import type { JournalEvent } from "./event.ts";
import { importedEvents } from "./import_event.ts";

/** Clocks of two devices differ; where it is by more than this, one of them is wrong. */
const SLACK_SECONDS = 60 * 60;
/** So many steps back wait at a time: an import brings few of them, as events come in the order of their own journal. */
const MOST_WAITING = 1_000;

interface TakenEvent {
  readonly position: LinePosition;
  /** Its time, which is a timestamp. */
  readonly at: string;
  /** How many events its object has by now, this one too. */
  readonly number: number;
}

interface TimeOrder {
  /** Whether the event before is not later than this timestamp: of such a one nothing is reported. */
  isNext(at: string): boolean;
  take(event: JournalEvent, taken: TakenEvent): void;
  /** The first event of the latest time; null where there is none. */
  newest(): TimeOrderState["newest"];
  state(): TimeOrderState;
  /** Reports to that list what still waits. */
  reportWaiting(anomalies: AnomalyList): void;
}

const NONE: TimeOrderState = { previous: null, newest: null, waiting: [] };

/** An order that goes on from another one's state. */
export function createTimeOrder(anomalies: AnomalyList, before: TimeOrderState = NONE): TimeOrder {
  let { previous, newest } = before;
  let waiting: EarlierEvent[] = [...before.waiting];

  return {
    isNext: (at) => previous === null || at >= previous.created_at,
    take(event, { position, at, number }) {
      const { event_id, object_id, producer, line } = event;
      const imported = waiting.length === 0 ? 0 : importedEvents(event);
      if (imported > 0) {
        waiting = waiting.filter((one) => one.object_id !== object_id || one.number < number - imported);
      }
      // Most events are later, which their texts tell.
      if (previous !== null && at < previous.created_at && isFarBefore(at, previous.created_at)) {
        waiting.push({ ...position, event_id, created_at: at, producer, object_id, number, after: ownTime(previous) });
        if (waiting.length > MOST_WAITING) waiting.splice(0, 1).forEach((one) => report(one, anomalies));
      }
      if (newest === null || at > newest.created_at) newest = { event_id, line, created_at: at };
      previous = { line, created_at: at };
    },
    newest: () => newest,
    state: () => ({ previous, newest, waiting }),
    reportWaiting: (list) => waiting.forEach((one) => report(one, list)),
  };
}

function report(
  { event_id: id, created_at: at, after, producer, ...position }: EarlierEvent,
  anomalies: AnomalyList,
): void {
  const earlier = durationText(secondsBetween(at, after.created_at) ?? 0);
  const detail = `The event is dated ${at}, ${earlier} before the one on line ${after.line}, which it follows`;
  anomalies.add("out_of_order_time", position, id, detail, { producer, previous_line: after.line });
}

/** What waits is kept while the text that its time was read from is not. */
function ownTime({ line, created_at: at }: EarlierEvent["after"]): EarlierEvent["after"] {
  return { line, created_at: ownText(at) };
}

function isFarBefore(at: string, previous: string): boolean {
  return (secondsBetween(at, previous) ?? 0) > SLACK_SECONDS;
}
