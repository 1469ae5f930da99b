/** What the checks that read the journal say about one subject whose events were looked up without reading all of it. */
import { boundaryEventsCheck } from "../checks/boundary_events.ts";
import { journalEventsCheck } from "../checks/journal_events.ts";
import { trustActivityCheck } from "../checks/withdrawn_activity.ts";
import { runCheck } from "../checks/frame/check.ts";
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import type { ActorActivity } from "../model/journal.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { KINDS } from "../model/kinds.ts";
import type { History } from "./history.ts";
import type { Subject } from "./subject.ts";

/** Those that judge an object by its newest event, or an actor by its last one; the others need every event. */
const CHECKS = [journalEventsCheck, boundaryEventsCheck, trustActivityCheck];

/**
 * The diagnosis with what the subject's own events add to it; as it is where the journal was read or could not be. It
 * is about the subject only: what those checks would find about others is not in it.
 */
export function diagnoseHistory(
  diagnosis: Diagnosis,
  snapshot: StateSnapshot,
  { subject, history }: { readonly subject: Subject; readonly history: History },
): Diagnosis {
  const { store } = snapshot;
  if (store?.journal.state !== "not_read" || history.reason !== null) return diagnosis;
  const narrowed = {
    ...store,
    journal: {
      ...store.journal,
      state: "present" as const,
      objects: history.head === null ? [] : [history.head],
      actors: activityOf(subject, history),
    },
  };
  const { indexes, checkpoints, policy, note } = diagnosis;
  // A catalog of its own: look-ups are kept by catalog, and know the events of objects.
  const catalog = { ...diagnosis.catalog };
  const input = {
    snapshot: { ...snapshot, store: narrowed },
    store: narrowed,
    catalog,
    indexes,
    checkpoints,
    policy,
    note,
  };
  const found = CHECKS.flatMap((check) => {
    const outcome = runCheck(check, input);
    return outcome.ran ? outcome.findings : [];
  });
  return { ...diagnosis, findings: [...diagnosis.findings, ...found] };
}

function activityOf({ kind, id }: Subject, { last, total }: History): readonly ActorActivity[] {
  if (last === null || id === null || KINDS[kind].inJournal !== "producer") return [];
  return [{
    actor_id: id,
    events: total ?? 1,
    by_type: {},
    first_event_id: "",
    first_event_at: "",
    last_event_id: last.event_id,
    last_event_at: last.created_at ?? "",
  }];
}
