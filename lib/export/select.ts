/**
 * What goes into a bundle, what stays back and why, and what it needs on the other side.
 *
 * Of the target's objects those leave that the decision table lets go. With them go, as far as that table lets them:
 * the schemas, actors, profiles and workspaces that they name, and the conflicts, policy decisions, transactions and
 * integrity events about them. Devices, plans and repair reports never go: they say how this host works, and plans are
 * made again. An object's history goes along, see events.ts.
 */
import { headsById } from "../store/heads_by_id.ts";
import { BUILT_BY } from "../model/derived.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { boundariesCheck } from "../checks/boundaries.ts";
import { boundaryEventsCheck } from "../checks/boundary_events.ts";
import { lookupOf } from "../store/lookup.ts";
import { REFERENCES_FROM } from "../checks/reference_table.ts";
import { namedIds } from "../store/named_ids.ts";
import type { Finding } from "../model/documents/health.ts";
import type { NEED_REASONS } from "../model/documents/export.ts";
import { stringField } from "../text/json.ts";
import { KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { flawOfId } from "../text/safe_name.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { ABOUT_OBJECTS, TRAVEL } from "../bundle/travel.ts";
import { companionCauses, objectsOf, ownCauses } from "./companion_rules.ts";
import { type Cause, decide, type Decision, type Hold } from "./rules.ts";
import { objectCauses } from "./object_rules.ts";
import { type NamedDecisions, namePolicyDecisions } from "./named_decisions.ts";
import type { Policy } from "../policy/decisions.ts";
import { placeKey, subjectOf } from "../policy/subject.ts";
import { type ExportTarget, scopeOf } from "./target.ts";

interface ExportRequest {
  readonly target: ExportTarget;
  /** Whether the bundle is encrypted. */
  readonly encrypted: boolean;
  /** What --policy-decision names. */
  readonly policyDecisions: readonly string[];
}

interface StoreState {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** What the checks found; those of boundaries have a say in what leaves. */
  readonly findings: readonly Finding[];
}

/** The checks whose findings have a say. */
export const BOUNDARY_CHECKS = [boundariesCheck.id, boundaryEventsCheck.id];

export interface HeldRecord {
  readonly kind: RecordKind;
  /** Null where nobody can tell it. */
  readonly id: string | null;
  /** In the store. */
  readonly path: string;
  readonly holds: readonly [Hold, ...(readonly Hold[])];
}

export interface LeavingRecord {
  readonly source: ReadableRecord;
  readonly decisions: readonly string[];
  readonly opened: readonly string[];
}

/** What has been decided about the objects, before their history is looked at. */
export interface ObjectSelection {
  readonly request: ExportRequest;
  readonly state: StoreState;
  readonly decisions: NamedDecisions;
  readonly home: string | null;
  /** Why nothing of the target may leave; null where it may. */
  readonly denial: Hold | null;
  readonly leaving: readonly LeavingRecord[];
  readonly held: readonly HeldRecord[];
  /** The ids of the objects that leave. */
  readonly objectIds: ReadonlySet<string>;
}

/** Decides about the target and its objects. @throws CliError for a named policy decision that cannot be used */
export function selectObjects(request: ExportRequest, state: StoreState): ObjectSelection {
  const { catalog, policy, store, findings } = state;
  const { target } = request;
  const decisions = namePolicyDecisions(request.policyDecisions, { catalog, policy });
  const { objects, home } = scopeOf(target, catalog);
  const heads = headsById(store.journal.objects);
  const boundaries = boundariesByObject(findings);
  const leaving: LeavingRecord[] = [];
  const held: HeldRecord[] = [];
  for (const source of objects) {
    const causes = objectCauses(source, { catalog, policy, heads, boundaries, home });
    sortOut(source, decideOn(source, causes, { request, decisions }), { leaving, held });
  }
  const [own] = target.kind === "object" ? held : [];
  held.push(...unreadableRecords(target, state));
  const denial = own === undefined ? placeDenial(target, home, catalog) : own.holds[0];
  const passed = denial === null ? leaving : [];
  const objectIds = new Set(passed.flatMap(({ source }) => source.id ?? []));
  return { request, state, decisions, home, denial, leaving: passed, held, objectIds };
}

/** The findings by the path of the object's record that they are about. */
function boundariesByObject(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!BOUNDARY_CHECKS.includes(finding.check)) continue;
    const path = stringField(finding.evidence, finding.check === boundariesCheck.id ? "file" : "object");
    if (path !== null) byPath.set(path, [...byPath.get(path) ?? [], finding]);
  }
  return byPath;
}

interface Sorted {
  readonly leaving: LeavingRecord[];
  readonly held: HeldRecord[];
}

function sortOut(source: ReadableRecord, decision: Decision, { leaving, held }: Sorted): void {
  if (decision.leaves) leaving.push({ source, decisions: decision.decisions, opened: decision.opened });
  else held.push({ kind: source.kind, id: source.id, path: source.path, holds: decision.holds });
}

