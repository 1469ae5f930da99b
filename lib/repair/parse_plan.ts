/** A saved repair plan, parsed at the border: only one that nobody edited, and that this release understands. */
import { documentError, readDocument } from "../model/input_document.ts";
import { RepairPlan } from "../model/repair_plan.ts";
import { planIdOf } from "./build_plan.ts";
import { findPlanProblem } from "./sound_plan.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/**
 * The plan in these bytes; `command` makes a new one.
 *
 * @throws CliError bad_input for what is no plan, one whose id is not that of its content, or one that says what no plan
 *   does; too_new for a newer format
 */
export function parseRepairPlan(
  bytes: Uint8Array,
  path: string,
  sha256Hex: Sha256Hex,
  command: readonly string[] = ["repair", "--dry-run", "--save", "FILE"],
): RepairPlan {
  const given = { attempt: `use "${path}" as a repair plan`, target: path, hint: "Make a new plan with", command };
  const reading = readDocument(bytes, RepairPlan);
  if (!reading.ok) {
    const isPreview = reading.exit === "bad_input" && reading.record !== null &&
      Object.hasOwn(reading.record, "service");
    throw documentError(given, isPreview ? DAEMON_PREVIEW : reading);
  }
  const { plan_id: planId, ...content } = reading.document;
  if (planIdOf(content, sha256Hex) !== planId) {
    throw documentError(given, {
      reason: "it was changed after it was made, as its id is not that of its content",
      code: "tampered_plan",
    });
  }
  const problem = findPlanProblem(reading.document);
  if (problem === null) return reading.document;
  throw documentError(given, { reason: `it says what no plan does: ${problem}`, code: "tampered_plan" });
}

const DAEMON_PREVIEW = {
  reason: "it is a preview of the daemon, which shows what it would do and is bound to nothing",
  code: "daemon_preview",
};
