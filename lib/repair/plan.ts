/**
 * Repair planning: findings in, steps out. Only rebuildable and disposable state is ever rewritten or removed; durable
 * state is at most appended to, moved aside whole, or left for a person (docs/design.md, "Repair").
 *
 * In two turns: draftRepair() says what has to be looked at, completeRepair() predicts every byte from what was seen.
 */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { MANIFEST_PATH } from "../change/paths.ts";
import { derivedStates } from "../derived/states.ts";
import { recordFileAt } from "../store/lookup.ts";
import { changeStanding } from "../change/standing.ts";
import { reasonNotToRepair } from "../change/stopped.ts";
import { sealOf } from "../journal/append.ts";
import type { ChangeIntent, ChangeWithContent } from "../model/change.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { type BlockedDraft, type Draft, draftsOf, furtherRebuilds, isNamedExactly, pathsOf } from "./drafts.ts";
import { obstacleTo, placesOf, reasonNotToRewrite } from "../change/obstacles.ts";
import { type Refusal, refusalForObject, refusalOfRepair } from "../policy/repair_refusals.ts";
import { draftInventory, type InventoryDraft } from "./inventory.ts";
import { digestOf, predictChanges, type Prediction, type StoreBytes } from "./predict.ts";
import { type EventRecording, manifestChange, recordingOf } from "../change/recording.ts";
import { resumeDrafts } from "./resume.ts";
import { fileNamesOf, isAllowed, readScope, type Scope, scopeText } from "../change/scope.ts";
import type { Sha256Hex } from "../text/sha256.ts";

export interface PlanRequest {
  readonly snapshot: StateSnapshot;
  readonly diagnosis: Diagnosis;
  /** Empty means everything. */
  readonly scopes: readonly Scope[];
  readonly generatedAt: string;
  readonly sha256Hex: Sha256Hex;
}

/** A plan before anyone looked at the files that it touches. */
export interface RepairDraft {
  /** In the order in which they are applied. */
  readonly steps: readonly Draft[];
  /** What the given scopes leave out. */
  readonly outside: readonly Draft[];
  /** The scopes that all of it together would need. */
  readonly requiredScopes: readonly string[];
  readonly blocked: readonly BlockedDraft[];
  /** Those of the blocked ones that the given scopes ask for. */
  readonly askedInVain: readonly BlockedDraft[];
  /** Whether they wait for the journal to be sealed, which no given scope allows. */
  readonly needsSeal: boolean;
  /** Policy's own refusals among them, by the step's id. */
  readonly refusals: ReadonlyMap<string, Refusal & { readonly needs: Scope }>;
  readonly review: readonly Finding[];
  /** What an earlier change left half done: it is finished or taken back before anything else. */
  readonly recovers: ChangeIntent | null;
  /** Null where nothing is applied. */
  readonly recording: EventRecording | null;
  /** The files to look at, and whether the journal has to be folded with what is appended. */
  readonly looksAt: readonly string[];
  readonly folds: boolean;
  /** Of the records whose bytes are to be looked at; null where no checkpoint is rebuilt. */
  readonly inventory: InventoryDraft | null;
}

/** A step with what it does to each file. */
export interface PredictedStep {
  readonly draft: Draft;
  readonly changes: readonly ChangeWithContent[];
}

