/** How `sourceos sync repair` is typed. */
import { SCOPE_FORMS } from "../../lib/change/scope.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";

export const repairDeclaration: CommandDeclaration<RepairOptions> = {
  name: "repair",
  command: "sync repair",
  description: "Plans repairs of derived and disposable state, and applies a plan that was read. " +
    "--dry-run changes nothing; --apply and --undo take a scope.",
  examples: [
    ["What repair would do", "sourceos sync repair --dry-run"],
    ["Only derived state, and keep the plan", "sourceos sync repair --dry-run --scope derived --save plan.json"],
    ["Carry that plan out", "sourceos sync repair --apply --plan plan.json --scope derived"],
    ["Take a repair back", "sourceos sync repair --undo REPORT --scope derived"],
  ],
  options: readRepairOptions,
};

export interface RepairOptions {
  readonly dryRun: boolean;
  readonly apply: boolean;
  readonly undo: string | null;
  readonly scopes: readonly string[];
  readonly plan: string | null;
  readonly save: string | null;
}

function readRepairOptions(read: OptionReader): RepairOptions {
  return {
    dryRun: read.flag("-n, --dry-run", "Show the repair report and plan; changes nothing"),
    apply: read.flag("--apply", "Carry out the plan given with --plan, inside the given scopes"),
    undo: read.text(
      "--undo <report:string:report>",
      "Put back what a repair changed, inside the given scopes; last is the newest",
    ),
    scopes: read.texts("--scope <scope:string:scope>", `What may be touched: ${SCOPE_FORMS}; repeatable`),
    plan: read.text("--plan <file:path>", "The saved plan to apply"),
    save: read.text("--save <file:path>", "With --dry-run: save the plan in a new file"),
  };
}
