/** What an import tells the readers of integrity events: one event for each thing that it did, however much came in. */
import type { IntegrityEvent, IntegrityEventName } from "../change/integrity_events.ts";
import { targetName } from "../store/catalog.ts";
import { plural } from "../text/words.ts";
import type { JudgedRecord } from "./judged_records.ts";
import { eventTypeOf } from "./lines.ts";

interface ImportTold {
  readonly reportId: string;
  /** The import bridge. */
  readonly actor: string;
  /** Whether the import itself registers it. */
  readonly registers: boolean;
  readonly written: readonly JudgedRecord[];
  /** The objects that the journal tells of. */
  readonly objects: readonly JudgedRecord[];
  /** The ids of the conflict records that are written. */
  readonly conflicts: readonly string[];
}

/** Those of them that there is something to tell of, in the order of what an import does. */
export function importTold(
  { reportId, actor, registers, written, objects, conflicts }: ImportTold,
): readonly IntegrityEvent[] {
  const named = (records: readonly JudgedRecord[]) => records.map(({ kind, id }) => targetName(kind, id));
  const writtenOf = (kind: "actor" | "schema") => named(written.filter((record) => record.kind === kind));
  const objectsOf = (type: ReturnType<typeof eventTypeOf>) =>
    named(objects.filter((object) => eventTypeOf(object) === type));
  const told = (name: IntegrityEventName, one: string, done: string, targets: readonly string[]) =>
    targets.length === 0
      ? []
      : [{ name, summary: `Import "${reportId}" ${done} ${plural(targets.length, one)}`, actor, targets }];
  return [
    ...told("sync.actor.registered", "actor", "registered", [
      ...(registers ? [targetName("actor", actor)] : []),
      ...writtenOf("actor"),
    ]),
    ...told("sync.schema.registered", "schema", "registered", writtenOf("schema")),
    ...told("sync.object.created", "object", "brought", objectsOf("add")),
    ...told("sync.object.changed", "object", "changed", objectsOf("update")),
    ...told("sync.object.deleted", "object", "deleted", objectsOf("delete")),
    ...told("sync.conflict.created", "conflict", "recorded", conflicts.map((id) => targetName("conflict", id))),
  ];
}
