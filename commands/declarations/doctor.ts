/** How `sourceos sync doctor` is typed. */
import { FAIL_ON, LEVELS } from "../../lib/model/doctor_choices.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import { METRICS_OR_PAGE, readAnswerFile } from "../state/answer_file.ts";

export type DoctorOptions = ReturnType<typeof readDoctorOptions>;

export const doctorDeclaration: CommandDeclaration<DoctorOptions> = {
  name: "doctor",
  command: "sync doctor",
  description: "Checks everything, and says what to do next. Changes nothing; exits 3 for warnings and 4 for errors.",
  examples: [
    ["Look at this host", "sourceos sync doctor"],
    ["One finding a line", "sourceos sync doctor -o ndjson"],
    [
      "Only the journal, and what is new since yesterday",
      "sourceos sync doctor --check 'journal.*' --since report.json",
    ],
    ["For the other components of a host", "sourceos sync doctor -o report"],
    ["As a page for a browser", "sourceos sync doctor -o html --out doctor.html"],
    ["Look at it elsewhere", "sourceos sync doctor --save-snapshot state.json"],
  ],
  options: readDoctorOptions,
};

function readDoctorOptions(read: OptionReader) {
  return {
    listChecks: read.flag("--list-checks", "List every check; -o wide adds what each can find"),
    check: read.texts("--check <id:string:check>", "Run only this check; * stands for anything; repeatable"),
    skip: read.texts("--skip <id:string:check>", "Leave this check out; * stands for anything; repeatable"),
    level: read.choice(
      "--level <level:string>",
      "How deep to look where a checkpoint covers the journal: quick trusts all but the end of what it covers, " +
        "standard (the default) verifies its hash, full parses every line and opens every record and receipt",
      LEVELS,
    ) ?? "standard",
    since: read.text("--since <file:path>", "Compare with an earlier report, saved with -o json"),
    saveTo: read.text(
      "--save-snapshot <file:path>",
      "Save the state that was looked at in a new file, without what secret and regulated records say",
    ),
    includeSecrets: read.flag("--include-secrets", "With --save-snapshot: save what those records say as well"),
    failOn: read.choice(
      "--fail-on <what:string>",
      "What the exit code tells of: new (against --since), warning (the default) or error",
      FAIL_ON,
    ) ?? "warning",
    accepted: read.text("--accepted <file:path>", "Findings that are known and accepted; else SOURCEOS_ACCEPTED"),
    accept: read.text("--accept <id:string>", "Accept this finding from now on, in the file of --accepted"),
    target: read.text("--target <target:string>", "What the finding to accept is about, as doctor prints it"),
    reason: read.text("--reason <text:string>", "Why it is accepted"),
    out: readAnswerFile(read, METRICS_OR_PAGE),
    reportTo: read.text("--save-report <file:path>", "Save the State Integrity Report of -o report in a new file"),
    until: read.text("--until <date:string>", "The day until which it is accepted, such as 2026-12-31"),
  };
}
