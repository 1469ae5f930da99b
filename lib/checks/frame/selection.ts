/** Which checks doctor runs: all, or those that --check names, less those that --skip names. */
import { CliError } from "../../model/errors.ts";
import type { Check } from "./check.ts";
import { CHECKS } from "../all_checks.ts";

export interface Selection {
  /** Ids, `*` standing for any characters; empty is all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export const ALL_CHECKS: Selection = { only: [], skip: [] };

interface SelectedCheck {
  readonly check: Check;
  /** Why it does not run; null where it does. */
  readonly leftOut: string | null;
}

/** Every check in its order, with the reason where it is left out. @throws CliError usage for a pattern that names none. */
export function selectChecks({ only, skip }: Selection): readonly SelectedCheck[] {
  for (const [flag, patterns] of [["--check", only], ["--skip", skip]] as const) {
    const stray = patterns.find((pattern) => !CHECKS.some((check) => matches(pattern, check.id)));
    if (stray === undefined) continue;
    throw new CliError("usage", `Cannot use "${stray}" as ${flag}: no check has this id`, {
      target: flag,
      hint: `The checks are ${CHECKS.map(({ id }) => id).join(", ")}`,
    });
  }
  return CHECKS.map((check) => {
    if (skip.some((pattern) => matches(pattern, check.id))) return { check, leftOut: "Left out by --skip" };
    if (only.length > 0 && !only.some((pattern) => matches(pattern, check.id))) {
      return { check, leftOut: "Not among those that --check names" };
    }
    return { check, leftOut: null };
  });
}

function matches(pattern: string, id: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(id);
}
