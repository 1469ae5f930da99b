/** `sync import --verify`: restores a bundle into an empty store of its own, exports that again, and compares. */
import { textOf } from "../../lib/model/fields.ts";
import { UNSELECTED } from "../../lib/answers/outcome.ts";
import { buildCatalog, targetName } from "../../lib/store/catalog.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ImportData, TrialResult } from "../../lib/model/documents/import.ts";
import { SNAPSHOT_SCHEMA, type StoreSnapshot } from "../../lib/model/snapshot.ts";
import { disabledProbe } from "../../lib/daemon/probe.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { DECLARED_DIFFERENCES, trialActor, type TrialPlaces, trialStore } from "../../lib/import/trial.ts";
import { importData } from "../../lib/import/data.ts";
import { selectImport } from "../../lib/import/select.ts";
import { BOUNDARY_CHECKS, selectObjects, selectRecords } from "../../lib/export/select.ts";
import { resolveExportTarget } from "../../lib/export/target.ts";
import { diagnoseInSteps } from "../state/diagnose.ts";
import { bundleContent, spoolEvents } from "../export/content.ts";
import type { OpenBundle, Spool } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";
import { compareAll, type Exported } from "./compare_trial.ts";
import { importAppend, linesOfImport, planImport } from "./plan.ts";
import { describeBundle, judgeBundle, type JudgedBundle, recordsOf } from "./reading.ts";

/** So many differences are listed one by one. */
const MOST_DIFFERENCES = 200;

export interface Trial {
  readonly data: ImportData;
  readonly result: TrialResult;
  /** The fingerprints of what came back as it was, see restoredFingerprint(). */
  readonly restored: readonly string[];
}

/** @throws CliError io or denied where the trial itself cannot be made */
export async function verifyBundle(
  path: string,
  { bundle, readWith, host }: {
    readonly bundle: OpenBundle;
    readonly readWith: readonly string[];
    readonly host: Host;
  },
): Promise<Trial> {
  const started = host.clock.now();
  const at = formatTimestamp(started);
  const actor = trialActor(bundle.digest.sha256);
  const files = trialStore(actor, await placesOf(bundle, host), at);
  return await (await host.temporary()).withStore(files, async (root) => {
    const store = await readStore(root, host);
    const judged = await restore(bundle, { path, store, actor, at, host });
    const spool = (await host.bundles()).createSpool();
    try {
      const exported = await exportAgain(bundle, { root, spool, host });
      const compared = await compareAll(bundle, { exported, judged, actor, host });
      const result: TrialResult = {
        proven: compared.differences.length === 0,
        at,
        duration_ms: Math.max(0, host.clock.now().getTime() - started.getTime()),
        members: compared.members,
        differences: compared.differences.slice(0, MOST_DIFFERENCES),
        more_differences: Math.max(0, compared.differences.length - MOST_DIFFERENCES),
        declared: DECLARED_DIFFERENCES,
        recorded_as: null,
      };
      await host.begin("answer");
      const data = importData({
        mode: "verify",
        bundle: describeBundle(path, bundle, readWith),
        descriptor: bundle.descriptor,
        ...judged,
        actions: null,
        scopes: [],
        actor: null,
        registers: null,
        outcome: null,
        drill: result,
      });
      return { data, result, restored: compared.restored };
    } finally {
      spool.close();
    }
  });
}

async function placesOf(bundle: OpenBundle, host: Host): Promise<TrialPlaces> {
  const profiles = new Set<string>();
  const workspaces = new Set<string>();
  const step = host.steps("targets", recordsOf(bundle));
  for (const kind of bundle.kinds) {
    for (const { value } of bundle.records(kind)) {
      const profile = textOf(value, "profile_id");
      const workspace = textOf(value, "workspace_id");
      if (profile !== null) profiles.add(profile);
      if (workspace !== null) workspaces.add(workspace);
      await step();
    }
  }
  return { profiles: [...profiles], workspaces: [...workspaces] };
}

async function readStore(root: string, host: Host): Promise<StoreSnapshot> {
  const reading = await host.stores.read({ root, selectedBy: "option" }, { journal: "full" });
  if (reading.found) return reading.store;
  throw new CliError("io", `Cannot try the restore: ${reading.absence.message}`);
}

async function diagnoseBoundaries(store: StoreSnapshot, host: Host) {
  const snapshot = {
    schema: SNAPSHOT_SCHEMA,
    taken_at: formatTimestamp(host.clock.now()),
    store,
    absence: null,
    daemon: disabledProbe("option"),
  } as const;
  await host.begin("catalog");
  const catalog = buildCatalog(store);
  return await diagnoseInSteps(snapshot, { selection: { only: BOUNDARY_CHECKS, skip: [] }, catalog, host });
}

interface Restoring {
  readonly path: string;
  readonly store: StoreSnapshot;
  readonly actor: string;
  readonly at: string;
  readonly host: Host;
}

/** Brings the whole bundle into the empty store, by the plan and the machinery of --apply. */
async function restore(bundle: OpenBundle, { path, store, actor, at, host }: Restoring): Promise<JudgedBundle> {
  const judged = await judgeBundle(bundle, {
    path,
    store,
    catalog: buildCatalog(store),
    now: at,
    profile: UNSELECTED,
    bridges: [],
    isTrial: true,
    host,
  });
  const { state, classification } = judged;
  const selection = selectImport(classification.records, "everything", state);
  const reportId = "restore-trial";
  const plan = await planImport({ bundle, state, actions: selection.actions, reportId, at, host });
  const lines = linesOfImport(bundle, { selection, state, conflicts: 0, actor, registers: false, reportId, at });
  const lock = await (await host.temporary()).changer.lock(store.real_root);
  try {
    await lock.apply({
      id: reportId,
      kind: "import",
      planId: null,
      // Whatever the bundle holds is inside: nobody else knows of this store.
      scopes: ["profile:restore-trial"],
      startedAt: at,
      changes: plan.changes,
      append: await importAppend(bundle, lines, { store, host }),
    });
  } finally {
    lock.release();
  }
  return judged;
}

/** Exports the same target from the restored store. What leaves goes no further than this process. */
async function exportAgain(
  { descriptor }: OpenBundle,
  { root, spool, host }: { readonly root: string; readonly spool: Spool; readonly host: Host },
): Promise<Exported> {
  const store = await readStore(root, host);
  const { catalog, policy, findings } = await diagnoseBoundaries(store, host);
  const policyDecisions = descriptor.policy_decisions_used.filter((id) => catalog.find("decision", id).length > 0);
  try {
    const target = resolveExportTarget(targetName(descriptor.target.kind, descriptor.target.id), catalog);
    const objects = selectObjects({ target, encrypted: true, policyDecisions }, { store, catalog, policy, findings });
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
