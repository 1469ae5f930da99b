/** Folders that the manifest lists and that are not there. */
import { BUILT_BY } from "../model/derived.ts";
import type { Finding } from "../model/documents/health.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { CLASS_LISTS } from "../store/manifest_classes.ts";
import { classifyPath } from "../store/path_class.ts";
import { integerField, stringField, stringListField } from "../text/json.ts";
import { plural } from "../text/words.ts";
import { finding, findingKind } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";

const LOST = findingKind(
  "layout.folder-lost",
  "critical",
  "A folder of durable state is gone, and it held records",
  `Stop the daemon, and bring the folder's records back ${FROM_ELSEWHERE}: nothing here can make them again`,
);
const MISSING = findingKind(
  "layout.folder-missing",
  "error",
  "A folder of durable state is gone",
  `Bring its records back ${FROM_ELSEWHERE}, or make it again, empty, where it never held anything`,
);
const UNMADE = findingKind(
  "layout.folder-not-made",
  "info",
  "A folder that holds nothing durable is not there",
  "Nothing needs to be done: it is made again when it is needed",
  { durability: "rebuildable" },
);

export const MISSING_FOLDER_KINDS = [LOST, MISSING, UNMADE];

/** One finding a folder that the manifest lists and that is nothing at all on the disk. */
export function missingFolders(check: string, store: StoreSnapshot): readonly Finding[] {
  const { record } = store.manifest;
  const there = new Set([...store.folders, ...store.files].map(({ path }) => path));
  const listed = new Map(
    CLASS_LISTS.flatMap(([list, durability]) =>
      stringListField(record, list).map((name) => [name.replace(/\/+$/, ""), { list, durability }] as const)
    ),
  );
  return [...listed].filter(([folder]) => folder !== "" && !there.has(folder)).map(([folder, { list, durability }]) => {
    const known = classifyPath(folder).durability;
    const isDurable = (known === "unclassified" ? durability : known) === "durable";
    const witness = witnessOf(folder, store);
    const of = !isDurable ? { ...UNMADE, durability } : witness === null ? MISSING : LOST;
    return finding(check, of, {
      target: folder,
      message: `The manifest lists "${folder}", and there is no such folder${witness === null ? "" : `: ${witness}`}`,
      evidence: { file: folder, list, witness },
    }, store);
  });
}

const OBJECT_EVENTS = ["add", "update", "delete"];

/** What says that the folder held records, as half a sentence; null where nothing does. */
function witnessOf(folder: string, { journal, derived }: StoreSnapshot): string | null {
  const count = (index: string) =>
    Math.max(
      0,
      ...derived.map(({ record }) =>
        stringField(record, "index_kind") === index ? integerField(record, "entry_count") ?? 0 : 0
      ),
    );
  switch (folder) {
    case KINDS.object.folder: {
      const told = journal.objects.filter(({ last_event_type: type }) => OBJECT_EVENTS.includes(type)).length;
      const objects = Math.max(told, journal.objects.length === 0 ? count("object-heads") : 0);
      return objects === 0 ? null : `the history tells of ${plural(objects, "object")}`;
    }
    case KINDS.actor.folder: {
      const actors = journal.actors.filter(({ actor_id: id }) => id.startsWith(`${KINDS.actor.kind}:`)).length;
      const known = Math.max(actors, journal.actors.length === 0 ? count("actor-activity") : 0);
      return known === 0 ? null : `the history tells of ${plural(known, "actor")}`;
    }
    case KINDS.device.folder: {
      const devices = journal.actors.filter(({ actor_id: id }) => id.startsWith(`${KINDS.device.kind}:`)).length;
      return devices === 0 ? null : `the history tells of ${plural(devices, "device")}`;
    }
    case KINDS.report.folder: {
      const repairs = journal.actors.find(({ actor_id: id }) => id === BUILT_BY)?.events ?? 0;
      return repairs === 0 ? null : `the history tells of ${plural(repairs, "repair")}`;
    }
    default:
      return null;
  }
}
