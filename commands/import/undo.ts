/** `sync import --undo`: what `sync repair --undo` does, for the report of an import; its answer is the one of repair. */
import type { RepairData } from "../../lib/model/documents/repair.ts";
import { CliError } from "../../lib/model/errors.ts";
import { repairText } from "../../lib/render/human/repair.ts";
import type { Outcome } from "../../lib/answers/outcome.ts";
import { parseScope } from "../../lib/change/scope.ts";
import type { ImportOptions } from "../declarations/import.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer, Invocation } from "../frame/definition.ts";
import { givenSourceFlags, refuseMaxTime } from "../frame/options.ts";
import { undoWithoutScope } from "../repair/refusals.ts";
import { previewUndo, undoChange } from "../repair/undo.ts";

export const importUndoAnswer: Answerer<ImportOptions> = answerWith({
  command: "sync repair",
  async schemas() {
    const { RepairDocument } = await import("../../lib/model/documents/repair.ts");
    const { RepairStep } = await import("../../lib/model/repair_plan.ts");
    return { schema: RepairDocument, itemSchema: RepairStep };
  },
  human: repairText,
  items: (data) => data.plan?.steps ?? [],
  run: undoImport,
});

async function undoImport(invocation: Invocation<ImportOptions>): Promise<Outcome<RepairData>> {
  const { common, options, words } = invocation;
  const reportId = requireAlone(options, words);
  const request = { reportId, scopes: options.scopes.map(parseScope), by: "import" } as const;
  if (options.dryRun) return await previewUndo(invocation, request);
  refuseMaxTime(common, "--undo");
  if (request.scopes.length === 0) throw undoWithoutScope("import", reportId, givenSourceFlags(common.state));
  return await undoChange(invocation, request);
}

/** The report that is named. @throws CliError usage where something of a bundle is given beside it */
function requireAlone(options: ImportOptions, [bundle]: readonly string[]): string {
  const given = [
    ...(bundle === undefined ? [] : [`"${bundle}"`]),
    ...(options.apply ? ["--apply"] : []),
    ...(options.verify ? ["--verify"] : []),
    ...(options.records ? ["--record"] : []),
    ...(options.actor === null ? [] : ["--actor"]),
    ...(options.registerBridge === null ? [] : ["--register-bridge"]),
    ...(options.verifyKey === null ? [] : ["--verify-key"]),
    ...(options.requireSignature ? ["--require-signature"] : []),
    ...(options.identities.length === 0 ? [] : ["--identity"]),
  ];
  const [first] = given;
  if (first === undefined) return options.undo ?? "";
  throw new CliError("usage", `Cannot use ${first} with --undo: an import is taken back by its report alone`, {
    target: first,
    hint: "Leave it out",
  });
}
