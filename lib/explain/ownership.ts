/** To whom a subject belongs (docs/domain.md, "The eleven questions"). */
import { textOf } from "../model/fields.ts";
import type { Answers, Evidence } from "../model/documents/explain.ts";
import { stringField, stringListField } from "../text/json.ts";
import { listText, withArticle } from "../text/words.ts";
import { KINDS } from "../model/kinds.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

const OWNERS = ["profile_id", "workspace_id", "device_id", "owner_identity"] as const;
const OWNER_WORDS = {
  profile_id: "profile",
  workspace_id: "workspace",
  device_id: "device",
  owner_identity: "identity",
};

/** Profile, workspace, device and identity, as far as the record names them. */
export function ownership(subject: Subject): Answers["ownership"] {
  const field = (name: typeof OWNERS[number]) => stringField(subject.record, name);
  const parts = OWNERS.flatMap((name) => {
    const id = name === `${subject.kind}_id` ? null : field(name);
    return id === null ? [] : [`${OWNER_WORDS[name]} "${id}"`];
  });
  if (subject.kind === "actor") return actorReach(subject);
  if (subject.kind === "receipt") return contentView(subject);
  const deviceless = subject.kind === "object" && field("device_id") === null
    ? "; its record does not say on which device it lives"
    : "";
  return {
    known: parts.length > 0,
    profile: field("profile_id"),
    workspace: field("workspace_id"),
    device: field("device_id"),
    owner_identity: field("owner_identity"),
    summary: parts.length === 0
      ? `Not known: ${withArticle(KINDS[subject.kind].noun)} names no profile, workspace or device`
      : `It belongs to ${parts.join(", ")}${deviceless}`,
    evidence: OWNERS.filter((name) => field(name) !== null).map((name): Evidence => recordEvidence(subject, name)),
  };
}

/** An actor belongs to nobody but its identity; what it may reach is what a person wants to know. */
function actorReach(subject: Subject): Answers["ownership"] {
  const identity = textOf(subject.record, "identity_id");
  const scope = (field: string, one: string) => {
    const ids = stringListField(subject.record, field);
    const noun = ids.length === 1 ? one : `${one}s`;
    return ids.length === 0 ? `no ${one}` : `${noun} ${listText(ids.map((id) => `"${id}"`))}`;
  };
  return {
    known: identity !== null,
    profile: null,
    workspace: null,
    device: null,
    owner_identity: identity,
    summary: `${identity === null ? "It names no identity" : `It acts for identity "${identity}"`}, in ${
      scope("profile_scope", "profile")
    } and ${scope("workspace_scope", "workspace")}`,
    evidence: ["identity_id", "profile_scope", "workspace_scope"].map((field) => recordEvidence(subject, field)),
  };
}

/** A receipt belongs to this host alone; what it tells of is a version of a content view. */
function contentView(subject: Subject): Answers["ownership"] {
  const field = (name: string) => stringField(subject.record, name) ?? "?";
  return {
    known: true,
    profile: null,
    workspace: null,
    device: null,
    owner_identity: null,
    summary: `It belongs to this host, and tells of content view "${field("contentView")}" of "${field("org")}", ${
      field("lifecycleEnv")
    }, in locus ${field("locus")}`,
    evidence: ["contentView", "org", "lifecycleEnv", "locus"].map((name) => recordEvidence(subject, name)),
  };
}
