/** `sourceos sync doctor`: every check, what each piece of state is, and what to do. */
import { gradeHealth } from "../lib/diagnosis.ts";
import { doctorData } from "../lib/doctor.ts";
import { stringifyJson } from "../lib/json/stringify.ts";
import { DoctorDocument } from "../lib/model/documents/doctor.ts";
import type { DoctorData } from "../lib/model/documents/doctor.ts";
import { Finding } from "../lib/model/documents/health.ts";
import { doctorText } from "../lib/render/human/doctor.ts";
import { type CommandDefinition, defineCommand } from "./definition.ts";
import { gather, outcomeBase, requireStore } from "./gather.ts";
import { textOption } from "./options.ts";

export const doctorCommand: CommandDefinition = defineCommand<DoctorData>({
  name: "doctor",
  command: "sync doctor",
  schema: DoctorDocument,
  itemSchema: Finding,
  description: "Checks everything, says which state is durable, rebuildable or disposable, and what to do next. " +
    "Changes nothing; exits 3 for warnings and 4 for errors.",
  examples: [
    ["Look at this host", "sourceos sync doctor"],
    ["One finding a line", "sourceos sync doctor -o ndjson"],
    ["Look at it elsewhere", "sourceos sync doctor --save-snapshot state.json"],
  ],
  options: [{ flags: "--save-snapshot <file:string>", description: "Save the state that was looked at in a new file" }],
  human: doctorText,
  items: (data) => data.findings,
  async run({ common, raw, host }) {
    const saveTo = textOption(raw, "saveSnapshot");
    const gathered = await gather(common.state, host, saveTo === null ? "reads" : "writes_a_file");
    const store = requireStore(gathered);
    if (saveTo !== null) await host.files.writeNew(saveTo, `${stringifyJson(gathered.snapshot)}\n`);
    const data = doctorData(store, gathered.diagnosis);
    return { ...outcomeBase(gathered), data, exit: gradeHealth(data.health), result: data.health.status, errors: [] };
  },
});
