/** `sourceos sync export <workspace|profile|object>`: what a bundle would hold, and with --out the bundle. */
import { storeFlags } from "../../lib/text/command_line.ts";
import { requireKnown, requireWhole } from "../../lib/answers/access.ts";
import { requireStateStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome, refused } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ExportData } from "../../lib/model/documents/export.ts";
import type { Warning } from "../../lib/model/envelope.ts";
import { REGISTRY_KINDS } from "../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { exportText } from "../../lib/render/human/export.ts";
import type { EventSelection } from "../../lib/export/events.ts";
import { exportData } from "../../lib/export/data.ts";
import { BUNDLE_LIMITS } from "../../lib/bundle/limits.ts";
import { denialProblem } from "../../lib/export/refusal.ts";
import { BOUNDARY_CHECKS, type ObjectSelection, selectObjects, selectRecords } from "../../lib/export/select.ts";
import { resolveExportTarget } from "../../lib/export/target.ts";
import type { ExportOptions } from "../declarations/export.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer, Invocation } from "../frame/definition.ts";
import { bundleContent, spoolEvents } from "./content.ts";
import { diagnoseState } from "../state/diagnose.ts";
import { type LoadedState, loadState } from "../state/load.ts";
import type { Host } from "../host/types/host.ts";

export const exportAnswer: Answerer<ExportOptions> = answerWith({
  command: "sync export",
  async schemas() {
    const { ExportDocument, ExportExclusion } = await import("../../lib/model/documents/export.ts");
    return { schema: ExportDocument, itemSchema: ExportExclusion };
  },
  human: exportText,
  items: (data) => data.exclusions,
  run: runExport,
});

/** @throws CliError usage where the options contradict each other */
function checkOptions({ out, signKey, gzip }: ExportOptions): void {
  const stray = signKey !== null ? "--sign" : gzip ? "--gzip" : null;
  if (out === null && stray !== null) {
    throw new CliError("usage", `Cannot use ${stray} without --out: a preview writes no bundle`, {
      target: stray,
      hint: "Give a file with --out FILE",
    });
  }
  if (out === "") {
    throw new CliError("usage", "Cannot use an empty path for --out", {
      target: "--out",
      hint: "Give a file with --out FILE, or - for standard output",
    });
  }
}

async function runExport(
  { common, options, words: [text = ""], host }: Invocation<ExportOptions>,
): Promise<Outcome<ExportData>> {
  checkOptions(options);
  const { out } = options;
  const loaded = await loadState(common.state, host, { writesAFile: out !== null, journal: "standard" });
  const state = await diagnoseState(loaded, host, { only: BOUNDARY_CHECKS, skip: [] });
  const store = requireStateStore(state, `export "${text}"`);
  requireWhole(state, `export "${text}"`);
  requireKnown(state, `export "${text}"`, REGISTRY_KINDS);
  const { catalog, diagnosis: { findings, policy } } = state;
  const target = resolveExportTarget(text, catalog);
  await host.begin("leaving");
  const objects = selectObjects(
    { target, encrypted: options.recipients.length > 0, policyDecisions: options.policyDecisions },
    { store, catalog, policy, findings },
  );
  if (objects.denial !== null) {
    const data = { ...exportData(selectRecords(objects, []), null), bundle: null };
    const problem = denialProblem(target, objects.denial, storeFlags(store));
    return refused(state, "denied", { errors: [problem], data });
  }
  if (out === null) return preview(objects, { state, store, host, gradeExit: common.gradeExit });
  return await write(objects, { state, store, host, options, out });
}

interface Place {
  readonly state: LoadedState;
  readonly store: StoreSnapshot;
  readonly host: Host;
}

async function preview(
  objects: ObjectSelection,
  { state, store, host, gradeExit }: Place & { readonly gradeExit: boolean },
): Promise<Outcome<ExportData>> {
  const { events, warnings } = await lookAtEvents(objects, { state, store, host });
  const data = {
    ...exportData(selectRecords(objects, events?.producers ?? lastProducers(objects)), events),
    bundle: null,
  };
  return answered(state, data, { exit: gradeExit && data.records.length > 0 ? "changes" : "ok", warnings });
}

/** A saved snapshot and a daemon's word hold no journal, only what it comes to. */
async function lookAtEvents(
  { objectIds }: ObjectSelection,
  { state, store, host }: Place,
): Promise<{ readonly events: EventSelection | null; readonly warnings: readonly Warning[] }> {
  const none = (message: string) => ({ events: null, warnings: [{ code: "journal_not_read", message, target: null }] });
  if (state.source.kind !== "store") {
    return none(
      "The journal itself is not at hand: its events are counted from a summary, which knows the last actors",
    );
  }
  const { selection, error } = await host.stores.selectEvents(store, { objects: objectIds });
  return selection === null
    ? none(`The journal cannot be read: ${error ?? "unknown"}`)
    : { events: selection, warnings: [] };
}

/** Where the journal is not at hand, the producers of the newest events are all that is known. */
function lastProducers({ objectIds, state }: ObjectSelection): readonly string[] {
  const producers = state.store.journal.objects
    .filter(({ object_id: id }) => objectIds.has(id))
    .map(({ last_producer: producer }) => producer);
  return [...new Set(producers)].filter((producer) => producer !== "");
}

async function write(
  objects: ObjectSelection,
  { state, store, host, options, out }: Place & { readonly options: ExportOptions; readonly out: string },
): Promise<Outcome<ExportData>> {
  if (state.source.kind !== "store") {
    throw new CliError("unsupported", `Cannot write bundle "${out}": the journal itself is not at hand`, {
      target: "--out",
      hint: "Export from the store on disk, with --store DIR",
    });
  }
  if (out !== "-") await host.files.requireOutside(out, store.real_root);
  const bundles = await host.bundles();
  const spool = bundles.createSpool();
  try {
    const events = await spoolEvents(objects, { store, host, spool });
    const selection = selectRecords(objects, events.producers);
    refuseTooMany(selection.leaving.length, out);
    const content = bundleContent(selection, { store, host, events, spool });
    const digest = await bundles.write(out, content, options);
    const data = exportData(selection, events);
    const bundle = {
      path: out,
      ...digest,
      created_at: content.descriptor.created_at,
      signed: options.signKey !== null,
      compressed: options.gzip,
    };
    return answered<ExportData>(state, { ...data, bundle }, {
      exit: isPartial(data) ? "partial" : "ok",
      ...(out === "-" ? { answerOn: "stderr" } : {}),
    });
  } finally {
    spool.close();
  }
}

/** @throws CliError unsupported for more than the other side would write */
function refuseTooMany(records: number, out: string): void {
  if (records <= BUNDLE_LIMITS.recordsAtOnce) return;
  throw new CliError("unsupported", `Cannot write bundle "${out}": ${records} records would leave at once`, {
    target: out,
    hint: `An import writes at most ${BUNDLE_LIMITS.recordsAtOnce} records at once: export workspace by workspace`,
  });
}

/** Whether something should have left and could not; what a rule keeps back was decided. */
function isPartial({ events, rules }: Omit<ExportData, "bundle">): boolean {
  return (events.skipped ?? 0) > 0 || rules.some(({ could_not: couldNot }) => couldNot);
}
