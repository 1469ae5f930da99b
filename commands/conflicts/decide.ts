/** `sourceos sync conflicts decide`: a preview first; apply only does what such a plan says. */
import { requireWhole } from "../../lib/answers/access.ts";
import { requireStateStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { requireRecordable } from "../../lib/change/recordable.ts";
import { scopeText } from "../../lib/change/scope.ts";
import { requireNoneUnfinished } from "../../lib/change/unfinished.ts";
import { shownDecision } from "../../lib/decide/written.ts";
import { comparedFields } from "../../lib/decide/compare.ts";
import { decisionReport } from "../../lib/decide/report.ts";
import type { DecideData } from "../../lib/model/documents/decide.ts";
import { CliError } from "../../lib/model/errors.ts";
import { decideText } from "../../lib/render/human/decide.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import type { DecideOptions } from "../declarations/decide.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer, Invocation } from "../frame/definition.ts";
import { givenSourceFlags, refuseMaxTime } from "../frame/options.ts";
import { ownershipWarnings, servedWarnings } from "../state/before_apply.ts";
import { loadState } from "../state/load.ts";
import { applyDecision, retypingOfDecision } from "./apply.ts";
import { openContent } from "./content.ts";
import { planDecisionOf, shownPlan } from "./planning.ts";
import { type DecideRequest, decideRequestOf } from "./request.ts";

export const decideAnswer: Answerer<DecideOptions> = answerWith({
  command: "sync conflicts decide",
  async schemas() {
    const { DecideDocument } = await import("../../lib/model/documents/decide.ts");
    const { RepairStep } = await import("../../lib/model/repair_plan.ts");
    return { schema: DecideDocument, itemSchema: RepairStep };
  },
  human: decideText,
  items: (data) => data.plan?.steps ?? [],
  async run(invocation) {
    const { options, common, words: [conflict = null] } = invocation;
    const request = decideRequestOf(conflict, options, givenSourceFlags(common.state));
    if (request.mode === "dry_run") return await preview(request, invocation);
    refuseMaxTime(common, "--apply");
    return await applyDecision(invocation, request);
  },
});

async function preview(
  { request: asked, given, saveTo }: Extract<DecideRequest, { readonly mode: "dry_run" }>,
  { common, raw, host }: Invocation<unknown>,
): Promise<Outcome<DecideData>> {
  const attempt = `decide conflict "${asked.conflict}"`;
  using content = await openContent(given, host);
  const state = await loadState(common.state, host, { writesAFile: saveTo !== null });
  const store = requireStateStore(state, attempt);
  requireWhole(state, attempt);
  if (state.source.kind !== "store") {
    throw new CliError("unsupported", `Cannot ${attempt}: the store itself is not at hand`, {
      target: store.root,
      hint: "Name the store on disk with --store DIR",
    });
  }
  requireNoneUnfinished(store, attempt);
  requireRecordable(store, attempt);
  if (saveTo !== null) await host.files.requireOutside(saveTo, store.real_root);
  const written = await content.read(asked.conflict, state, store);
  const request = { ...asked, written };
  const generatedAt = formatTimestamp(host.clock.now());
  const { draft, plan } = await planDecisionOf(state, { store, request, generatedAt }, host);
  if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(plan, 2)}\n`);
  const scope = scopeText(draft.needs);
  const data: DecideData = {
    mode: "dry_run",
    decision: shownDecision(draft.decision),
    fields: draft.decision.written === undefined
      ? []
      : comparedFields(draft.object?.record ?? {}, draft.decision.written.record),
    scopes: [],
    required_scopes: [scope],
    report: decisionReport(draft.decision, { done: false, store, catalog: state.catalog }),
    plan: shownPlan(plan),
    outcome: null,
    saved_to: saveTo,
  };
  return answered(state, data, {
    exit: common.gradeExit ? "changes" : "ok",
    warnings: [
      ...await servedWarnings(state, host),
      ...saveTo === null ? [] : await ownershipWarnings(state, retypingOfDecision(raw, saveTo, scope), host),
    ],
  });
}
