/** A target that may not leave at all, as a problem with a way out where there is one. */
import { uncapitalised } from "../text/words.ts";
import { syncCommand } from "../text/command_line.ts";
import type { Problem } from "../model/envelope.ts";
import { targetName } from "../store/catalog.ts";
import type { Opening } from "../model/documents/export.ts";
import type { Hold } from "./rules.ts";
import type { ExportTarget } from "./target.ts";

/** `flags` make the printed command look at the same store. */
export function denialProblem({ kind, id }: ExportTarget, denial: Hold, flags: readonly string[]): Problem {
  const target = targetName(kind, id);
  const explain = syncCommand("explain", target, ...flags);
  const hints: Readonly<Record<Opening, string>> = {
    never: `No option opens rule "${denial.rule}"; see ${explain}`,
    decision: `Name an allow decision that covers it with --policy-decision ID, or see ${explain}`,
    object_decision: `Name an allow decision about this very object with --policy-decision ID, or see ${explain}`,
    encryption: "Encrypt the bundle with --encrypt-to RECIPIENT",
  };
  const reason = uncapitalised(denial.message);
  return { code: "denied", message: `Cannot export "${target}": ${reason}`, target, hint: hints[denial.opens] };
}
