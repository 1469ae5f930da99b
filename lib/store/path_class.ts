/** What each path of a store is, and how durable (docs/domain.md, "Durability classes" and "The store on disk"). */
import { KINDS, type RecordKind, REGISTRY_KINDS } from "../model/kinds.ts";
import { QUEUE_FOLDER, RECEIPTS_FOLDER, VERSION_PATH } from "../model/content_sync_names.ts";
import type { DurabilityClass } from "../model/vocabulary.ts";

export interface PathClass {
  readonly durability: DurabilityClass;
  /** What a person calls it. */
  readonly kind: string;
  /** The top-level file or folder that it is listed under. */
  readonly group: string;
  readonly reason: string;
}

interface TopLevel {
  readonly durability: DurabilityClass;
  /** What a person calls it. */
  readonly kind: string;
  /** What lies there: one file, files of records and nothing else, or whatever its owner keeps. */
  readonly holds: "itself" | "records" | "anything";
  readonly reason: string;
}

const GONE = "if it is lost it is gone";
const REBUILT = "rebuilt from the journal and the registries";
const DAEMONS = `the daemon's own; ${GONE}`;

function top(
  durability: DurabilityClass,
  kind: string,
  holds: TopLevel["holds"],
  reason: string,
): TopLevel {
  return { durability, kind, holds, reason };
}

/** Everything that a store has at the top, by its name: what is not in here belongs to nobody. */
const TOP_LEVEL: ReadonlyMap<string, TopLevel> = new Map([
  ["manifest.json", top("durable", "manifest", "itself", `the store's own record; ${GONE}`)],
  ["journal.jsonl", top("durable", "journal", "itself", `event history; ${GONE}`)],
  ...REGISTRY_KINDS.map(registry),
  ["indexes", top("rebuildable", "derived indexes", "records", REBUILT)],
  ["checkpoints", top("rebuildable", "checkpoints", "records", REBUILT)],
  ["tmp", top("disposable", "temporary files", "anything", "transient; may be dropped")],
  [RECEIPTS_FOLDER, top("durable", "content-sync receipts", "anything", DAEMONS)],
  [VERSION_PATH, top("durable", "content version", "itself", DAEMONS)],
  [QUEUE_FOLDER, top("durable", "orchestration events", "anything", DAEMONS)],
]);

function registry(kind: RecordKind): [string, TopLevel] {
  const { folder, durability, plural } = KINDS[kind];
  // Beside the reports lies what they moved aside.
  const holds = kind === "report" ? "anything" : "records";
  return [
    folder,
    top(durability, plural, holds, durability === "durable" ? `registry; ${GONE}` : `sync ${plural}; ${REBUILT}`),
  ];
}

/** Whether a folder with something of that name in it is a store: what is disposable says nothing of it. */
export function marksStore(name: string): boolean {
  const known = TOP_LEVEL.get(name);
  return known !== undefined && known.durability !== "disposable";
}

/** What lies in the root under that name: one file, records and nothing else, or anything; null where nobody knows it. */
export function whatItHolds(name: string): TopLevel["holds"] | null {
  return TOP_LEVEL.get(name)?.holds ?? null;
}

/**
 * Below the registry of repair reports, each in a folder of its report: files moved aside, files as they were before, and
 * the other sides of conflicts.
 */
const KEPT = /^(repair-reports\/(?:quarantine|before|competing))\/[^/]+\//;

/** Whether a change of our own keeps the file there, byte for byte and whatever it is, as a copy that nobody reads. */
export function isKept(path: string): boolean {
  return KEPT.test(path);
}

/**
 * The class of a path relative to the store's root. A writer's leftover `.tmp` beside its target is disposable;
 * anything that is not recognised counts as durable until somebody classifies it, and is reported as unclassified.
 */
export function classifyPath(path: string): PathClass {
  const [group = path, ...rest] = path.split("/");
  const known = TOP_LEVEL.get(group);
  const kept = KEPT.exec(path)?.[1];
  if (kept !== undefined) {
    return {
      durability: "durable",
      kind: "kept files",
      group: kept,
      reason: `what a change moved, replaced or set aside; ${GONE}`,
    };
  }
  if (path === "manifest.json.tmp" || (known !== undefined && rest.length === 1 && path.endsWith(".json.tmp"))) {
    return {
      durability: "disposable",
      kind: "unfinished write",
      group: path,
      reason: "a write that never replaced its target",
    };
  }
  if (known === undefined) {
    return {
      durability: "unclassified",
      kind: "unknown",
      group,
      reason: "not recognised: kept as if it were durable",
    };
  }
  const { durability, kind, reason } = known;
  return { durability, kind, group, reason };
}
