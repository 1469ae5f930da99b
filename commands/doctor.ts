/** `sourceos sync doctor`: every check, what each piece of state is, and what to do. */
import { gradeHealth } from "../lib/checks/diagnosis.ts";
import { checkList, doctorData } from "../lib/answers/doctor.ts";
import { requireStore } from "../lib/answers/absence.ts";
import { answered, NO_STATE } from "../lib/answers/outcome.ts";
import { CliError } from "../lib/model/errors.ts";
import { stringifyJson } from "../lib/text/stringify_json.ts";
import {
  CheckDescription,
  type CheckListData,
  CheckListDocument,
  type DoctorData,
  DoctorDocument,
  type Level,
  LEVELS,
} from "../lib/model/documents/doctor.ts";
import { ReportedFinding } from "../lib/model/documents/health.ts";
import { parseEarlierReport } from "../lib/answers/parse_earlier_report.ts";
import { checkListText } from "../lib/render/human/check_list.ts";
import { doctorText } from "../lib/render/human/doctor.ts";
import { answerWith, type CommandDefinition, defineCommand } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import { textListOption, textOption } from "./frame/options.ts";

const REPORT_LIMIT_BYTES = 256 * 1024 * 1024;

export const doctorCommand: CommandDefinition = defineCommand<DoctorData>({
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
    ["Look at it elsewhere", "sourceos sync doctor --save-snapshot state.json"],
  ],
  options: [
    { flags: "--list-checks", description: "List every check; -o wide adds what each can find" },
    {
      flags: "--check <id:string>",
      description: "Run only this check; * stands for anything; repeatable",
      collect: true,
    },
    {
      flags: "--skip <id:string>",
      description: "Leave this check out; * stands for anything; repeatable",
      collect: true,
    },
    {
      flags: "--level <level:string>",
      description: "How deep to look where a checkpoint covers the journal: quick trusts all but the end of what it " +
        "covers, standard (the default) verifies its hash, full parses every line",
    },
    { flags: "--since <file:string>", description: "Compare with an earlier report, saved with -o json" },
    { flags: "--save-snapshot <file:string>", description: "Save the state that was looked at in a new file" },
  ],
  variants: {
    listChecks: answerWith<CheckListData>({
      command: "sync doctor checks",
      schema: CheckListDocument,
      itemSchema: CheckDescription,
      human: checkListText,
      items: (data) => data.checks,
      run: () => Promise.resolve(answered(NO_STATE, checkList())),
    }),
  },
  human: doctorText,
  items: (data) => data.findings,
  async run({ common, raw, host }) {
    const saveTo = textOption(raw, "saveSnapshot");
    const since = textOption(raw, "since");
    const earlier = since === null ? null : parseEarlierReport(await host.files.read(since, REPORT_LIMIT_BYTES), since);
    const selection = { only: textListOption(raw, "check"), skip: textListOption(raw, "skip") };
    const level = parseLevel(textOption(raw, "level") ?? "standard");
    const loaded = await loadState(common.state, host, { savesSnapshot: saveTo !== null, journal: level });
    const state = await diagnoseState(loaded, host, selection);
    const store = requireStore(state);
    if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(state.snapshot)}\n`);
    const data = doctorData(store, state.diagnosis, { level, earlier });
    return answered(state, data, { exit: gradeHealth(data.health), result: data.health.status });
  },
});

function parseLevel(text: string): Level {
  const level = LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw new CliError("usage", `Cannot use "${text}" as --level: it is not one of the known levels`, {
    target: "--level",
    hint: `Give one of ${LEVELS.join(", ")}`,
  });
}
