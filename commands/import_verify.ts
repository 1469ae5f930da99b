/** `sync import --verify`: restores a bundle into an empty store of its own, exports that again, and compares. */
import { createEventParser } from "../lib/bundle/content_lines.ts";
import { BUNDLE_MEMBERS, JOURNAL_PATH } from "../lib/bundle/members.ts";
import { refusalOf } from "../lib/bundle/refusal.ts";
import { targetName } from "../lib/catalog.ts";
import { diagnose } from "../lib/diagnosis.ts";
import { CliError } from "../lib/errors.ts";
import { nextOrdinal } from "../lib/journal/append.ts";
import { createLineCutter, visitLines } from "../lib/journal/lines.ts";
import { canonicalJson } from "../lib/json/stringify.ts";
import type { DrillResult, ImportData } from "../lib/model/documents/import.ts";
import { type JsonObject, stringField } from "../lib/model/json.ts";
import { KINDS, type RecordKind } from "../lib/model/kinds.ts";
import { SNAPSHOT_SCHEMA, type StoreSnapshot } from "../lib/model/snapshot.ts";
import { disabledProbe } from "../lib/parse/daemon_probe.ts";
import { restoredFingerprint } from "../lib/restore_proof.ts";
import { formatTimestamp } from "../lib/text/time.ts";
import { decodeUtf8 } from "../lib/text/utf8.ts";
import { DECLARED_DIFFERENCES, drillActor, type DrillPlaces, drillStore } from "../lib/transfer/drill.ts";
import { compareEventPair, comparePair, pairEvents, pairRecords } from "../lib/transfer/drill_compare.ts";
import { importData } from "../lib/transfer/import_data.ts";
import { importLines } from "../lib/transfer/import_lines.ts";
import { selectImport } from "../lib/transfer/import_select.ts";
import type { JudgedRecord } from "../lib/transfer/import_state.ts";
import { BOUNDARY_CHECKS, type HeldRecord, selectObjects, selectRecords } from "../lib/transfer/select.ts";
import { resolveExportTarget } from "../lib/transfer/target.ts";
import { bundleContent, spoolEvents } from "./export_content.ts";
import type { BundleContent, ByteSource, OpenBundle, Spool } from "./host/bundle/bundle.ts";
import type { Host } from "./host/host.ts";
import { planImport } from "./import_plan.ts";
import { describeBundle, judgeBundle, type JudgedBundle } from "./import_reading.ts";

/** So many differences are listed one by one. */
const MOST_DIFFERENCES = 200;

export interface Drill {
  readonly data: ImportData;
  readonly result: DrillResult;
  /** The fingerprints of what came back as it was, see restoredFingerprint(). */
  readonly restored: readonly string[];
}

/** @throws CliError io or denied where the trial itself cannot be made */
export async function verifyBundle(path: string, bundle: OpenBundle, host: Host): Promise<Drill> {
  const started = host.clock.now();
  const at = formatTimestamp(started);
  const actor = drillActor(bundle.image.sha256);
  const files = drillStore(actor, placesOf(bundle), at);
  return await host.temporary.withStore(files, async (root) => {
    const store = await readStore(root, host);
    const judged = await restore(bundle, { store, actor, at, host });
    const spool = host.bundles.createSpool();
    try {
      const exported = await exportAgain(bundle, { root, spool, host });
      const compared = await compareAll(bundle, { exported, judged, actor, host });
      const result: DrillResult = {
        proven: compared.differences.length === 0,
        at,
        duration_ms: Math.max(0, host.clock.now().getTime() - started.getTime()),
        members: compared.members,
        differences: compared.differences.slice(0, MOST_DIFFERENCES),
        more_differences: Math.max(0, compared.differences.length - MOST_DIFFERENCES),
        declared: DECLARED_DIFFERENCES,
        recorded_as: null,
      };
      const data = importData({
        mode: "verify",
        bundle: describeBundle(path, bundle),
        descriptor: bundle.descriptor,
        ...judged,
        actions: null,
        scopes: [],
        actor: null,
        outcome: null,
        drill: result,
      });
      return { data, result, restored: compared.restored };
    } finally {
      spool.close();
    }
  });
}

function placesOf(bundle: OpenBundle): DrillPlaces {
  const profiles = new Set<string>();
  const workspaces = new Set<string>();
  for (const kind of bundle.kinds) {
    for (const { value } of bundle.records(kind)) {
      const profile = stringField(value, "profile_id");
      const workspace = stringField(value, "workspace_id");
      if (profile !== null) profiles.add(profile);
      if (workspace !== null) workspaces.add(workspace);
    }
  }
  return { profiles: [...profiles], workspaces: [...workspaces] };
}

