/** `sourceos sync status`: one look. */
import { absenceExit, absenceProblem } from "../lib/answers/absence.ts";
import { answered, refused } from "../lib/answers/outcome.ts";
import { gradeHealth } from "../lib/checks/frame/diagnosis.ts";
import { promptText } from "../lib/render/prompt.ts";
import { statusText } from "../lib/render/human/status.ts";
import { statusData } from "../lib/answers/status.ts";
import type { StatusOptions } from "./declarations/status.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import { activityOf } from "./state/activity.ts";
import { answerFile, checkAnswerFile, METRICS_OR_PAGE } from "./state/answer_file.ts";

export const statusAnswer: Answerer<StatusOptions> = answerWith({
  command: "sync status",
  schemas: async () => ({ schema: (await import("../lib/model/documents/status.ts")).StatusDocument }),
  human: statusText,
  own: ["prompt", "openmetrics", "html"],
  watch: ({ watch }) => watch,
  async run({ common, options: { out }, host }) {
    checkAnswerFile(out, common, METRICS_OR_PAGE);
    const loaded = await loadState(common.state, host, {
      journal: "quick",
      records: "noted",
      writesAFile: out !== null,
    });
    const state = await diagnoseState(loaded, host);
    const { snapshot: { store, absence }, diagnosis: { health } } = state;
    const data = statusData(
      state.snapshot,
      state.diagnosis,
      state.context,
      await activityOf(state, common, host),
    );
    const shown = {
      texts: {
        prompt: () => promptText(data),
        openmetrics: async () => {
          const { metricsText } = await import("../lib/render/metrics.ts");
          return metricsText({ status: data, doctor: null, takenAt: state.snapshot.taken_at });
        },
        html: async () => {
          const { statusPage } = await import("../lib/render/html/status_page.ts");
          return statusPage({ data, takenAt: state.snapshot.taken_at }, host.sha256Hex);
        },
      },
      ...answerFile(out, state.snapshot, common),
    };
    if (store === null) {
      return refused(state, absenceExit(absence), { errors: [absenceProblem(absence, state.access)], data, ...shown });
    }
    const exit = common.gradeExit ? gradeHealth(health) : "ok";
    return answered(state, data, { exit, result: health.status, ...shown });
  },
});
