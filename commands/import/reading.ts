/** Reading a verified bundle against a store: what it holds, which histories go on from which, and what comes of it. */
import { textOf } from "../../lib/model/fields.ts";
import { CliError } from "../../lib/model/errors.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import type { ImportedBundle } from "../../lib/model/documents/import.ts";
import type { Selection } from "../../lib/model/envelope.ts";
import { KINDS_BY_RANK } from "../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../../lib/store/catalog.ts";
import { decodeUtf8 } from "../../lib/text/utf8.ts";
import { type Classification, createClassification } from "../../lib/import/classify.ts";
import { createHistoryComparison, type ObjectHistory } from "../../lib/import/history.ts";
import { importHome } from "../../lib/import/home.ts";
import { type ImportState, importState } from "../../lib/import/state.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

export interface JudgedBundle {
  readonly state: ImportState;
  readonly classification: Classification;
}

interface JudgingOptions {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  /** When the store was read. */
  readonly now: string;
  /** The profile in force. */
  readonly profile: Selection;
  /** The import bridges that may bring it in. */
  readonly bridges: readonly ReadableRecord[];
  readonly isTrial: boolean;
  readonly host: Host;
}

/** Judges every record of the bundle. @throws CliError bad_input; io or stale where the journal cannot be read */
export async function judgeBundle(
  bundle: OpenBundle,
  { store, catalog, now, profile, bridges, isTrial, host }: JudgingOptions,
): Promise<JudgedBundle> {
  const objects = scanObjects(bundle);
  const histories = await compareHistories(bundle, objects.ids, { store, now, host });
  const { target } = bundle.descriptor;
  const home = importHome({
    target,
    workspaceProfile: target.kind === "workspace" ? profileOfWorkspace(bundle, target.id, catalog) : null,
    profiles: objects.profiles,
    inForce: profile,
  });
  const state = importState({ store, catalog, now, histories, home, isTrial, bridges });
  const classification = createClassification(state);
  for (const kind of KINDS_BY_RANK) if (bundle.kinds.includes(kind)) classification.add(kind, bundle.records(kind));
  return { state, classification };
}

function scanObjects(
  bundle: OpenBundle,
): { readonly ids: ReadonlySet<string>; readonly profiles: ReadonlySet<string> } {
  const ids = new Set<string>();
  const profiles = new Set<string>();
  if (!bundle.kinds.includes("object")) return { ids, profiles };
  for (const { value } of bundle.records("object")) {
    ids.add(textOf(value, "object_id") ?? "");
    const profile = textOf(value, "profile_id");
    if (profile !== null) profiles.add(profile);
  }
  return { ids, profiles };
}

function profileOfWorkspace(bundle: OpenBundle, id: string, catalog: Catalog): string | null {
  const [here] = catalog.find("workspace", id);
  if (here !== undefined) return textOf(here.record, "profile_id");
  if (!bundle.kinds.includes("workspace")) return null;
  for (const { value } of bundle.records("workspace")) {
    if (textOf(value, "workspace_id") === id) return textOf(value, "profile_id");
  }
  return null;
}

async function compareHistories(
  bundle: OpenBundle,
  objects: ReadonlySet<string>,
  { store, now, host }: { readonly store: StoreSnapshot; readonly now: string; readonly host: Host },
): Promise<ReadonlyMap<string, ObjectHistory>> {
  const comparison = createHistoryComparison(objects, { now, sha256Hex: host.sha256Hex });
  for (const { value } of bundle.events()) {
    comparison.countBundle(value);
    await host.pause();
  }
  const known = new Set(store.journal.objects.map(({ object_id: id }) => id).filter((id) => objects.has(id)));
  if (known.size > 0) {
    const { state, error } = await host.stores.selectEvents(store, {
      objects: known,
      take(line) {
        const parsed = parseJsonObject(decodeUtf8(line) ?? "");
        if (parsed.ok) comparison.addHere(parsed.value);
      },
    });
    if (state !== "selected") throw journalProblem(state, error);
    // Where nothing here tells of its objects, there is nothing to hold it against.
    for (const { value } of bundle.events()) {
      comparison.addBundle(value);
      await host.pause();
    }
  }
  return comparison.finish();
}

function journalProblem(state: "moved_on" | "unreadable", error: string | null): CliError {
  return state === "moved_on"
    ? new CliError("stale", "Cannot import: the journal was rewritten while it was read", {
      target: "journal.jsonl",
      hint: "Run the import again; if this happens again, see sourceos sync doctor",
    })
    : new CliError("io", `Cannot import: the journal cannot be read: ${error ?? "unknown"}`, {
      target: "journal.jsonl",
      hint: "See sourceos sync doctor",
    });
}

/** What the bundle is, as an answer tells it. */
export function describeBundle(path: string, bundle: OpenBundle): ImportedBundle {
  const { descriptor, digest, encrypted, compressed, signature } = bundle;
  return {
    path,
    ...digest,
    format: descriptor.format,
    target: descriptor.target,
    source_store: descriptor.source_store.id,
    active_generation: descriptor.active_generation,
    created_at: descriptor.created_at,
    tool: descriptor.tool,
    encrypted,
    compressed,
    signature: signature.state,
    signed_by: signature.state === "valid" ? signature.key : null,
    records: Object.values(descriptor.counts.records).reduce((sum, count) => sum + count, 0),
    events: descriptor.counts.events,
    left_behind: descriptor.exclusions.map(({ kind, id, rule, message }) => ({ kind, id, rule, message })),
  };
}
