/** `sync import --apply`: writes what a bundle brings inside the given scopes, all or nothing. */
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ChangeWithContent } from "../../lib/model/change.ts";
import type { ImportData, ImportResult } from "../../lib/model/documents/import.ts";
import type { Warning } from "../../lib/model/envelope.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { targetName } from "../../lib/store/catalog.ts";
import { digestOf } from "../../lib/repair/predict.ts";
import { MANIFEST_PATH } from "../../lib/change/paths.ts";
import { recordingOfLines, reportIdOf } from "../../lib/change/recording.ts";
import { requireRecordable } from "../../lib/change/recordable.ts";
import { scopeText } from "../../lib/change/scope.ts";
import { recordChange } from "../../lib/change/recorded_change.ts";
import { plural } from "../../lib/text/words.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { chooseImportActor, importBridges, requireNewBridge } from "../../lib/import/bridge.ts";
import { type NewBridge, withNewBridge } from "../../lib/import/new_bridge.ts";
import { importData } from "../../lib/import/data.ts";
import { requireFewEnough } from "../../lib/import/at_once.ts";
import { countImportLines } from "../../lib/import/lines.ts";
import { importReport, reportedFiles } from "../../lib/import/report.ts";
import type { ImportScope } from "../../lib/import/scope.ts";
import { importTold } from "../../lib/import/told.ts";
import { type ImportSelection, selectImport } from "../../lib/import/select.ts";
import type { JudgedRecord } from "../../lib/import/judged_records.ts";
import type { ImportState } from "../../lib/import/state.ts";
import { type LockedChange, withLockedStore } from "../state/locked_store.ts";
import type { Invocation } from "../frame/definition.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";
import { importAppend, type ImportPlan, linesOfImport, planImport } from "./plan.ts";
import { proposeBridge, readNewBridge } from "./new_bridge.ts";
import { describeBundle, judgeBundle } from "./reading.ts";
import { retypingOfImport } from "./retyping.ts";

interface ApplyImport {
  readonly path: string;
  readonly bundle: OpenBundle;
  readonly scopes: readonly ImportScope[];
  /** The flags beside them that a printed command repeats. */
  readonly given: readonly string[];
  /** Those of them by which the bundle was read. */
  readonly readWith: readonly string[];
  /** The import bridge that is named, or null to take the only one that may. */
  readonly actor: string | null;
  /** The id of the one that the import itself registers; null where it registers none. */
  readonly registerBridge: string | null;
}

/** @throws CliError denied, needs_scope, busy, stale and what the machinery of changes throws; nothing is written then */
export async function applyImport(
  { common, raw, host }: Invocation<unknown>,
  { path, bundle, scopes, given, readWith, actor: namedActor, registerBridge }: ApplyImport,
): Promise<Outcome<ImportData>> {
  const change = { scopes, verb: `import "${path}"`, retyping: retypingOfImport(raw, path) };
  return await withLockedStore(common.state, host, change, async (locked) => {
    const { state: loaded, store, recovered } = locked;
    requireRecordable(store, `import "${path}"`);
    const { catalog } = loaded;
    const at = formatTimestamp(host.clock.now());
    const bridge = await readNewBridge(registerBridge, bundle, { catalog, at, host });
    const judged = await judgeBundle(bundle, {
      path,
      ...(bridge === null ? { store, catalog } : withNewBridge(store, bridge)),
      now: loaded.snapshot.taken_at,
      profile: loaded.context.profile,
      bridges: bridge === null ? importBridges(namedActor, catalog) : [bridge],
      isTrial: false,
      host,
    });
    const { state, classification } = judged;
    const selection = selectImport(classification.records, scopes, state);
    requireInside(selection, { path, bundle, scopes, given, store });
    const { actions } = selection;
    requireFewEnough(actions.count("written") + actions.count("replaced") + actions.count("conflict"), {
      attempt: `import "${path}"`,
      target: "--scope",
      hint: "Import it in parts: give the scopes of fewer records, such as one workspace:ID, or some object:ID",
    });
    const identity = [bundle.digest.sha256, ...scopes.map(scopeText)];
    const reportId = reportIdOf(store, { kind: "import", at, identity, sha256Hex: host.sha256Hex });
    const plan = await planImport({ bundle, state, actions: selection.actions, reportId, at, host });
    const register = () =>
      syncCommand(
        ...["import", path, "--apply", ...scopes.flatMap((scope) => ["--scope", scopeText(scope)])],
        ...["--register-bridge", proposeBridge(bundle, catalog), ...given, ...storeFlags(store)],
      );
    const work = { path, bundle, scopes, namedActor, bridge, register, state, selection, plan, reportId, at, host };
    const isNothing = plan.changes.length === 0 && selection.objects.length === 0;
    const done = isNothing ? null : await applyChange(locked, work);
    const data = importData({
      mode: "apply",
      bundle: describeBundle(path, bundle, readWith),
      descriptor: bundle.descriptor,
      state,
      classification,
      actions: plan.actions,
      scopes: scopes.map(scopeText),
      actor: done?.actor ?? null,
      registers: done === null ? null : bridge?.told ?? null,
      outcome: {
        ...(done?.result ?? NOTHING),
        skipped: plan.actions.count("skipped") + plan.conflicts.length,
        recovered: recovered?.how ?? null,
        recovered_paths: recovered?.paths ?? [],
        nothing_to_do: done === null,
      },
      drill: null,
    });
    return answered(loaded, data, {
      exit: (data.outcome?.skipped ?? 0) > 0 ? "partial" : "ok",
      warnings: done?.warnings ?? [],
    });
  });
}

