/** `sourceos sync doctor`: every check, what each piece of state is, and what to do. */
import { accept, createAcceptance } from "../lib/answers/acceptance.ts";
import { checkList, doctorData, gradeDoctor } from "../lib/answers/doctor.ts";
import { CliError } from "../lib/model/errors.ts";
import { requireStore } from "../lib/answers/absence.ts";
import { answered, NO_STATE } from "../lib/answers/outcome.ts";
import { countHidden, redactedSnapshot } from "../lib/answers/redacted_snapshot.ts";
import type { StateSnapshot } from "../lib/model/snapshot.ts";
import type { Warning } from "../lib/model/envelope.ts";
import { plural } from "../lib/text/words.ts";
import { stringifyJson } from "../lib/text/stringify_json.ts";
import {
  CheckDescription,
  type CheckListData,
  CheckListDocument,
  DoctorDocument,
  FAIL_ON,
  LEVELS,
} from "../lib/model/documents/doctor.ts";
import { ReportedFinding } from "../lib/model/documents/health.ts";
import { parseEarlierReport } from "../lib/answers/parse_earlier_report.ts";
import { checkListText } from "../lib/render/human/check_list.ts";
import { statusData } from "../lib/answers/status.ts";
import { integrityReport } from "../lib/answers/integrity_report.ts";
import { machineText } from "../lib/render/machine.ts";
import { metricsText } from "../lib/render/metrics.ts";
import { doctorText } from "../lib/render/human/doctor.ts";
import { answerWith, type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { acceptWords, readAccepted, writeAccepted } from "./state/accepted_file.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import { checkMetricsFile, metricsFile, readMetricsFile } from "./state/metrics_file.ts";
import type { OptionReader } from "./frame/option_reader.ts";

const REPORT_LIMIT_BYTES = 256 * 1024 * 1024;

export const doctorCommand: CommandDefinition = defineCommand({
  name: "doctor",
  command: "sync doctor",
  schema: DoctorDocument,
  itemSchema: ReportedFinding,
  description: "Checks everything, says which state is durable, rebuildable or disposable, and what to do next. " +
    "Changes nothing; exits 3 for warnings and 4 for errors.",
  examples: [
    ["Look at this host", "sourceos sync doctor"],
    ["One finding a line", "sourceos sync doctor -o ndjson"],
    [
      "Only the journal, and what is new since yesterday",
      "sourceos sync doctor --check 'journal.*' --since report.json",
    ],
    ["For the other components of a host", "sourceos sync doctor -o report"],
    ["Look at it elsewhere", "sourceos sync doctor --save-snapshot state.json"],
  ],
  options: (read: OptionReader) => ({
    listChecks: read.flag("--list-checks", "List every check; -o wide adds what each can find"),
    check: read.texts("--check <id:string>", "Run only this check; * stands for anything; repeatable"),
    skip: read.texts("--skip <id:string>", "Leave this check out; * stands for anything; repeatable"),
    level: read.choice(
      "--level <level:string>",
      "How deep to look where a checkpoint covers the journal: quick trusts all but the end of what it covers, " +
        "standard (the default) verifies its hash, full parses every line, and every receipt",
      LEVELS,
    ) ?? "standard",
    since: read.text("--since <file:string>", "Compare with an earlier report, saved with -o json"),
    saveTo: read.text(
      "--save-snapshot <file:string>",
      "Save the state that was looked at in a new file, without what secret and regulated records say",
    ),
    includeSecrets: read.flag("--include-secrets", "With --save-snapshot: save what those records say as well"),
    failOn: read.choice(
      "--fail-on <what:string>",
      "What the exit code tells of: new (against --since), warning (the default) or error",
      FAIL_ON,
    ) ?? "warning",
    accepted: read.text("--accepted <file:string>", "Findings that are known and accepted; else SOURCEOS_ACCEPTED"),
    accept: read.text("--accept <id:string>", "Accept this finding from now on, in the file of --accepted"),
    target: read.text("--target <target:string>", "What the finding to accept is about, as doctor prints it"),
    reason: read.text("--reason <text:string>", "Why it is accepted"),
    out: readMetricsFile(read),
    reportTo: read.text("--save-report <file:string>", "Save the State Integrity Report of -o report in a new file"),
    until: read.text("--until <date:string>", "The day until which it is accepted, such as 2026-12-31"),
  }),
  variant: ({ listChecks }) => listChecks ? answerChecks : null,
  human: doctorText,
  own: ["openmetrics", "report"],
  items: (data) => data.findings,
  async run({ common, options, host }) {
    const { check, skip, level, since, saveTo, includeSecrets, failOn } = options;
    if (includeSecrets && saveTo === null) {
      throw new CliError("usage", "Cannot use --include-secrets: nothing is saved", {
        target: "--include-secrets",
        hint: "Leave it out, or add --save-snapshot FILE",
      });
    }
    checkMetricsFile(options.out, common);
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
      receipts: { all: level === "full", named: null },
    });
    const state = await diagnoseState(loaded, host, { only: check, skip });
    const store = requireStore(state);
    const told = saveTo === null || includeSecrets ? state.snapshot : redactedSnapshot(state.snapshot, host.sha256Hex);
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
        openmetrics: () =>
          metricsText({
            status: statusData(state.snapshot, state.diagnosis, state.context),
            doctor: data,
            takenAt: now,
          }),
        report: reportText,
      },
      ...metricsFile(options.out, state.snapshot),
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

const answerChecks = answerWith<CheckListData, unknown>({
  command: "sync doctor checks",
  schema: CheckListDocument,
  itemSchema: CheckDescription,
  options: () => ({}),
  human: checkListText,
  items: (data) => data.checks,
  run: () => Promise.resolve(answered(NO_STATE, checkList())),
});
