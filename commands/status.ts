/** `sourceos sync status`: one look. */
import { absenceExit, absenceProblem } from "../lib/answers/absence.ts";
import { answered, refused } from "../lib/answers/outcome.ts";
import { gradeHealth } from "../lib/checks/diagnosis.ts";
import { StatusDocument } from "../lib/model/documents/status.ts";
import { statusText } from "../lib/render/human/status.ts";
import { statusData } from "../lib/answers/status.ts";
import { type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";

export const statusCommand: CommandDefinition = defineCommand({
  name: "status",
  command: "sync status",
  schema: StatusDocument,
  description: "One look at the daemon, store, profile, device, workspace and degraded state. Changes nothing.",
  examples: [
    ["One look at this host", "sourceos sync status"],
    ["Only whether the daemon is there", "sourceos sync status --query data.daemon.available"],
    ["Fail in a script when something is wrong", "sourceos sync status --exit-code -o json"],
  ],
  options: () => ({}),
  human: statusText,
  async run({ common, host }) {
    const state = await diagnoseState(await loadState(common.state, host, { journal: "quick" }), host);
    const { snapshot: { store, absence }, diagnosis: { health } } = state;
    const data = statusData(state.snapshot, state.diagnosis, state.context);
    if (store === null) {
      return refused(state, absenceExit(absence), { errors: [absenceProblem(absence, state.access)], data });
    }
    return answered(state, data, { exit: common.gradeExit ? gradeHealth(health) : "ok", result: health.status });
  },
});
