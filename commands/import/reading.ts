/** Reading a verified bundle against a store: what it holds, which histories go on from which, and what comes of it. */
import { textOf } from "../../lib/model/fields.ts";
import { CliError } from "../../lib/model/errors.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import type { ImportedBundle } from "../../lib/model/documents/import.ts";
import type { Selection } from "../../lib/model/envelope.ts";
import { KINDS_BY_RANK } from "../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { ImportBridge } from "../../lib/import/bridge.ts";
import type { Catalog } from "../../lib/store/catalog.ts";
import { decodeUtf8 } from "../../lib/text/utf8.ts";
import { type Classification, createClassification } from "../../lib/import/classify.ts";
import { createHistoryComparison, type Histories } from "../../lib/import/history.ts";
import { createHold, type Hold } from "../../lib/bundle/holding.ts";
import { BUNDLE_LIMITS } from "../../lib/bundle/limits.ts";
import { refusalOf } from "../../lib/bundle/refusal.ts";
import { type IdSet, sortedIds } from "../../lib/import/sorted_ids.ts";
import { importHome } from "../../lib/import/home.ts";
import { type ImportState, importState } from "../../lib/import/state.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

export interface JudgedBundle {
  readonly state: ImportState;
  readonly classification: Classification;
}

interface JudgingOptions {
  /** How a person calls the bundle. */
  readonly path: string;
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  /** When the store was read. */
  readonly now: string;
  /** The profile in force. */
  readonly profile: Selection;
  /** The import bridges that may bring it in. */
  readonly bridges: readonly ImportBridge[];
  readonly isTrial: boolean;
  readonly host: Host;
}

/** Judges every record of the bundle. @throws CliError bad_input; io or stale where the journal cannot be read */
export async function judgeBundle(
  bundle: OpenBundle,
  { path, store, catalog, now, profile, bridges, isTrial, host }: JudgingOptions,
): Promise<JudgedBundle> {
  const hold = createHold(BUNDLE_LIMITS.heldBytes, refusalOf(path));
  const { target } = bundle.descriptor;
  const workspaceProfile = target.kind === "workspace" ? profileOfWorkspace(bundle, target.id, catalog) : null;
  const isHomeKnown = target.kind === "profile" || workspaceProfile !== null;
  const { ids, profiles } = bundle.descriptor.counts.events > 0 || !isHomeKnown
    ? await scanObjects(bundle, hold, host)
    : NO_OBJECTS;
  const histories = await compareHistories(bundle, ids, { store, now, host, hold });
  const home = importHome({ target, workspaceProfile, profiles, inForce: profile });
  const isVouchedFor = bundle.signature.state === "valid";
  const state = importState({ store, catalog, now, histories, home, isTrial, isVouchedFor, bridges });
  const classification = createClassification(state, hold);
  const judged = host.steps("judge", recordsOf(bundle));
  for (const kind of KINDS_BY_RANK.filter((one) => bundle.kinds.includes(one))) {
    for (const _ of classification.adding(kind, bundle.records(kind))) await judged();
  }
  return { state, classification };
}

/** What has to be known of all objects before the first of them is judged. */
async function scanObjects(
  bundle: OpenBundle,
  hold: Hold,
  host: Host,
): Promise<{ readonly ids: IdSet; readonly profiles: ReadonlySet<string> }> {
  const ids: string[] = [];
  const profiles = new Set<string>();
  const hasHistory = bundle.descriptor.counts.events > 0;
  const step = host.steps("targets", bundle.descriptor.counts.records.object ?? 0);
  for (const { value } of bundle.kinds.includes("object") ? bundle.records("object") : []) {
    const id = textOf(value, "object_id") ?? "";
    if (hasHistory) {
      hold(ID_BYTES + id.length);
      ids.push(id);
    }
    const profile = textOf(value, "profile_id");
    // One more than one is as good as many.
    if (profile !== null && profiles.size < 2) profiles.add(profile);
    await step();
  }
  return { ids: sortedIds(ids), profiles };
}

const ID_BYTES = 32;
const NO_OBJECTS = { ids: sortedIds([]), profiles: new Set<string>() } as const;

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
  objects: IdSet,
  { store, now, host, hold }: {
    readonly store: StoreSnapshot;
    readonly now: string;
    readonly host: Host;
    readonly hold: Hold;
  },
): Promise<Histories> {
  const comparison = createHistoryComparison(objects, { now, sha256Hex: host.sha256Hex, hold });
  const { events } = bundle.descriptor.counts;
  const counted = host.steps("histories", events);
  for (const { value } of bundle.events()) {
    comparison.countBundle(value);
    await counted();
  }
  const known = new Set(store.journal.objects.map(({ object_id: id }) => id).filter((id) => objects.indexOf(id) >= 0));
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
    const compared = host.steps("histories", events);
    for (const { value } of bundle.events()) {
      comparison.addBundle(value);
      await compared();
    }
  }
  return comparison.finish();
}

function journalProblem(state: "moved_on" | "unreadable", error: string | null): CliError {
  return state === "moved_on"
    ? new CliError("stale", "Cannot import: the journal was rewritten while it was read", {
      target: "journal.jsonl",
      hint: "Run the import again; if this happens again, see",
      command: ["doctor"],
    })
    : new CliError("io", `Cannot import: the journal cannot be read: ${error ?? "unknown"}`, {
      target: "journal.jsonl",
      hint: "See",
      command: ["doctor"],
    });
}

/** How many records of all kinds it has. */
export function recordsOf({ descriptor }: OpenBundle): number {
  return Object.values(descriptor.counts.records).reduce((sum, count) => sum + count, 0);
}

/** What the bundle is, as an answer tells it. */
export function describeBundle(path: string, bundle: OpenBundle, readWith: readonly string[]): ImportedBundle {
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
    records: recordsOf(bundle),
    events: descriptor.counts.events,
    read_with: readWith,
    left_behind: descriptor.exclusions.map(({ kind, id, rule, message }) => ({ kind, id, rule, message })),
  };
}
