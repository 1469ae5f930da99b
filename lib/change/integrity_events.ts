/**
 * The integrity events by which a change of a store tells whoever reads `events/` what came of it: one for each thing that
 * the specification has a name for, however much was changed (docs/domain.md, "Integrity events").
 */
import type { ChangeWithContent } from "../model/change.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { safeRecordName } from "../text/safe_name.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { writtenFile } from "./text_file.ts";

/** A repair is all there at once or not at all, so that nobody could ever see it started and not completed. */
export const REPAIRED = "sync.repair.completed";

/** What each kind of change may tell of. */
const NAMES = {
  repair: [REPAIRED],
  undo: [REPAIRED],
  import: [
    "sync.object.created",
    "sync.object.changed",
    "sync.object.deleted",
    "sync.conflict.created",
    "sync.actor.registered",
    "sync.schema.registered",
  ],
  decision: ["sync.conflict.resolved", "sync.object.changed", "sync.object.created"],
} as const satisfies Readonly<Record<ChangeKind, readonly string[]>>;

export type IntegrityEventName = typeof NAMES[ChangeKind][number];

/** One thing that a change has to tell. */
export interface IntegrityEvent {
  readonly name: IntegrityEventName;
  readonly summary: string;
  /** Who did it, of the actors of the store; null where it was this program. */
  readonly actor: string | null;
  /** What it was done to, as `kind:id`; null where the report tells more. */
  readonly targets: readonly string[] | null;
}

/** So many targets are named one by one: the report and the journal name the others. */
const MOST_TARGETS = 100;

/** Whether the store keeps integrity events: it has a plain folder for them, on its own file system, that could be read. */
export function keepsIntegrityEvents({ folders, mounts = [] }: Pick<StoreSnapshot, "folders" | "mounts">): boolean {
  return folders.some(({ path }) => path === KINDS.event.folder) && !mounts.includes(KINDS.event.folder);
}

/** Where the event with that name lies that the change with that report leaves. */
export function integrityEventPath(reportId: string, name: IntegrityEventName): string {
  return pathOf(eventIdOf(reportId, name));
}

/** Whether an event of the change with that report lies there. */
export function isIntegrityEventOf(path: string, { kind, id }: { readonly kind: ChangeKind; readonly id: string }) {
  return path.startsWith(`${KINDS.event.folder}/`) && NAMES[kind].some((name) => path === integrityEventPath(id, name));
}

/** What a repair or an undo tells. */
export function repairTold(summary: string): readonly IntegrityEvent[] {
  return [{ name: REPAIRED, summary, actor: null, targets: null }];
}

/** The events as new files of the store; `at` is when they occurred. */
export function integrityEventFiles(
  events: readonly IntegrityEvent[],
  { reportId, at, sha256Hex }: { readonly reportId: string; readonly at: string; readonly sha256Hex: Sha256Hex },
): readonly ChangeWithContent[] {
  return events.map(({ name, summary, actor, targets }) => {
    const id = eventIdOf(reportId, name);
    const record = {
      schema: KINDS.event.schema,
      record_id: id,
      event_id: id,
      event_type: name,
      occurred_at: at,
      summary,
      ...(actor === null ? {} : { actor_id: actor }),
      report_id: reportId,
      ...(targets === null ? {} : { count: targets.length, targets: targets.slice(0, MOST_TARGETS) }),
      updated_at: at,
    };
    return writtenFile({ path: pathOf(id), text: `${stringifyJson(record, 2)}\n`, before: null }, reportId, sha256Hex);
  });
}

function eventIdOf(reportId: string, name: IntegrityEventName): string {
  return `event:${reportId}-${name.replace(/^sync\./, "")}`;
}

/** A report's id and a name of an event make a file name, whatever else an id may hold. */
function pathOf(id: string): string {
  return `${KINDS.event.folder}/${safeRecordName(id) ?? id}.json`;
}