async function readStore(root: string, host: Host): Promise<StoreSnapshot> {
  const reading = await host.stores.read({ root, selectedBy: "option" }, { journal: "full" });
  if (reading.found) return reading.store;
  throw new CliError("io", `Cannot try the restore: ${reading.absence.message}`);
}

function diagnoseStore(store: StoreSnapshot, host: Host) {
  const snapshot = {
    schema: SNAPSHOT_SCHEMA,
    taken_at: formatTimestamp(host.clock.now()),
    store,
    absence: null,
    daemon: disabledProbe("option"),
  } as const;
  return diagnose(snapshot, host.sha256Hex, { only: BOUNDARY_CHECKS, skip: [] });
}

interface Restoring {
  readonly store: StoreSnapshot;
  readonly actor: string;
  readonly at: string;
  readonly host: Host;
}

/** Brings the whole bundle into the empty store, by the plan and the machinery of --apply. */
async function restore(bundle: OpenBundle, { store, actor, at, host }: Restoring): Promise<JudgedBundle> {
  const judged = await judgeBundle(bundle, {
    store,
    catalog: diagnoseStore(store, host).catalog,
    profile: { id: null, selected_by: "none", candidates: [] },
    isDrill: true,
    host,
  });
  const { state, classification } = judged;
  const selection = selectImport(classification.records(), "everything", state);
  const reportId = "restore-trial";
  const plan = await planImport({ bundle, state, actions: selection.actions, reportId, at, host });
  const lines = {
    objects: selection.objects,
    histories: state.histories,
    firstOrdinal: nextOrdinal(store.journal),
    at,
    actor,
    reportId,
    bundleSha256: bundle.image.sha256,
    sourceStore: bundle.descriptor.source_store.id,
    conflicts: 0,
  };
  const lock = await host.temporary.changer.lock(store.real_root);
  try {
    await lock.apply({
      id: reportId,
      kind: "import",
      planId: null,
      scopes: [],
      startedAt: at,
      changes: plan.changes,
      append: {
        place: {
          journal_bytes: 0,
          existed: false,
          appended: host.imageOf(importLines(lines, bundle.events())),
        },
        lines: () => importLines(lines, bundle.events()),
      },
    });
  } finally {
    lock.release();
  }
  return judged;
}

interface Exported {
  /** Null where nothing of the target may leave again. */
  readonly content: BundleContent | null;
  readonly held: readonly HeldRecord[];
  /** Why nothing may leave. */
  readonly denial: string | null;
}

/** Exports the same target from the restored store. What leaves goes no further than this process. */
async function exportAgain(
  { descriptor }: OpenBundle,
  { root, spool, host }: { readonly root: string; readonly spool: Spool; readonly host: Host },
): Promise<Exported> {
  const store = await readStore(root, host);
  const { catalog, findings } = diagnoseStore(store, host);
  const policyDecisions = descriptor.policy_decisions_used.filter((id) => catalog.find("decision", id).length > 0);
  try {
    const target = resolveExportTarget(targetName(descriptor.target.kind, descriptor.target.id), catalog);
    const objects = selectObjects({ target, encrypted: true, policyDecisions }, { store, catalog, findings });
    if (objects.denial !== null) return { content: null, held: objects.held, denial: objects.denial.message };
    const events = await spoolEvents(objects, { store, host, spool });
    const selection = selectRecords(objects, events.producers);
    const content = bundleContent(selection, { store, host, events, spool });
    return { content, held: selection.held, denial: null };
  } catch (error) {
    if (!(error instanceof CliError) || !["not_found", "denied", "usage", "unsupported"].includes(error.exit)) {
      throw error;
    }
    return { content: null, held: [], denial: error.message };
  }
}

interface Compared {
  readonly members: DrillResult["members"];
  readonly differences: DrillResult["differences"];
  readonly restored: readonly string[];
}

interface Comparing {
  readonly exported: Exported;
  readonly judged: JudgedBundle;
  readonly actor: string;
  readonly host: Host;
}

