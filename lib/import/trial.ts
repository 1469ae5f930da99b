/** Trying a restore: the store that it is tried in, and what may differ when it is exported again. */
import { stringifyJson } from "../text/stringify_json.ts";
import { NEW_STORE, newManifestText } from "../store/new_store.ts";
import type { JsonObject } from "../text/json.ts";
import { KINDS } from "../model/kinds.ts";
import { importPath } from "./paths.ts";

/** What is not the same in a bundle that is made of the restored store, and tells nothing of the restore. */
export const DECLARED_DIFFERENCES: readonly string[] = [
  "data/bundle.json: which store and generation it was made from, when and by what; what its own export held back and needs",
  "data/journal.ndjson: the ids of events, which every store numbers anew; events that tell of an import",
  "data/records/actor.ndjson: the import bridge of the trial, and those of earlier imports where nothing else names them",
  "data/records/*.ndjson: record_id, schema and updated_at, where the bundle's record has none and the writer adds it",
];

export interface TrialPlaces {
  readonly profiles: readonly string[];
  readonly workspaces: readonly string[];
}

/** An id that no bundle can hold but by knowing its own hash. */
export function trialActor(bundleSha256: string): string {
  return `actor:restore-trial-${bundleSha256.slice(0, 32)}`;
}

/** The files of an empty store with an import bridge that reaches these places. */
export function trialStore(
  actorId: string,
  { profiles, workspaces }: TrialPlaces,
  at: string,
): ReadonlyMap<string, string> {
  const bridge: JsonObject = {
    schema: KINDS.actor.schema,
    record_id: actorId,
    actor_id: actorId,
    actor_type: "import_bridge",
    display_name: "Trial of a restore",
    identity_id: "identity:restore-trial",
    workspace_scope: workspaces,
    profile_scope: profiles,
    capabilities: ["write"],
    trust_level: "local",
    policy_subject: "sourceos.actor.restore-trial",
    signing_key_ref: null,
    created_at: at,
    revoked_at: null,
    updated_at: at,
  };
  return new Map([
    [NEW_STORE.manifest, newManifestText(at)],
    [importPath("actor", actorId) ?? "actors/restore-trial.json", `${stringifyJson(bridge, 2)}\n`],
  ]);
}