/** Every step that can be applied, in the given scopes and outside them. */
export function draftRepair(request: PlanRequest): RepairDraft {
  const { diagnosis, scopes, snapshot: { store } } = request;
  const review = (done: readonly Draft[]) => {
    const answered = new Set(done.map(({ finding }) => finding));
    return diagnosis.findings.filter((one) =>
      one.recommendation.needs_review && one.severity !== "info" && !answered.has(one)
    );
  };
  const nothing = {
    steps: [],
    outside: [],
    askedInVain: [],
    needsSeal: false,
    requiredScopes: [],
    recovers: null,
    recording: null,
    looksAt: [],
    folds: false,
    inventory: null,
  };
  if (store === null) return { ...nothing, blocked: [], refusals: new Map(), review: review([]) };
  const standing = changeStanding(store);
  if (standing.state === "interrupted") {
    return {
      ...nothing,
      blocked: [],
      refusals: new Map(),
      review: [],
      recovers: standing.intent,
      requiredScopes: standing.intent.scopes,
    };
  }
  const { all, blocked, isAsked, refusals, reasonAgainst, inScope } = weighDrafts(request, store);
  const open = all.filter((draft) => reasonAgainst(draft) === null);
  const inside = open.filter(inScope);
  const unsealed = reasonToSealFirst(store, scopes);
  const steps = unsealed === null ? inside : [];
  const outside = open.filter((draft) => !inScope(draft));
  const requiredScopes = [...new Set(open.map(({ needs }) => scopeText(needs)))];
  const waiting = unsealed === null ? [] : inside.map(({ id }) => ({ id, reason: unsealed }));
  const askedInVain = [...waiting, ...blocked.filter(isAsked)];
  const base = {
    blocked: [...blocked, ...waiting],
    askedInVain,
    needsSeal: waiting.length > 0,
    refusals,
    review: review(steps),
    outside,
    requiredScopes,
  };
  if (steps.length === 0) return { ...nothing, ...base };
  const recording = recordingOf(store, {
    kind: "repair",
    at: request.generatedAt,
    identity: scopes.map(scopeText),
    sha256Hex: request.sha256Hex,
  });
  return {
    ...base,
    steps,
    recovers: null,
    recording,
    looksAt: [...steps.flatMap(({ action }) => action.kind === "seal" ? [] : pathsOf(action)), "manifest.json"],
    folds: steps.some(({ action }) => action.kind === "rebuild_index" || action.kind === "rebuild_checkpoint"),
    inventory: steps.some(({ action }) => action.kind === "rebuild_checkpoint")
      ? draftInventory(store, diagnosis.catalog, request.generatedAt)
      : null,
  };
}

/** Every draft, and what stands against some of them. */
interface Weighed {
  readonly all: readonly Draft[];
  readonly blocked: readonly BlockedDraft[];
  /** Whether the given scopes ask for what is blocked. */
  readonly isAsked: (blocked: BlockedDraft) => boolean;
  readonly refusals: RepairDraft["refusals"];
  readonly reasonAgainst: (draft: Draft) => string | null;
  readonly inScope: (draft: Draft) => boolean;
}

function weighDrafts({ diagnosis, scopes }: PlanRequest, store: StoreSnapshot): Weighed {
  const { catalog, policy } = diagnosis;
  const found = draftsOf(diagnosis, store);
  const foundIds = new Set(found.drafts.map(({ id }) => id));
  const further = (appendsEvent: boolean) =>
    furtherRebuilds(diagnosis, { scopes, appendsEvent }).filter(({ id }) => !foundIds.has(id));
  const places = placesOf(store);
  const whole = refusalOfRepair(policy);
  const stop = reasonNotToRepair(store);
  const inScope = (draft: Draft) => scopes.length === 0 || isAllowed(draft.needs, scopes);
  const reasonOf = (draft: Draft, refusal: Refusal | null = null) =>
    stop ?? refusal?.reason ?? reasonNotToRebuild(draft, diagnosis, scopes) ??
      obstacleTo(pathsOf(draft.action), places) ??
      reasonNotToResume(draft, store);
  const refusalOf = objectRefusals(found.drafts, diagnosis);
  const policyOn = (draft: Draft) => whole ?? refusalOf(draft);
  const asked = [...found.drafts, ...further(false)];
  const made = asked.filter((draft) => inScope(draft) && reasonOf(draft, policyOn(draft)) === null);
  const resumed = resumeDrafts(store, { catalog, policy, derived: derivedAfter(made, diagnosis) });
  const policyOnAny = (draft: Draft) => policyOn(draft) ?? resumed.refusals.get(draft.id) ?? null;
  const goesOn = resumed.drafts.filter((draft) => inScope(draft) && reasonOf(draft, policyOnAny(draft)) === null);
  const all = [...found.drafts, ...further(made.length + goesOn.length > 0), ...resumed.drafts];
  const refusals = new Map(all.flatMap((draft) => {
    const refusal = policyOnAny(draft);
    return refusal === null ? [] : [[draft.id, { ...refusal, needs: draft.needs }] as const];
  }));
  const reasonAgainst = (draft: Draft) => reasonOf(draft, refusals.get(draft.id));
  const blocked = all.flatMap((draft) => {
    const reason = reasonAgainst(draft);
    // What only the repair's own event would ask for needs no word where there is no repair.
    return reason === null || (draft.finding === null && stop !== null) ? [] : [{ id: draft.id, reason }];
  });
  const askedIds = new Set(all.filter(inScope).map(({ id }) => id));
  // What nobody here can build is left for a person, and refused to whoever names it.
  const unbuildable = found.blocked.filter(({ id }) => isInScopes(id.replace(/^rebuild-/, ""), scopes));
  const isAsked = (one: BlockedDraft) => askedIds.has(one.id) || unbuildable.includes(one);
  return { all, blocked: [...unbuildable, ...blocked], isAsked, refusals, reasonAgainst, inScope };
}

