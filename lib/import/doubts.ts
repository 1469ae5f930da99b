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
export function doubtProhibitions(judgedContent: JudgedContent, lookup: Lookup): readonly Judgement[] {
  for (const [kind, id] of judgedBy(judgedContent)) {
    const reason = id === null ? null : doubtAbout(kind, id, lookup);
    if (reason !== null) return [judged("judge.unknown", `It is judged by ${kind} "${id}", and ${reason}`)];
  }
  return [];
}

function judgedBy({ kind, id, record, history }: JudgedContent): readonly (readonly [JudgingKind, string | null])[] {
  const { profileId, workspaceId } = subjectOf({ kind, id, record });
  const place = [["profile", profileId], ["workspace", workspaceId]] as const;
  if (kind !== "object") return place;
  const acting = [
    textOf(record, "last_modified_by_actor"),
    textOf(record, "created_by_actor"),
    ...history?.producers.keys() ?? [],
  ];
  return [
    ...place,
    ["device", textOf(record, "device_id")],
    ...acting.flatMap((one) => [["actor", one], ["device", one]] as const),
  ];
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
