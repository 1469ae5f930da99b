/** `sourceos sync doctor`: every check, what each piece of state is, and what to do. */
import { accept, createAcceptance } from "../lib/answers/acceptance.ts";
import { doctorData, gradeDoctor } from "../lib/answers/doctor.ts";
import { CliError } from "../lib/model/errors.ts";
import { requireStore } from "../lib/answers/absence.ts";
import { answered } from "../lib/answers/outcome.ts";
import { countHidden, redactedSnapshot } from "../lib/answers/redacted_snapshot.ts";
import type { StateSnapshot } from "../lib/model/snapshot.ts";
import type { Warning } from "../lib/model/envelope.ts";
import { plural } from "../lib/text/words.ts";
import { stringifyJson } from "../lib/text/stringify_json.ts";
import { parseEarlierReport } from "../lib/answers/parse_earlier_report.ts";
import { statusData } from "../lib/answers/status.ts";
import { integrityReport } from "../lib/answers/integrity_report.ts";
import { machineText } from "../lib/render/machine.ts";
import { findingTable } from "../lib/answers/finding_table.ts";
import { namesText } from "../lib/render/names.ts";
import { doctorText } from "../lib/render/human/doctor.ts";
import type { DoctorOptions } from "./declarations/doctor.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer } from "./frame/definition.ts";
import { acceptWords, readAccepted, writeAccepted } from "./state/accepted_file.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import { activityOf } from "./state/activity.ts";
import { answerFile, checkAnswerFile, METRICS_OR_PAGE } from "./state/answer_file.ts";

const REPORT_LIMIT_BYTES = 256 * 1024 * 1024;

export const doctorAnswer: Answerer<DoctorOptions> = answerWith({
  command: "sync doctor",
  async schemas() {
    const { DoctorDocument } = await import("../lib/model/documents/doctor.ts");
    const { ReportedFinding } = await import("../lib/model/documents/health.ts");
    return { schema: DoctorDocument, itemSchema: ReportedFinding };
  },
  human: doctorText,
  own: ["openmetrics", "report", "html", "name", "csv"],
  items: (data) => data.findings,
  async run({ common, options, host }) {
    const { check, skip, level, since, saveTo, includeSecrets, failOn } = options;
    if (includeSecrets && saveTo === null) {
      throw new CliError("usage", "Cannot use --include-secrets: nothing is saved", {
        target: "--include-secrets",
        hint: "Leave it out, or add --save-snapshot FILE",
      });
    }
    checkAnswerFile(options.out, common, METRICS_OR_PAGE);
    const wanted = acceptWords(options);
    if (failOn === "new" && since === null) {
      throw new CliError("usage", "Cannot use --fail-on new without --since: nothing says what is new", {
        target: "--fail-on",
        hint: "Add --since with an earlier report, saved with -o json",
      });
    }
    const file = await readAccepted(options.accepted, host, { isWritten: wanted !== null });
    const earlier = since === null ? null : parseEarlierReport(await host.files.read(since, REPORT_LIMIT_BYTES), since);
    const loaded = await loadState(common.state, host, {
      savesSnapshot: saveTo !== null,
      writesAFile: wanted !== null || options.out !== null || options.reportTo !== null,
      journal: level,
      // A saved snapshot says of every record what is in its file.
      records: level === "full" || saveTo !== null ? "all" : "changed",
      receipts: { all: level === "full", named: null },
    });
    const state = await diagnoseState(loaded, host, { only: check, skip });
    const store = requireStore(state);
    const told = saveTo === null || includeSecrets ? state.snapshot : redactedSnapshot(state.snapshot, host.sha256Hex);
    for (const path of [saveTo, options.reportTo]) {
      if (path !== null) await host.files.requireOutside(path, store.real_root);
    }
    if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(told)}\n`);
    const now = state.snapshot.taken_at;
    const { sha256Hex } = host;
    let known = file.known;
    if (wanted !== null && file.path !== null) {
      known = accept(known, state.diagnosis.findings, { ...wanted, now, sha256Hex });
      await writeAccepted(file.path, known, store.real_root, host);
    }
    const acceptanceOf = createAcceptance(known, { now, sha256Hex });
    const data = doctorData(store, state.diagnosis, { level, earlier, acceptanceOf });
    const reportText = () => machineText(integrityReport(state.snapshot, state.diagnosis, data), "json");
    if (options.reportTo !== null) await host.files.writeNew(options.reportTo, await reportText());
    return answered(state, data, {
      exit: gradeDoctor(data, failOn),
      result: data.health.status,
      warnings: secretWarnings(told, saveTo),
      texts: {
        openmetrics: async () => {
          const { metricsText } = await import("../lib/render/metrics.ts");
          const status = statusData(state.snapshot, state.diagnosis, state.context);
          return metricsText({ status, doctor: data, takenAt: now });
        },
        report: reportText,
        name: () => namesText(data.findings.map((finding) => finding.target)),
        csv: async () => {
          const { csvText } = await import("../lib/render/csv.ts");
          const { names, rows } = findingTable(data);
          return csvText(names, rows);
        },
        html: async () => {
          const { doctorPage } = await import("../lib/render/html/doctor_page.ts");
          const activity = await activityOf(state, common, host);
          return doctorPage({ data, takenAt: now, store: store.root, activity }, sha256Hex);
        },
      },
      ...answerFile(options.out, state.snapshot, common),
    });
  },
});

/** What a snapshot that is told of, and may go elsewhere, holds or lacks of what nobody else may see. */
function secretWarnings(told: StateSnapshot, savedIn: string | null): readonly Warning[] {
  const { whole, redacted } = countHidden(told);
  const records = (count: number) => plural(count, "secret, regulated or unclassified record");
  return [
    ...(redacted === 0 ? [] : [{
      code: "snapshot_redacted",
      message: `The snapshot does not hold the content of ${records(redacted)}; --include-secrets would save it`,
      target: null,
    }]),
    ...(whole === 0 || savedIn === null ? [] : [{
      code: "snapshot_holds_secrets",
      message: `"${savedIn}" holds the content of ${records(whole)}: give it to nobody who may not see that`,
      target: savedIn,
    }]),
  ];
}
