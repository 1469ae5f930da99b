/** `sourceos sync status`: one look. */
import { type ExitName } from "../lib/model/exit.ts";
import { gradeHealth } from "../lib/checks/diagnosis.ts";
import { StatusDocument } from "../lib/model/documents/status.ts";
import { statusText } from "../lib/render/human/status.ts";
import { statusData } from "../lib/answers/status.ts";
import type { StatusData } from "../lib/model/documents/status.ts";
import { type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { absenceExit, absenceProblem, gather, outcomeBase } from "./state/load.ts";

export const statusCommand: CommandDefinition = defineCommand<StatusData>({
  name: "status",
  command: "sync status",
  schema: StatusDocument,
  description: "One look at the daemon, store, profile, device, workspace and degraded state. Changes nothing.",
  examples: [
    ["One look at this host", "sourceos sync status"],
    ["Only whether the daemon is there", "sourceos sync status --query data.daemon.available"],
    ["Fail in a script when something is wrong", "sourceos sync status --exit-code -o json"],
  ],
  human: statusText,
  async run({ common, host }) {
    const gathered = await gather(common.state, host, { journal: "quick" });
    const { snapshot, diagnosis, context } = gathered;
    const data = statusData(snapshot, diagnosis, context);
    const base = { ...outcomeBase(gathered), data };
    if (snapshot.store === null) {
      return { ...base, exit: absenceExit(snapshot.absence), result: null, errors: [absenceProblem(snapshot.absence)] };
    }
    const exit: ExitName = common.gradeExit ? gradeHealth(data.health) : "ok";
    return { ...base, exit, result: data.health.status, errors: [] };
  },
});
