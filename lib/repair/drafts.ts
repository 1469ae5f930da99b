/**
 * The step that answers a finding: only rebuildable and disposable state, and what may be moved aside whole
 * (docs/design.md, "Repair").
 */
import { leftoverTarget, temporaryFiles } from "../checks/disposable.ts";
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { CHECKPOINT_PATH, entriesPath, recordPath } from "../derived/build.ts";
import { INVENTORY_PATH } from "../derived/inventory.ts";
import { LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import { derivedStates } from "../derived/states.ts";
import { INDEX_KINDS, type IndexKind } from "../model/derived.ts";
import type { Finding } from "../model/documents/health.ts";
import type { RepairStep } from "../model/repair_plan.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { recordFileAt } from "../store/lookup.ts";
import type { JsonObject } from "../text/json.ts";
import { fileScope, isAllowed, type Scope, scopeText } from "../change/scope.ts";

/** What a step does to the store. */
type Action =
  | { readonly kind: "seal" }
  | { readonly kind: "rebuild_index"; readonly index: IndexKind }
  | { readonly kind: "rebuild_checkpoint" }
  | { readonly kind: "drop"; readonly paths: readonly string[] }
  | { readonly kind: "quarantine"; readonly path: string }
  | { readonly kind: "resume"; readonly path: string; readonly record: JsonObject };

/** A step before its files have been looked at. */
export interface Draft extends Pick<RepairStep, "id" | "description" | "expected_result" | "durability"> {
  readonly action: Action;
  /** The narrowest scope that allows it. */
  readonly needs: Scope;
  /** What asks for it: a finding, or null where another step of the plan does. */
  readonly finding: Finding | null;
}

/** A step that cannot be applied, and why. */
export interface BlockedDraft {
  readonly id: string;
  readonly reason: string;
}

/** The files that an action touches, relative to the store's root. */
export function pathsOf(action: Action): readonly string[] {
  switch (action.kind) {
    case "seal":
      return ["journal.jsonl"];
    case "rebuild_index":
      return [recordPath(action.index), entriesPath(action.index)];
    case "rebuild_checkpoint":
      return [CHECKPOINT_PATH, INVENTORY_PATH];
    case "drop":
      return action.paths;
    case "quarantine":
    case "resume":
      return [action.path];
  }
}

/** Every step that the findings ask for, each once; a derived file of no known kind cannot be rebuilt. */
export function draftsOf(
  { findings }: Diagnosis,
  store: StoreSnapshot,
): { readonly drafts: readonly Draft[]; readonly blocked: readonly BlockedDraft[] } {
  const drafts = new Map<string, Draft>();
  const blocked: BlockedDraft[] = [];
  const leftovers = leftoverFiles(store);
  for (const finding of findings) {
    const draft = draftOf(finding, { store, leftovers });
    if (draft === null) continue;
    if ("reason" in draft) blocked.push(draft);
    else drafts.set(draft.id, draft);
  }
  return { drafts: [...drafts.values()], blocked };
}

interface StoreFacts {
  readonly store: StoreSnapshot;
  /** The paths that each leftover of tmp/ stands for, by its target. */
  readonly leftovers: ReadonlyMap<string, readonly string[]>;
}

function draftOf(finding: Finding, { store, leftovers }: StoreFacts): Draft | BlockedDraft | null {
  const { target } = finding;
  switch (finding.id) {
    case "journal.torn-tail":
    case "journal.unsealed-tail":
      return {
        finding,
        needs: { kind: "journal" },
        action: { kind: "seal" },
        id: "seal-journal",
        description: "Append a newline to the journal, so that its last line cannot run into the next event",
        expected_result: "Every byte of the journal stays, and it ends with a newline",
        durability: "durable",
      };
    case "index.corrupt":
    case "index.stale":
    case "index.missing":
    case "index.not-ours": {
      const rebuild = REBUILDS.get(target);
      return rebuild === undefined
        ? { id: `rebuild-${target}`, reason: `Nothing here knows how ${target} is built: it is left as it is` }
        : rebuildDraft(rebuild, finding);
    }
    case "layout.unfinished-write":
      return dropDraft(target, { finding, paths: [target] }, {
        description: `Drop the unfinished write "${target}"`,
        expected_result: "The file is gone; the file that it should have replaced is untouched",
      });
    case "disposable.stale-lock":
      return lockDraft(target, finding);
    case "disposable.leftover":
      return dropDraft(target, { finding, paths: leftovers.get(target) ?? [] }, {
        description: `Drop "${target}", which interrupted work left behind`,
        expected_result: "The temporary files are gone; nothing durable was among them",
      });
    case "registry.unreadable":
      return quarantineDraft(finding, store);
    default:
      return null;
  }
}

/** The step that drops the lock there. Whoever applies a plan takes the lock of changes and gives it up, which is all that it needs. */
export function lockDraft(path: string, finding: Finding | null): Draft {
  return dropDraft(path, { finding, paths: path === LOCK_PATH ? [] : [path] }, {
    description: `Drop the lock "${path}", whose owner is gone`,
    expected_result: "The lock is gone, and whoever respects it can work again",
  });
}

function dropDraft(
  target: string,
  { finding, paths }: { readonly finding: Finding | null; readonly paths: readonly string[] },
  words: Pick<Draft, "description" | "expected_result">,
): Draft {
  return {
    finding,
    needs: { kind: "disposable" },
    action: { kind: "drop", paths },
    id: `drop-${target}`,
    ...words,
    durability: "disposable",
  };
}

/** What is left of a change that is over is no part of another one: whoever carries that out clears it away. */
function leftoverFiles(store: StoreSnapshot): StoreFacts["leftovers"] {
  const paths = temporaryFiles(store).map(({ path }) => path)
    .filter((path) => path !== LOCK_PATH && !path.startsWith(`${WORK_FOLDER}/`));
  return Map.groupBy(paths, leftoverTarget);
}

/** What the scopes cannot name and cannot be read is for a person. */
function quarantineDraft(finding: Finding, store: StoreSnapshot): Draft | null {
  const { target: path } = finding;
  const needs = fileScope(recordFileAt(store, path)?.kind, path);
  if (needs === null) return null;
  return {
    finding,
    needs,
    action: { kind: "quarantine", path },
    id: `quarantine-${path}`,
    description: `Move "${path}", which cannot be read, to quarantine, byte for byte`,
    expected_result: "The file lies below repair-reports/quarantine/ with every byte that it had",
    durability: "durable",
  };
}

interface Rebuild {
  readonly needs: Extract<Scope, { readonly id: string }>;
  readonly action: Action;
}

/** What is built from the journal, by its target. */
const REBUILDS: ReadonlyMap<string, Rebuild> = new Map<string, Rebuild>([
  ...INDEX_KINDS.map((index): [string, Rebuild] => [
    `index:${index}`,
    { needs: { kind: "index", id: index }, action: { kind: "rebuild_index", index } },
  ]),
  ["checkpoint:journal", { needs: { kind: "checkpoint", id: "journal" }, action: { kind: "rebuild_checkpoint" } }],
]);

function rebuildDraft({ needs, action }: Rebuild, finding: Finding | null): Draft {
  const target = scopeText(needs);
  return {
    finding,
    needs,
    action,
    id: `rebuild-${target}`,
    description: `Rebuild the ${needs.kind} "${needs.id}" from the journal`,
    expected_result: `${target} is healthy and covers the whole journal`,
    durability: "rebuildable",
  };
}

/**
 * Rebuilds that no finding asks for: of what was never built, where a scope names it, and of what is healthy now, as the
 * repair's own event would leave it one event behind. What another program has put there stays.
 */
export function furtherRebuilds(
  diagnosis: Diagnosis,
  { scopes, appendsEvent }: { readonly scopes: readonly Scope[]; readonly appendsEvent: boolean },
): readonly Draft[] {
  const states = derivedStates(diagnosis);
  return [...REBUILDS].flatMap(([target, rebuild]) => {
    const state = states.get(target);
    if (state === "foreign") return [];
    const isWanted = state === "healthy" ? appendsEvent : isAllowed(rebuild.needs, scopes);
    return isWanted ? [rebuildDraft(rebuild, null)] : [];
  });
}

/** Whether one of the scopes names exactly this step, not a group that it belongs to. */
export function isNamedExactly({ needs }: Draft, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) => scopeText(scope) === scopeText(needs));
}
