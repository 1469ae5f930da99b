/** What each path of a store is, and how durable (docs/domain.md, "Durability classes" and "The store on disk"). */
import { ALL_KINDS } from "../model/kinds.ts";
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
  readonly kind: string;
  readonly reason: string;
}

const GONE = "if it is lost it is gone";
const REBUILT = "rebuilt from the journal and the registries";

const TOP_LEVEL: ReadonlyMap<string, TopLevel> = new Map([
  ["manifest.json", { durability: "durable", kind: "manifest", reason: `the store's own record; ${GONE}` }],
  ["journal.jsonl", { durability: "durable", kind: "journal", reason: `event history; ${GONE}` }],
  ...ALL_KINDS.map((facts): [string, TopLevel] => [facts.folder, {
    durability: facts.durability,
    kind: facts.plural,
    reason: facts.durability === "durable" ? `registry; ${GONE}` : `sync plans; ${REBUILT}`,
  }]),
  ["indexes", { durability: "rebuildable", kind: "derived indexes", reason: REBUILT }],
  ["checkpoints", { durability: "rebuildable", kind: "checkpoints", reason: REBUILT }],
  ["tmp", { durability: "disposable", kind: "temporary files", reason: "transient; may be dropped" }],
  ["receipts", { durability: "durable", kind: "content-sync receipts", reason: `the daemon's own; ${GONE}` }],
  ["current-version", { durability: "durable", kind: "content version", reason: `the daemon's own; ${GONE}` }],
  ["orchestration", { durability: "durable", kind: "orchestration events", reason: `the daemon's own; ${GONE}` }],
]);

/** Below the registry of repair reports, each in a folder of its report: files moved aside, and files as they were before. */
const KEPT = /^(repair-reports\/(?:quarantine|before))\/[^/]+\//;

/** Whether a change of our own keeps the file there, byte for byte and whatever it is, as a copy that nobody reads. */
export function isKept(path: string): boolean {
  return KEPT.test(path);
}

/**
 * The class of a path relative to the store's root. A writer's leftover `.tmp` beside its target is disposable;
 * anything that is not recognised counts as durable until somebody classifies it, and is reported as unclassified.
 */
export function classifyPath(path: string): PathClass {
  const [top = path, ...rest] = path.split("/");
  const known = TOP_LEVEL.get(top);
  const kept = KEPT.exec(path)?.[1];
  if (kept !== undefined) {
    return {
      durability: "durable",
      kind: "kept files",
      group: kept,
      reason: `what a repair moved or replaced; ${GONE}`,
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
      group: top,
      reason: "not recognised: kept as if it were durable",
    };
  }
  return { ...known, group: top };
}