function isInScopes(text: string, scopes: readonly Scope[]): boolean {
  const scope = readScope(text);
  return scope !== null && isAllowed(scope, scopes);
}

/** Every repair ends with an event, which would run into a torn line. */
function reasonToSealFirst({ journal }: StoreSnapshot, scopes: readonly Scope[]): string | null {
  if (sealOf(journal) === "" || scopes.length === 0 || isAllowed({ kind: "journal" }, scopes)) return null;
  return "The journal's last line is torn, and the event that tells of a repair can only follow once it is sealed: " +
    "give --scope journal as well";
}

function reasonNotToResume({ action }: Draft, store: StoreSnapshot): string | null {
  return action.kind === "resume" ? reasonNotToRewrite(action.path, recordFileAt(store, action.path)) : null;
}

/** Every step of a draft that was predicted, and the manifest's change, which comes last; null where nothing is recorded. */
export interface PredictedSteps {
  readonly steps: readonly PredictedStep[];
  readonly manifest: ChangeWithContent | null;
}

/** Each step with its changes, and the manifest's. */
export function predictSteps(
  { generatedAt, sha256Hex }: Pick<PlanRequest, "generatedAt" | "sha256Hex">,
  draft: RepairDraft,
  bytes: StoreBytes,
): PredictedSteps {
  const { recording } = draft;
  if (recording === null) return { steps: [], manifest: null };
  const prediction: Prediction = {
    bytes,
    reportId: recording.reportId,
    generatedAt,
    inventory: draft.inventory,
    activeGeneration: recording.activeGeneration,
    sha256Hex,
  };
  return {
    steps: draft.steps.map((step) => ({ draft: step, changes: predictChanges(step, prediction) })),
    manifest: manifestChange(recording, digestOf(MANIFEST_PATH, bytes), sha256Hex),
  };
}

/** The state of derived data once these rebuilds are done. */
function derivedAfter(rebuilds: readonly Draft[], diagnosis: Diagnosis): ReadonlyMap<string, string> {
  const made = rebuilds.map(({ needs }) => [scopeText(needs), "healthy"] as const);
  return new Map([...derivedStates(diagnosis), ...made]);
}

/** What policy has against moving the record of an object away, by what a draft needs; nothing where it has nothing. */
function objectRefusals(
  drafts: readonly Draft[],
  { policy }: Diagnosis,
): (draft: Draft) => Refusal | null | undefined {
  // Every decision is looked at, of which there may be many.
  if (!drafts.some(({ needs }) => needs.kind === "object")) return () => null;
  // A file that cannot be read has but its name: it may stand for every id that a decision names.
  const ids = new Set(policy.decisions.flatMap(({ subject }) => subject.objectId ?? []));
  const byFileName = Map.groupBy(
    [...ids].flatMap((id) => [id, ...fileNamesOf({ kind: "object", id })].map((fileName) => ({ id, fileName }))),
    ({ fileName }) => fileName,
  );
  return ({ needs }) => {
    if (needs.kind !== "object") return null;
    const named = byFileName.get(needs.id) ?? [];
    return named.map(({ id }) => refusalForObject(id, policy)).find((refusal) => refusal !== null);
  };
}

/** A rebuild would make a changed history the accepted one, and overwrite the checkpoint that tells of the change. */
function reasonNotToRebuild(draft: Draft, { findings }: Diagnosis, scopes: readonly Scope[]): string | null {
  const isRebuild = draft.action.kind === "rebuild_index" || draft.action.kind === "rebuild_checkpoint";
  if (!isRebuild || isNamedExactly(draft, scopes)) return null;
  return findings.some((finding) => finding.id === "journal.history-rewritten")
    ? "The journal's history was rewritten or cut short: nothing is rebuilt from it until a person has decided"
    : null;
}
