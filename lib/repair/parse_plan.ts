/** A saved repair plan, parsed at the border: only one that nobody edited, and that this release understands. */
import { Value } from "@sinclair/typebox/value";
import { CliError } from "../model/errors.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { compareSchema } from "../store/manifest.ts";
import { stringField } from "../text/json.ts";
import { RepairPlan } from "../model/repair_plan.ts";
import { planIdOf } from "./document.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/**
 * The plan in these bytes.
 *
 * @throws CliError bad_input for what is no plan, or one whose id is not that of its content; too_new for a newer format
 */
export function parseRepairPlan(bytes: Uint8Array, path: string, sha256Hex: (text: string) => string): RepairPlan {
  const refuse = (state: string, code = "bad_input") =>
    new CliError("bad_input", `Cannot use "${path}" as a repair plan: ${state}`, {
      target: path,
      code,
      hint: "Make a new plan with sourceos sync repair --dry-run --save FILE",
    });
  const text = decodeUtf8(bytes);
  if (text === null) throw refuse("it is not UTF-8 text");
  const parsed = parseJsonObject(text);
  if (!parsed.ok) throw refuse(parsed.message);
  const schema = stringField(parsed.value, "schema");
  if (compareSchema(schema, "sourceos.repair-plan/v1alpha1") === "newer") {
    throw new CliError("too_new", `Cannot use "${path}" as a repair plan: its schema is "${schema}"`, {
      target: path,
      hint: "Use a release of this program that knows the newer format",
    });
  }
  if (Object.hasOwn(parsed.value, "service")) {
    throw refuse(
      "it is a preview of the daemon, which shows what it would do and is bound to nothing",
      "daemon_preview",
    );
  }
  const plan: unknown = parsed.value;
  if (!Value.Check(RepairPlan, plan)) {
    const error = Value.Errors(RepairPlan, plan).First();
    throw refuse(`it breaks the contract of plans${error === undefined ? "" : ` at ${error.path || "/"}`}`);
  }
  const { plan_id: planId, ...content } = plan;
  if (planIdOf(content, sha256Hex) !== planId) {
    throw refuse("it was changed after it was made, as its id is not that of its content", "tampered_plan");
  }
  return plan;
}
