/**
 * What each kind of change may do to which files of a store, and inside which scope. Plans, reports and intents are held
 * against it wherever one is read: what they say is input, and allows nothing (docs/formats.md, "What a change may touch").
 */
import { TRAVEL } from "../bundle/travel.ts";
import { CHECKPOINT_PATH, entriesPath, recordPath } from "../derived/build.ts";
import { INVENTORY_PATH } from "../derived/inventory.ts";
import { type FileChange, LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import { INDEX_KINDS } from "../model/derived.ts";
import { KIND_BY_FOLDER, type RecordKind } from "../model/kinds.ts";
import type { RepairStep } from "../model/repair_plan.ts";
import type { DurabilityClass } from "../model/vocabulary.ts";
import { classifyPath } from "../store/path_class.ts";
import { safeRecordName } from "../text/safe_name.ts";
import { isDeletion } from "./deletion.ts";
import { isIntegrityEventOf } from "./integrity_events.ts";
import {
  competingPath,
  isPlainPath,
  keptBefore,
  MANIFEST_PATH,
  quarantinedAt,
  reportPath,
  TMP_FOLDER,
} from "./paths.ts";
import { isAllowed, readScope, RECORD_SCOPES, type Scope, scopeText } from "./scope.ts";
import { withArticle } from "../text/words.ts";

/** What becomes of a file. */
type Way = "made" | "replaced" | "removed";

/** What a step of each kind needs. */
const STEPS = {
  seal: { durability: "durable", scopes: ["journal"] },
  rebuild: { durability: "rebuildable", scopes: ["index", "checkpoint"] },
  drop: { durability: "disposable", scopes: ["disposable"] },
  quarantine: { durability: "durable", scopes: RECORD_SCOPES },
  resume: { durability: "rebuildable", scopes: ["derived"] },
  decide: { durability: "durable", scopes: ["object"] },
  import: { durability: "durable", scopes: RECORD_SCOPES },
} as const satisfies Readonly<Record<string, StepRule>>;

interface StepRule {
  readonly durability: DurabilityClass;
  readonly scopes: readonly Scope["kind"][];
}

type StepKind = keyof typeof STEPS;

/** The steps that each kind of change may have. */
const STEPS_OF: Readonly<Record<ChangeKind, readonly StepKind[]>> = {
  repair: ["seal", "rebuild", "drop", "quarantine", "resume"],
  decision: ["decide"],
  import: ["import"],
  undo: ["seal", "rebuild", "drop", "quarantine", "resume", "decide", "import"],
};

/** What the steps of a repair may do to the files that they touch, and what an undo may do to those. */
const REPAIR_WAYS: Readonly<Record<RepairKind, Readonly<Record<"repair" | "undo", readonly Way[]>>>> = {
  seal: { repair: [], undo: [] },
  rebuild: { repair: ["made", "replaced"], undo: ["made", "replaced", "removed"] },
  drop: { repair: ["removed"], undo: ["made", "removed"] },
  quarantine: { repair: ["removed"], undo: ["made", "removed"] },
  resume: { repair: ["replaced"], undo: ["replaced"] },
};

type RepairKind = Exclude<StepKind, "decide" | "import">;

/** What a change may do to one file. */
interface Touch {
  readonly ways: readonly Way[];
  /** The narrowest scope that allows it; null for what every change does to tell of itself. */
  readonly needs: Scope | "any record" | null;
  /** The kind of step that touches such a file. */
  readonly step: StepKind | null;
}

/** A change of a store as a note tells of it. */
interface NotedChange {
  readonly kind: ChangeKind;
  /** Of the report that it writes. */
  readonly id: string;
  readonly scopes: readonly Scope[];
}

/** Why the change may not do that to the file, as a clause; null where it may. The path is a plain one then. */
export function findTouchProblem(file: FileChange, change: NotedChange): string | null {
  const { path } = file;
  const { kind, id, scopes } = change;
  if (!isPlainPath(path)) return `"${path}" is no path in a store`;
  const way = wayOf(file);
  if (way === null) return `"${path}" is absent before and after`;
  const touches = touchesOf(path, change).filter(({ ways }) => ways.includes(way));
  // An undo may take a record away for several reasons, which need other scopes.
  const touch = touches.find(({ needs }) => isInside(needs, scopes)) ?? touches[0];
  if (touch === undefined) return `"${path}" is nothing that ${NAMES[kind]} may have ${way}`;
  const keptAt = keptPath(file, touch, { kind, id });
  const isDropped = kind === "repair" && touch.step === "drop" && isDeletion(file);
  if (file.kept_at !== keptAt && !isDropped) {
    return keptAt === null
      ? `"${path}" is kept, and was not there`
      : `"${path}" is to be kept at "${keptAt}", and nowhere else`;
  }
  return isInside(touch.needs, scopes)
    ? null
    : `"${path}" needs ${neededText(touch.needs)}, which is not among its scopes`;
}

/** The scopes of a note, or why no change has them, as a clause. */
export function readScopes(
  texts: readonly string[],
): { readonly ok: true; readonly scopes: readonly Scope[] } | { readonly ok: false; readonly reason: string } {
  const scopes: Scope[] = [];
  for (const text of texts) {
    const scope = readScope(text);
    if (scope === null) return { ok: false, reason: `"${text}" is no scope` };
    scopes.push(scope);
  }
  return { ok: true, scopes };
}

/** Why the step of a plan or report cannot be one of that change, as a clause; null where it can. */
export function findStepProblem(
  { id, kind, scope, durability, changes }: Pick<RepairStep, "id" | "kind" | "scope" | "durability" | "changes">,
  change: Omit<NotedChange, "scopes">,
): string | null {
  const inStep = (reason: string | null) => reason === null ? null : `in its step "${id}" ${reason}`;
  const rule: StepRule | null = isStepKind(kind) ? STEPS[kind] : null;
  if (rule === null) return inStep(`"${kind}" is no kind of step`);
  if (!STEPS_OF[change.kind].some((one) => one === kind)) return inStep(`${NAMES[change.kind]} has no ${kind}`);
  const needs = scope === null ? null : readScope(scope);
  if (scope === null || needs === null || !rule.scopes.includes(needs.kind)) {
    return inStep(`the scope "${scope ?? ""}" is none of ${withArticle(kind)}`);
  }
  if (durability !== rule.durability) return inStep(`"${durability}" is not how durable that is`);
  for (const file of changes) {
    const problem = findTouchProblem(file, { ...change, scopes: [needs] });
    if (problem !== null) return inStep(problem);
    const way = wayOf(file);
    const touches = touchesOf(file.path, change).filter(({ ways, step }) =>
      step === kind && way !== null && ways.includes(way)
    );
    if (touches.length === 0) return inStep(`${withArticle(kind)} does nothing to "${file.path}"`);
    const [touch] = touches;
    if (touch !== undefined && !isInside(touch.needs, [needs])) {
      return inStep(`"${file.path}" needs ${neededText(touch.needs)}, which is not among its scopes`);
    }
  }
  return null;
}

/** Whether a report can have this id: its file's name, and the name of the folders with what it keeps, are made of it. */
export function isReportId(id: string): boolean {
  return safeRecordName(id) === id;
}

/** The first path that occurs twice, be it as a path or as where something is kept; null where none does. */
export function findTwice(changes: readonly FileChange[]): string | null {
  const seen = new Set<string>();
  for (const path of pathsIn(changes)) {
    if (seen.has(path)) return path;
    seen.add(path);
  }
  return null;
}

/** Every path that the changes touch: the files, and where their earlier bytes stay. */
export function pathsIn(changes: readonly FileChange[]): readonly string[] {
  return changes.flatMap(({ path, kept_at }) => kept_at === null ? [path] : [path, kept_at]);
}

const NAMES: Readonly<Record<ChangeKind, string>> = {
  repair: "a repair",
  undo: "an undo",
  import: "an import",
  decision: "a decision",
};

function wayOf({ before, after }: FileChange): Way | null {
  if (before === null) return after === null ? null : "made";
  return after === null ? "removed" : "replaced";
}

/** What the change may do at that path. */
function touchesOf(path: string, { kind, id }: Omit<NotedChange, "scopes">): readonly Touch[] {
  if (path === MANIFEST_PATH) return [{ ways: ["replaced"], needs: null, step: null }];
  const isOwn = path === reportPath(id) || isIntegrityEventOf(path, { kind, id });
  if (isOwn && isReportId(id)) return [{ ways: ["made"], needs: null, step: null }];
  switch (kind) {
    case "import":
      return [...touchOfImport(path), ...(competingPath(path)?.reportId === id ? COMPETING : [])];
    case "repair":
      return repairedAt(path).map((touch) => ({ ...touch, ways: REPAIR_WAYS[touch.step].repair }));
    case "decision":
      return decidedAt(path);
    case "undo":
      return [
        ...repairedAt(path).map((touch) => ({ ...touch, ways: REPAIR_WAYS[touch.step].undo })),
        ...[...decidedAt(path), ...touchOfImport(path), ...(competingPath(path) === null ? [] : COMPETING)].map((
          touch,
        ) => ({ ...touch, ways: undoneWays(touch) })),
      ];
  }
}

/** What was made is taken away by an undo, and made again by the undo of that. */
function undoneWays({ ways }: Touch): readonly Way[] {
  return ways.includes("made") ? [...ways, "removed"] : ways;
}

/** A decision is written into the record of its conflict, and into that of the object or of a new one. */
function decidedAt(path: string): readonly Touch[] {
  const record = recordAt(path);
  switch (record?.kind) {
    case "conflict":
      return [{ step: "decide", ways: ["replaced"], needs: "any record" }];
    case "object":
      return [
        { step: "decide", ways: ["replaced"], needs: { kind: "object", id: record.name } },
        { step: "decide", ways: ["made"], needs: "any record" },
      ];
    default:
      return [];
  }
}

type RepairTouch = Omit<Touch, "ways" | "step"> & { readonly step: RepairKind };

/** What a repair may see to at that path: derived files, disposable ones, and the records that it can move aside. */
function repairedAt(path: string): readonly RepairTouch[] {
  const index = INDEX_KINDS.find((kind) => path === recordPath(kind) || path === entriesPath(kind));
  if (index !== undefined) return [{ step: "rebuild", needs: { kind: "index", id: index } }];
  if (path === CHECKPOINT_PATH || path === INVENTORY_PATH) {
    return [{ step: "rebuild", needs: { kind: "checkpoint", id: "journal" } }];
  }
  if (classifyPath(path).durability === "disposable") {
    const isOwn = [TMP_FOLDER, LOCK_PATH, WORK_FOLDER].includes(path) || path.startsWith(`${WORK_FOLDER}/`);
    return isOwn ? [] : [{ step: "drop", needs: { kind: "disposable" } }];
  }
  const record = recordAt(path);
  if (record?.kind === "plan") return [{ step: "resume", needs: { kind: "derived" } }];
  const kind = RECORD_SCOPES.find((known) => known === record?.kind);
  return record === null || kind === undefined ? [] : [{ step: "quarantine", needs: { kind, id: record.name } }];
}

/** An import keeps the other side of each conflict that it records. */
const COMPETING: readonly Touch[] = [{ ways: ["made"], needs: "any record", step: "import" }];

/** An import brings new records, and replaces nothing but objects. */
function touchOfImport(path: string): readonly Touch[] {
  const kind = recordAt(path)?.kind;
  if (kind === undefined || !TRAVEL[kind].comesIn) return [];
  return [{ ways: kind === "object" ? ["made", "replaced"] : ["made"], needs: "any record", step: "import" }];
}

const RECORD_FILE = /^([^/]+)\/([^/]*)\.json$/;

/** The kind of the record that has its file there, and the file's name; null for what is no record's. */
function recordAt(path: string): { readonly kind: RecordKind; readonly name: string } | null {
  const [, folder = "", name = ""] = RECORD_FILE.exec(path) ?? [];
  const kind = KIND_BY_FOLDER.get(folder);
  return kind === undefined ? null : { kind, name };
}

function keptPath(
  { path, before }: FileChange,
  { step }: Touch,
  { kind, id }: Omit<NotedChange, "scopes">,
): string | null {
  if (before === null) return null;
  return kind === "repair" && step === "quarantine" ? quarantinedAt(id, path) : keptBefore(id, path);
}

function isInside(needs: Touch["needs"], given: readonly Scope[]): boolean {
  if (needs === null) return true;
  return needs === "any record"
    ? given.some(({ kind }) => RECORD_SCOPES.some((known) => known === kind))
    : isAllowed(needs, given);
}

function neededText(needs: Touch["needs"]): string {
  return needs === null ? "no scope" : needs === "any record" ? "the scope of a record" : `scope ${scopeText(needs)}`;
}

function isStepKind(kind: string): kind is StepKind {
  return Object.hasOwn(STEPS, kind);
}