async function compareAll(bundle: OpenBundle, comparing: Comparing): Promise<Compared> {
  const { exported: { content }, actor, host } = comparing;
  const members: DrillResult["members"][number][] = [];
  const differences: DrillResult["differences"][number][] = [];
  const restored: string[] = [];
  const why = reasonsOf(comparing);
  for (const { path: member, kind } of BUNDLE_MEMBERS) {
    if (kind === null) continue;
    const source = content?.records.get(kind) ?? null;
    const before = bundle.kinds.includes(kind) ? bundle.records(kind) : [];
    const hashes = startHashes(host);
    for (const pair of pairRecords(kind, before, recordsOf(source, { member, kind, actor }))) {
      await host.pause();
      hashes.add(
        pair.before === null ? null : canonicalJson(pair.before),
        pair.after === null ? null : canonicalJson(pair.after),
      );
      const what = comparePair(pair);
      if (what !== null) differences.push({ member, id: pair.id, what, message: why(kind, pair.id, what) });
      else if (pair.before !== null) {
        restored.push(restoredFingerprint(kind, pair.id, { record: pair.before, sha256Hex: host.sha256Hex }));
      }
    }
    if (bundle.kinds.includes(kind) || source !== null) members.push(hashes.member(member));
  }
  const hashes = startHashes(host);
  for (const pair of pairEvents(bundle.events(), linesOf(content?.journal ?? null, JOURNAL_PATH))) {
    await host.pause();
    hashes.add(pair.before, pair.after);
    const what = compareEventPair(pair);
    if (what === null) continue;
    differences.push({ member: JOURNAL_PATH, id: pair.id, what, message: EVENT_MESSAGES[what] });
  }
  members.push(hashes.member(JOURNAL_PATH));
  // An object without its history is not what it was.
  const isHistoryWhole = differences.every(({ member }) => member !== JOURNAL_PATH);
  return { members, differences, restored: isHistoryWhole ? restored : [] };
}

const EVENT_MESSAGES: Readonly<Record<DrillResult["differences"][number]["what"], string>> = {
  missing: "The event did not come back",
  added: "The event is not in the bundle",
  changed: "Another event came back in its place",
};

/** The hashes of a member on both sides, line by line. */
function startHashes(host: Host) {
  const [before, after] = [host.startImage(), host.startImage()];
  let lines = 0;
  return {
    add(one: string | null, other: string | null) {
      if (one !== null) {
        lines++;
        before.add(`${one}\n`);
      }
      if (other !== null) after.add(`${other}\n`);
    },
    member(path: string): DrillResult["members"][number] {
      const [{ sha256 }, { sha256: restored }] = [before.image(), after.image()];
      return { path, lines, sha256, restored_sha256: restored, equal: sha256 === restored };
    },
  };
}

/** Why a record differs, as far as import or export tells it. */
function reasonsOf({ exported: { held, denial }, judged: { classification } }: Comparing) {
  const nameOf = (kind: RecordKind, id: string | null) => `${kind} ${id}`;
  const byName = new Map<string, JudgedRecord>(
    classification.records().map((record) => [nameOf(record.kind, record.id), record]),
  );
  const heldByName = new Map(held.map((record) => [nameOf(record.kind, record.id), record]));
  return (kind: RecordKind, id: string, what: DrillResult["differences"][number]["what"]): string => {
    if (what === "changed") return "It came back with another content";
    if (what === "added") return "It is not in the bundle";
    const record = byName.get(nameOf(kind, id));
    if (record !== undefined && record.outcome !== "new") {
      return `It did not come in: ${record.message} (${record.rule})`;
    }
    const hold = heldByName.get(nameOf(kind, id))?.holds[0];
    if (hold !== undefined) return `It would not leave again: ${hold.message} (${hold.rule})`;
    return denial === null ? "It came in and did not leave again" : `Nothing would leave again: ${denial}`;
  };
}

/** The restored records of a kind; the bridge of the trial is none of them. */
function* recordsOf(
  source: ByteSource | null,
  { member, kind, actor }: { readonly member: string; readonly kind: RecordKind; readonly actor: string },
): Generator<{ readonly value: JsonObject }> {
  for (const line of linesOf(source, member)) {
    if (kind !== "actor" || stringField(line.value, KINDS.actor.idField) !== actor) yield line;
  }
}

function* linesOf(source: ByteSource | null, member: string): Generator<{ readonly value: JsonObject }> {
  if (source === null) return;
  const parse = createEventParser(member, refusalOf("the restored store"));
  const cutter = createLineCutter();
  for (const chunk of source.open()) {
    for (const block of cutter.add(chunk)) {
      if (block.kind !== "lines") continue;
      const lines: { readonly value: JsonObject }[] = [];
      visitLines(block.bytes, decodeUtf8(block.bytes), (text) => lines.push(parse(text)));
      yield* lines;
    }
  }
}