/** Rules by which a record stays out where the actors stay out that it names. */
const FOLLOWING_RULES = ["needs.missing", "history.producer"];

type DoneParts = Omit<ImportResult, "skipped" | "recovered" | "recovered_paths" | "nothing_to_do">;

const NOTHING: DoneParts = {
  report_id: null,
  event_id: null,
  written: 0,
  replaced: 0,
  conflicts: [],
  events: 0,
  kept: [],
  cleared: true,
  stale: false,
};

interface Work {
  readonly path: string;
  readonly bundle: OpenBundle;
  readonly scopes: readonly ImportScope[];
  readonly namedActor: string | null;
  /** The one that the import registers; null where it registers none. */
  readonly bridge: NewBridge | null;
  /** The command that would have it register one. */
  readonly register: () => string;
  readonly state: ImportState;
  readonly selection: ImportSelection;
  readonly plan: ImportPlan;
  readonly reportId: string;
  readonly at: string;
  readonly host: Host;
}

async function applyChange({ lock, state: { catalog }, store }: LockedChange, work: Work) {
  const { bundle, scopes, bridge, register, state, selection, plan, reportId, at, host } = work;
  const { actions: done } = plan;
  const writtenRecords = done.with("written");
  const replaced = done.with("replaced");
  const skipped = done.with("skipped");
  // Where a bridge ends before what was asked for, that is told, and not what follows from it.
  const unreached = skipped.filter(({ rule }) => FOLLOWING_RULES.includes(rule));
  const places = [
    ...writtenRecords,
    ...replaced,
    ...done.with("conflict"),
    ...selection.objects,
    ...unreached,
  ];
  const actors = writtenRecords.filter(({ kind }) => kind === "actor");
  if (bridge !== null) requireNewBridge(bridge, { places, actors });
  const actor = bridge?.id ?? chooseImportActor(work.namedActor, { places, actors }, { catalog, register });
  const registers = bridge !== null;
  const changes = [...(bridge === null ? [] : [bridgeChange(bridge, host)]), ...plan.changes];
  const conflicts = plan.conflicts.length;
  const lines = linesOfImport(bundle, { selection, state, conflicts, actor, registers, reportId, at });
  const events = countImportLines(lines);
  const append = await importAppend(bundle, lines, { store, host });
  const recording = recordingOfLines(store, { reportId, at, firstOrdinal: lines.firstOrdinal, events, append });
  const bytes = await host.stores.readBytes(store, {
    paths: [MANIFEST_PATH],
    appended: "",
    folds: false,
    inventory: null,
  });
  const { request } = recordChange(
    {
      kind: "import",
      planId: null,
      undoes: null,
      at,
      scopes,
      report: importReport({
        actor,
        registers,
        target: targetName(bundle.descriptor.target.kind, bundle.descriptor.target.id),
        bundleSha256: bundle.digest.sha256,
        written: writtenRecords,
        replaced,
        objects: selection.objects,
        conflicts: plan.conflicts,
        skipped,
        events,
        kept: plan.kept,
      }),
      ...reportedFiles(changes.map(({ change }) => change), scopes.map(scopeText)),
      changes,
      told: importTold({
        reportId,
        actor,
        registers,
        written: writtenRecords,
        objects: selection.objects,
        conflicts: plan.conflicts,
      }),
    },
    recording,
    { store, manifest: digestOf(MANIFEST_PATH, bytes), sha256Hex: host.sha256Hex },
  );
  const { cleared } = await lock.apply(request);
  const result: DoneParts = {
    report_id: reportId,
    event_id: recording.eventId,
    written: writtenRecords.length,
    replaced: replaced.length,
    conflicts: plan.conflicts,
    events,
    kept: plan.kept,
    cleared,
    stale: store.derived.length > 0,
  };
  return { actor, result, warnings: policyWarnings(writtenRecords, work) };
}

function bridgeChange({ path, text }: NewBridge, host: Host): ChangeWithContent {
  const change = { path, before: null, after: host.digestOf([text]), kept_at: null };
  return { change, content: { kind: "text", make: () => text } };
}

/** What a bundle allows or who it registers is believed on the word of whoever made it. */
function policyWarnings(records: readonly JudgedRecord[], { bundle }: Work): readonly Warning[] {
  if (bundle.signature.state === "valid") return [];
  return (["decision", "actor"] as const).flatMap((kind) => {
    const count = records.filter((record) => record.kind === kind).length;
    if (count === 0) return [];
    const what = kind === "decision" ? plural(count, "policy decision") : plural(count, "actor");
    return [{
      code: `unverified_${kind}s`,
      message: `The bundle brought ${what}, and no signature was checked: look at what ${
        count === 1 ? "it allows" : "they allow"
      }`,
      target: null,
    }];
  });
}

/** @throws CliError needs_scope where nothing of the bundle lies inside the scopes */
function requireInside(
  { actions }: ImportSelection,
  { path, bundle, scopes, given, store }: Pick<ApplyImport, "path" | "bundle" | "scopes" | "given"> & {
    readonly store: StoreSnapshot;
  },
): void {
  if (actions.size === 0 || actions.count("outside") < actions.size) return;
  const { kind, id } = bundle.descriptor.target;
  const command = syncCommand(
    "import",
    path,
    "--apply",
    "--scope",
    targetName(kind, id),
    ...given,
    ...storeFlags(store),
  );
  throw new CliError(
    "needs_scope",
    `Cannot import "${path}": nothing of it is inside ${scopes.map(scopeText).join(", ")}`,
    {
      target: "--scope",
      hint: `Run ${command}`,
    },
  );
}
