/**
 * The import bridge that a first import registers on the operator's word. It reaches what the bundle names, and may do
 * what those may whom the bundle brings, as nobody comes in who may do more than the bridge (docs/backup-restore.md).
 */
import type { RegisteredBridge } from "../model/documents/import.ts";
import { textOf, textsOf } from "../model/fields.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { CAPABILITIES, TRUST_LEVELS } from "../model/vocabulary.ts";
import { CliError } from "../model/errors.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { buildCatalog, type Catalog } from "../store/catalog.ts";
import type { JsonObject } from "../text/json.ts";
import { sortByCodePoints } from "../text/order.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { type ImportBridge, importBridges } from "./bridge.ts";
import { importPath } from "./paths.ts";

/** What a bundle asks of the bridge that is to bring all of it. */
interface BridgeReach {
  readonly profiles: readonly string[];
  readonly workspaces: readonly string[];
  readonly capabilities: readonly string[];
  readonly trust: string;
  /** The ids of the actors in the bundle. */
  readonly actors: ReadonlySet<string>;
}

/** Takes the records of a bundle one by one. */
interface ReachReading {
  add(kind: RecordKind, record: JsonObject): void;
  finish(): BridgeReach;
}

export function createReachReading(): ReachReading {
  const profiles = new Set<string>();
  const workspaces = new Set<string>();
  const capabilities = new Set(["write"]);
  const actors = new Set<string>();
  // Who is quarantined imports nothing.
  let trust: number = TRUST_LEVELS.indexOf("external");
  const addTo = (set: Set<string>, values: readonly (string | null)[]) => {
    for (const value of values) if (value !== null) set.add(value);
  };
  return {
    add(kind, record) {
      addTo(profiles, [textOf(record, "profile_id")]);
      addTo(workspaces, [textOf(record, "workspace_id")]);
      // No bundle brings an import bridge, so that nobody has to vouch for one.
      if (kind !== "actor" || textOf(record, "actor_type") === "import_bridge") return;
      addTo(actors, [KINDS.actor.idOf(record)]);
      addTo(profiles, textsOf(record, "profile_scope"));
      addTo(workspaces, textsOf(record, "workspace_scope"));
      addTo(capabilities, CAPABILITIES.filter((one) => textsOf(record, "capabilities").includes(one)));
      const level = TRUST_LEVELS.findIndex((known) => known === textOf(record, "trust_level"));
      if (level >= 0 && level < trust) trust = level;
    },
    finish: () => ({
      profiles: sortByCodePoints([...profiles]),
      workspaces: sortByCodePoints([...workspaces]),
      capabilities: sortByCodePoints([...capabilities]),
      trust: TRUST_LEVELS[trust] ?? "external",
      actors,
    }),
  };
}

/** A bridge that the import itself registers. */
export interface NewBridge extends ImportBridge {
  /** Where its record will lie. */
  readonly path: string;
  /** Its record as a file. */
  readonly text: string;
  readonly told: RegisteredBridge;
}

/**
 * The bridge of this id, as `--register-bridge` registers it.
 *
 * @throws CliError usage where the id makes no file name or is taken, or where there is a bridge already
 */
export function newBridge(given: string, { reach, catalog, at }: {
  readonly reach: BridgeReach;
  readonly catalog: Catalog;
  readonly at: string;
}): NewBridge {
  const id = given.includes(":") ? given : `actor:${given}`;
  const refused = (state: string, hint: string) =>
    new CliError("usage", `Cannot register import bridge "${given}": ${state}`, { target: "--register-bridge", hint });
  const path = importPath("actor", id);
  if (path === null) throw refused("its id makes no file name", "Give another id, such as actor:restore");
  const [known] = importBridges(null, catalog);
  if (known !== undefined) {
    throw refused(
      `"${known.id}" is one already`,
      "Leave it out; --actor names which of several import bridges imports",
    );
  }
  if (catalog.find("actor", id).length > 0) throw refused("an actor here has that id", "Give another id");
  if (reach.actors.has(id)) throw refused("an actor in the bundle has that id", "Give another id");
  const name = id.replace(/^actor:/, "");
  const record = {
    schema: KINDS.actor.schema,
    record_id: id,
    actor_id: id,
    actor_type: "import_bridge",
    display_name: "Import bridge",
    identity_id: `identity:${name}`,
    workspace_scope: reach.workspaces,
    profile_scope: reach.profiles,
    capabilities: reach.capabilities,
    trust_level: reach.trust,
    policy_subject: `sourceos.actor.${name}`,
    signing_key_ref: null,
    created_at: at,
    revoked_at: null,
    updated_at: at,
  };
  return {
    id,
    record,
    path,
    text: `${stringifyJson(record, 2)}\n`,
    told: {
      id,
      path,
      profiles: [...reach.profiles],
      workspaces: [...reach.workspaces],
      capabilities: [...reach.capabilities],
      trust_level: reach.trust,
    },
  };
}

/** The store as it will be with the bridge in it, for judging what the bridge brings. */
export function withNewBridge(
  store: StoreSnapshot,
  { path, text, record }: NewBridge,
): { readonly store: StoreSnapshot; readonly catalog: Catalog } {
  const entry: RecordEntry = {
    kind: "actor",
    file: { path, type: "file", bytes: text.length, mode: null, uid: null, modified_at: null, problem: null },
    state: "ok",
    error: null,
    oddities: [],
    record,
  };
  const seen = { ...store, records: [...store.records, entry] };
  return { store: seen, catalog: buildCatalog(seen) };
}

/**
 * The id to register one by: that of the only import bridge of the bundle, whose events the history of its objects may
 * hold, else one that no actor here has.
 */
export function proposedBridgeId(catalog: Catalog, bridgesOfBundle: readonly string[]): string {
  const isFree = (id: string) => catalog.find("actor", id).length === 0;
  const [earlier, ...others] = bridgesOfBundle;
  if (earlier !== undefined && others.length === 0 && isFree(earlier)) return earlier;
  let id = "actor:restore";
  for (let number = 2; !isFree(id) || bridgesOfBundle.includes(id); number++) id = `actor:restore-${number}`;
  return id;
}
