/** Which profile, workspace and device are in force (docs/scripting.md, "Where state comes from"). */
import { textOf } from "../model/fields.ts";
import type { Catalog } from "./catalog.ts";
import type { Context, Selection } from "../model/envelope.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { CliError } from "../model/errors.ts";
import type { RecordKind } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { kindUnknown } from "./known.ts";

/** What a person or the environment chose; null where nothing did. */
export interface Choice {
  readonly option: string | null;
  readonly environment: string | null;
}

export interface ContextChoices {
  readonly profile: Choice;
  readonly workspace: Choice;
  readonly device: Choice;
}

/** What is there to choose from. */
interface KnownChoices {
  readonly catalog: Catalog;
  /** Whether the objects are in it, or all workspaces that they name are given; true where absent. */
  readonly readsObjects?: boolean;
  /** Workspaces that objects name which the catalog lacks. */
  readonly workspaces?: readonly string[];
}

/**
 * The option, else the environment, else the manifest's `current`, else the only one there is, else null with candidates.
 * Where the objects were not read, more workspaces than are known may be there, and none is the only one.
 */
export function resolveContext(
  choices: ContextChoices,
  manifest: JsonObject | null,
  known: KnownChoices,
): Context {
  const { readsObjects = true } = known;
  const current = manifest !== null && Object.hasOwn(manifest, "current") ? manifest["current"] : null;
  const select = (kind: RecordKind, choice: Choice): Selection => {
    const ids = knownIds(kind, known);
    if (choice.option !== null) return selected(choice.option, "option", ids);
    if (choice.environment !== null) return selected(choice.environment, "environment", ids);
    const named = isJsonObject(current) ? stringField(current, kind) ?? stringField(current, `${kind}_id`) : null;
    if (named !== null) return selected(named, "manifest", ids);
    const [only] = ids;
    const isAll = readsObjects || kind !== "workspace";
    if (only !== undefined && ids.length === 1 && isAll) return selected(only, "only_one", ids);
    return { id: null, selected_by: "none", candidates: ids };
  };
  return {
    profile: select("profile", choices.profile),
    workspace: select("workspace", choices.workspace),
    device: select("device", choices.device),
  };
}

const SHOWN = 5;

/**
 * Refuses a profile, workspace or device that was named and is not here, where there are others of which all are known.
 *
 * @throws CliError not_found
 */
export function refuseUnknownChoices(
  context: Context,
  store: StoreSnapshot,
  known: KnownChoices,
): void {
  const { readsObjects = true } = known;
  for (const kind of ["profile", "workspace", "device"] as const) {
    const { id, selected_by: by } = context[kind];
    const ids = knownIds(kind, known);
    const isAll = (kind !== "workspace" || readsObjects) && kindUnknown(kind, store) === null;
    if (by !== "option" || id === null || ids.length === 0 || ids.includes(id) || !isAll) continue;
    const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "";
    throw new CliError("not_found", `Cannot use ${kind} "${id}": it is not in this store`, {
      target: `--${kind}`,
      hint: `Give one of ${ids.slice(0, SHOWN).join(", ")}${more}`,
    });
  }
}

/** `work` means the known id `profile:work` where there is no plain `work`. */
function selected(id: string, by: Selection["selected_by"], ids: readonly string[]): Selection {
  const known = ids.includes(id) ? id : ids.find((candidate) => candidate.endsWith(`:${id}`)) ?? id;
  return { id: known, selected_by: by, candidates: [] };
}

/** Workspaces often have no record of their own: the ones that objects name count too. */
function knownIds(kind: RecordKind, { catalog, workspaces = [] }: KnownChoices): readonly string[] {
  const own = catalog.ofKind(kind).flatMap((record) => record.id === null ? [] : [record.id]);
  const named = kind === "workspace" ? [...workspaces, ...workspacesNamed(catalog)] : [];
  return [...new Set([...own, ...named])].sort();
}

/** The workspaces that objects name, each as often as it is named. */
export function workspacesNamed(catalog: Catalog): readonly string[] {
  return catalog.ofKind("object").flatMap((record) => textOf(record.record, "workspace_id") ?? []);
}
