/** What forbids a record of a bundle to come in, whatever it is beside what is here. */
import { textOf } from "../model/fields.ts";
import { howWithdrawn, isQuarantined, type Withdrawn } from "../policy/withdrawal.ts";
import { firstViolation } from "../store/contract.ts";
import { isAirGapped } from "../policy/air_gap.ts";
import { isTooVisible } from "../policy/visibility.ts";
import type { JsonObject } from "../text/json.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { TRAVEL } from "../bundle/travel.ts";
import { nameOf } from "../store/lookup.ts";
import { flawOfId } from "../text/safe_name.ts";
import { uncapitalised } from "../text/words.ts";
import type { ObjectHistory } from "./history.ts";
import { doubtProhibitions } from "./doubts.ts";
import { judged, type Judgement } from "./rules.ts";
import { strayingProhibitions } from "./straying.ts";
import type { NamedRecord } from "./judged_records.ts";
import { importPath } from "./paths.ts";
import type { ImportState } from "./state.ts";
import { isGone } from "../store/gone.ts";
import { subjectOf } from "../policy/subject.ts";

export interface MissingRecord extends NamedRecord {
  /** Null where the bundle does not hold it. */
  readonly rule: string | null;
}

/** A record of a bundle with what it is judged by. */
export interface Candidate {
  readonly kind: RecordKind;
  readonly id: string;
  readonly record: JsonObject;
  /** What the record here says; null where there is none. */
  readonly local: JsonObject | null;
  readonly history: ObjectHistory | null;
  /** A profile, an actor or a device: the one here, else the one that the bundle brings. */
  find(kind: RecordKind, id: string | null): JsonObject | null;
  /** How an actor or device of that id may have been withdrawn at that moment; null where none was. */
  withdrawnBy(id: string, moment: string): Withdrawn | null;
  /** Whether there is such an actor or device here, or will be. */
  isRegistered(producer: string): boolean;
  /** The first that it cannot be without and that is neither here nor comes in, with the rule that keeps it out. */
  readonly missing: readonly MissingRecord[];
}

/** Every rule by which the record stays out. */
export function prohibitions(candidate: Candidate, state: ImportState): readonly Judgement[] {
  const { kind } = candidate;
  return [
    ...(TRAVEL[kind].comesIn ? [] : [judged("kind.not-imported")]),
    ...shapeProhibitions(candidate),
    ...nameProhibitions(candidate, state),
    ...state.grants.prohibitions(candidate),
    ...policyProhibitions(candidate, state),
    ...doubtProhibitions(candidate, state.lookup),
    ...(kind === "object" ? [...objectProhibitions(candidate, state), ...strayingProhibitions(candidate, state)] : []),
    ...historyProhibitions(candidate, state),
    ...candidate.missing.map((need) => {
      const why = need.rule === null ? "is neither here nor in the bundle" : `may not come in (${need.rule})`;
      return judged("needs.missing", `It names ${need.kind} "${need.id}", which ${why}`);
    }),
  ];
}

function shapeProhibitions({ kind, record }: Candidate): readonly Judgement[] {
  const known = KINDS[kind].schema;
  const found = Object.hasOwn(record, "schema") ? record["schema"] : known;
  if (found !== known) {
    const name = typeof found === "string" ? `"${found}"` : "none that can be read";
    return [judged("record.format", `Its format is ${name}, known here is "${known}"`)];
  }
  // A workspace without a record is known by being named.
  const workspace = textOf(record, "workspace_id");
  const violation = firstViolation(kind, record);
  return [
    ...(violation === null ? [] : [judged("schema.contract", violation.message)]),
    ...(workspace !== null && flawOfId(workspace) !== null ? [judged("name.unlawful")] : []),
  ];
}

function nameProhibitions(
  { kind, id, local }: Candidate,
  { catalog, lookup, paths }: ImportState,
): readonly Judgement[] {
  if (catalog.find(kind, id).length > 1) return [judged("record.ambiguous")];
  if (local !== null) return [];
  const path = importPath(kind, id);
  if (path === null) return [judged("name.unusable")];
  const end = lookup.find(kind, id);
  if (end.state === "unreadable") return [judged("record.unreadable")];
  if (end.state === "taken") {
    return [judged("name.taken", `The file that it would have holds ${uncapitalised(nameOf(end.by))}`)];
  }
  return paths.has(path) ? [judged("name.taken")] : [];
}