/** Files and registries that cannot be read, and that may hold something that belongs to the target. */
function unreadableRecords({ kind: target }: ExportTarget, { store, catalog }: StoreState): readonly HeldRecord[] {
  const kinds = [...(target === "object" ? [] : ["object" as const]), ...ABOUT_OBJECTS];
  const files = new Set(store.files.map(({ path }) => path));
  const closed = kinds.filter((kind) => files.has(KINDS[kind].folder)).map((kind) => ({
    kind,
    path: KINDS[kind].folder,
  }));
  const broken = catalog.unreadable.filter(({ kind }) => kinds.includes(kind)).map((entry) => ({
    kind: entry.kind,
    path: entry.file.path,
  }));
  return [...closed, ...broken].map(({ kind, path }) => {
    const message = `Nobody can tell what "${path}" holds: it cannot be read`;
    const evidence = [{ file: path, line: null, record: null, field: null, value: null }];
    return { kind, id: null, path, holds: [{ rule: "record.unreadable", opens: "never", message, evidence }] };
  });
}

function decideOn(
  source: ReadableRecord,
  causes: readonly Cause[],
  { request, decisions }: { readonly request: ExportRequest; readonly decisions: NamedDecisions },
): Decision {
  return decide(causes, { encrypted: request.encrypted, ...decisions.means(subjectOf(source)) });
}

/** A workspace or profile whose own record, or whose profile, keeps everything in it back. */
function placeDenial({ kind, id, record }: ExportTarget, home: string | null, catalog: Catalog): Hold | null {
  if (kind === "object") return null;
  const profiles = home === null ? [] : catalog.find("profile", home);
  const flaw = flawOfId(id);
  const causes = [
    ...(flaw === null
      ? []
      : [{ rule: "record.unlawful-id", message: `No bundle may hold its id: ${flaw}`, evidence: [] }]),
    ...(record === null ? [] : ownCauses(record, catalog)),
    ...(kind === "profile" ? [] : profiles.flatMap((profile) => ownCauses(profile, catalog))),
    ...(home !== null && profiles.length === 0
      ? [{
        rule: "profile.unknown",
        message: `The profile "${home}" of ${kind} "${id}" is not registered`,
        evidence: [],
      }]
      : []),
  ];
  const decision = decide(causes, { encrypted: false, covering: [], naming: [] });
  return decision.leaves ? null : decision.holds[0];
}

/** What a record of the bundle names and the bundle does not hold. */
interface Need {
  readonly kind: RecordKind;
  readonly id: string;
  readonly reason: typeof NEED_REASONS[number];
}

export interface ExportSelection extends ObjectSelection {
  readonly needs: readonly Need[];
}

/**
 * The whole selection: the objects and what goes along with them. `producers` are those of the history that goes along.
 */
export function selectRecords(objects: ObjectSelection, producers: readonly string[]): ExportSelection {
  if (objects.denial !== null) return { ...objects, needs: [] };
  const { request, state: { catalog, store }, decisions, home, objectIds } = objects;
  const lookup = lookupOf(store, catalog);
  const leaving = [...objects.leaving];
  const held = [...objects.held];
  const seen = new Set<ReadableRecord>(leaving.map(({ source }) => source));
  const named = new Map<RecordKind, Map<string, Need>>(RECORD_KINDS.map((kind) => [kind, new Map()]));

  function take(source: ReadableRecord): void {
    if (seen.has(source)) return;
    seen.add(source);
    const causes = companionCauses(source, { catalog, home, leaving: objectIds });
    sortOut(source, decideOn(source, causes, { request, decisions }), { leaving, held });
  }

  function name(kind: RecordKind, id: string): void {
    if (named.get(kind)?.has(id) === true) return;
    const found = catalog.find(kind, id);
    const goesAlong = TRAVEL[kind].whereNamed;
    if (goesAlong) found.forEach(take);
    const reason = found.length === 0 ? "missing" : goesAlong || kind === "object" ? "held_back" : "stays_on_host";
    named.get(kind)?.set(id, { kind, id, reason });
  }

  for (const source of companionsOf(objects)) take(source);
  // What this program undid it tells in its own name, and that is no actor.
  for (const id of producers) if (id !== BUILT_BY || catalog.find("actor", id).length > 0) name("actor", id);
  // What is taken is put behind what names it, so that the list grows while it is walked.
  for (const { source } of leaving) {
    for (const { field, to: [kind], whereKept } of REFERENCES_FROM[source.kind]) {
      if (kind === undefined || (whereKept && !lookup.keeps(kind))) continue;
      for (const id of namedIds(source.record, field)) name(kind, id);
    }
  }
  for (const { source: { kind, id } } of leaving) named.get(kind)?.delete(id ?? "");
  return { ...objects, leaving, held, needs: [...named.values()].flatMap((needs) => [...needs.values()]) };
}

/** The target's own records, and those about its objects; about those that stay back too, so that they are told of. */
function companionsOf(
  { request: { target }, state: { catalog }, home, leaving, held }: ObjectSelection,
): readonly ReadableRecord[] {
  const ids = new Set(
    [...leaving.map(({ source }) => source), ...held].flatMap(({ kind, id }) => kind === "object" ? id ?? [] : []),
  );
  const places = new Set(leaving.map(({ source }) => placeKey(subjectOf(source))));
  const about = [...ABOUT_OBJECTS].flatMap((kind) =>
    catalog.ofKind(kind).filter((source) => {
      const objects = objectsOf(source);
      if (objects.length > 0) return objects.some((id) => ids.has(id));
      return kind === "decision" && places.has(placeKey(subjectOf(source)));
    })
  );
  return [
    ...(target.record === null || target.kind === "object" ? [] : [target.record]),
    ...(home === null ? [] : catalog.find("profile", home)),
    ...about,
  ];
}
