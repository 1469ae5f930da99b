/**
 * What a record of a bundle is judged by, and what of that nobody can tell here: doubt never opens a door. A profile whose
 * file is torn may be air gapped, and an actor of whom two files tell may be the revoked one.
 */
import { textOf } from "../model/fields.ts";
import type { RecordKind } from "../model/kinds.ts";
import { DEVICE_STATES, PROFILE_CLASSES, TRUST_LEVELS } from "../model/vocabulary.ts";
import { subjectOf } from "../policy/subject.ts";
import type { Lookup } from "../store/lookup.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import type { ObjectHistory } from "./history.ts";
import { judged, type Judgement } from "./rules.ts";

type JudgingKind = Extract<RecordKind, "profile" | "workspace" | "actor" | "device">;

/** By which field a record of that kind judges others, and what that can say; a workspace only names its profile. */
const CLASSES: Readonly<Record<JudgingKind, readonly [field: string, values: readonly string[]] | null>> = {
  profile: ["profile_class", PROFILE_CLASSES],
  workspace: null,
  actor: ["trust_level", TRUST_LEVELS],
  device: ["device_state", DEVICE_STATES],
};

interface JudgedContent {
  readonly kind: RecordKind;
  readonly id: string;
  readonly record: JsonObject;
  readonly history: ObjectHistory | null;
}

/** The first thing here that it is judged by and of which nobody can tell what it says; none where all is known. */
export function doubtProhibitions(
  { kind, id, record, history }: JudgedContent,
  lookup: Lookup,
): readonly Judgement[] {
  const doubt = (of: JudgingKind, named: string | null) => {
    const reason = named === null ? null : doubtAbout(of, named, lookup);
    return reason === null ? null : judged("judge.unknown", `It is judged by ${of} "${named}", and ${reason}`);
  };
  const acted = (who: string | null) => doubt("actor", who) ?? doubt("device", who);
  const { profileId, workspaceId } = subjectOf({ kind, id, record });
  const place = doubt("profile", profileId) ?? doubt("workspace", workspaceId);
  if (place !== null) return [place];
  if (kind !== "object") return [];
  const found = doubt("device", textOf(record, "device_id")) ?? acted(textOf(record, "last_modified_by_actor")) ??
    acted(textOf(record, "created_by_actor"));
  if (found !== null) return [found];
  for (const producer of history?.producers.keys() ?? []) {
    const one = acted(producer);
    if (one !== null) return [one];
  }
  return [];
}

/** As a clause; null where it is known what the record says, or that there is none. */
function doubtAbout(kind: JudgingKind, id: string, lookup: Lookup): string | null {
  const claimants = lookup.duplicates(kind).get(id);
  if (claimants !== undefined) return `${claimants.length} files here claim its id`;
  const here = lookup.record(kind, id);
  if (here === null) {
    const isUnreadable = lookup.hasUnreadable(kind) && lookup.find(kind, id).state === "unreadable";
    return isUnreadable ? "its file here cannot be read" : null;
  }
  const known = CLASSES[kind];
  if (known === null) return null;
  const [field, values] = known;
  const value = stringField(here.record, field);
  return value !== null && values.includes(value) ? null : `its record here has no ${field} that is known`;
}