function policyProhibitions(
  candidate: Candidate,
  { policy, lookup, home, isTrial }: ImportState,
): readonly Judgement[] {
  if (isTrial) return [];
  const { kind, id, record, find } = candidate;
  const subject = subjectOf({ kind, id, record });
  const { denying, reviewing, allowing } = policy.on(subject);
  const { profileId } = subject;
  const profile = find("profile", profileId) ?? (kind === "profile" ? record : null);
  const around = textOf(lookup.record("workspace", subject.workspaceId)?.record ?? null, "profile_id");
  const surrounding = find("profile", around);
  const entered = (one: JsonObject | null) => one !== null && isAirGapped(one) && allowing.length === 0;
  const crosses = (one: string | null) => one !== null && one !== home && allowing.length === 0;
  return [
    ...(kind === "object" && policy.unread !== null ? [judged("policy.unreadable")] : []),
    ...denying.map(({ name }) => judged("policy.denied", `Decision "${name}" denies it`)),
    ...reviewing.map(({ name }) => judged("policy.review", `Decision "${name}" asks for review`)),
    ...(entered(profile) ? [judged("profile.air-gapped")] : []),
    ...(entered(surrounding)
      ? [judged("profile.air-gapped", `The profile of its workspace, "${around}", is air gapped`)]
      : []),
    ...(crosses(profileId) ? [boundary(`Its profile is "${profileId}"`, home)] : []),
    ...(crosses(around) ? [boundary(`Its workspace is in profile "${around}"`, home)] : []),
  ];
}

function boundary(where: string, home: string | null): Judgement {
  const than = home === null ? "the bundle has no profile of its own" : `not "${home}"`;
  return judged("profile.boundary", `${where}, ${than}, and no decision recorded here allows it`);
}

function objectProhibitions(candidate: Candidate, { heads }: ImportState): readonly Judgement[] {
  const { id, record, local } = candidate;
  const deletedHere = isGone(local) || heads.get(id)?.deleted === true;
  const held = local !== null && textOf(local, "retention_class") === "legal_hold";
  const privacy = textOf(record, "privacy_class");
  const profile = candidate.find("profile", textOf(record, "profile_id"));
  return [
    ...(deletedHere && !isGone(record) ? [judged("deletion.kept")] : []),
    ...(held ? [judged("hold.kept")] : []),
    ...(isTooVisible(record) ? [judged("visibility.too-wide")] : []),
    ...(privacy === "secret" && textOf(profile, "profile_class") === "public_open_source"
      ? [judged("profile.secret")]
      : []),
    ...actorProhibitions(candidate),
  ];
}

/** Its history comes in as a whole or not at all: with some events left out it would be another history. */
function historyProhibitions(
  { record, history, isRegistered }: Candidate,
  { isTrial }: ImportState,
): readonly Judgement[] {
  if (history === null || !goesOn(history)) return [];
  const { deleted, added } = history;
  const isHeld = textOf(record, "retention_class") === "legal_hold";
  const stranger = isTrial ? undefined : added.producers.find((producer) => !isRegistered(producer));
  return [
    ...(isHeld && added.deletion ? [judged("history.held-deletion")] : []),
    ...(deleted && !isGone(record) ? [judged("history.deletion")] : []),
    ...(added.undated ? [judged("history.undated")] : []),
    ...(added.waiting ? [judged("history.unapplied")] : []),
    ...(stranger === undefined
      ? []
      : [judged("history.producer", `Its history has an event by "${stranger}", who is not registered here`)]),
  ];
}

/** Whether the bundle's history has events behind those here. */
export function goesOn({ relation, here, bundle }: ObjectHistory): boolean {
  return relation !== "diverged" && bundle > here;
}

function actorProhibitions(candidate: Candidate): readonly Judgement[] {
  const { record, find } = candidate;
  const modifier = textOf(record, "last_modified_by_actor");
  const lastActor = find("actor", modifier);
  const quarantined = lastActor !== null && isQuarantined(lastActor);
  const device = find("device", textOf(record, "device_id"));
  return [
    ...(quarantined ? [judged("actor.quarantined", `Actor "${modifier}", who last changed it, is quarantined`)] : []),
    ...lateActs(candidate),
    ...(device !== null && howWithdrawn(device) !== null && !isGone(record) ? [judged("device.withdrawn")] : []),
  ];
}

/**
 * Whoever was revoked or quarantined did nothing afterwards. The journal tells when somebody acted, and an object's
 * creation; its own updated_at counts only where the journal does not tell, as every writer overwrites it.
 */
function lateActs({ record, history, withdrawnBy }: Candidate): readonly Judgement[] {
  const modifier = textOf(record, "last_modified_by_actor");
  const createdAt = textOf(record, "created_at");
  const told: ReadonlyMap<string | null, string> = history?.producers ?? new Map();
  const acts: readonly (readonly [id: string | null, at: string | null])[] = [
    ...told,
    [textOf(record, "created_by_actor"), createdAt],
    [modifier, createdAt],
    ...(told.has(modifier) ? [] : [[modifier, textOf(record, "updated_at")] as const]),
  ];
  return acts.flatMap(([id, at]) => {
    const withdrawn = id === null || at === null ? null : withdrawnBy(id, at);
    if (withdrawn === null) return [];
    const { how, since } = withdrawn;
    const when = since === null ? `and is ${how}, nobody knows since when` : `${how} since ${since}`;
    return [judged("actor.revoked", `"${id}" made or changed it at ${at}, ${when}`)];
  });
}
