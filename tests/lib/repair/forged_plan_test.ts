/** A saved plan with any one of its fields changed and an id that fits again: each is refused, most before the store is read. */
import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import { buildPlan } from "../../../lib/repair/build_plan.ts";
import { parseRepairPlan } from "../../../lib/repair/parse_plan.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import { comparePlans } from "../../../lib/repair/staleness.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { canonicalJson, stringifyJson } from "../../../lib/text/stringify_json.ts";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { type Edit, edited, fieldsOf, otherValues } from "../../helpers/forged.ts";
import { fileEntry, healthySnapshot, healthyStore, sha256Hex } from "../../helpers/snapshots.ts";

const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });
const LEFT = "objects/a.json.tmp";
const PLAN = planned();

function planned() {
  const snapshot = healthySnapshot({ store: healthyStore({ files: [fileEntry(LEFT)] }) });
  const request = {
    snapshot,
    diagnosis: diagnose(snapshot, sha256Hex),
    scopes: [parseScope("disposable"), parseScope("journal")],
    generatedAt: "2026-03-04T05:06:07Z",
    sha256Hex,
  };
  const draft = draftRepair(request);
  const digests = new Map([[LEFT, digest("{")], ["manifest.json", digest("{}")]]);
  return buildPlan(
    request,
    draft,
    predictSteps(request, draft, { digests, folded: null, inventoried: new Map(), receipts: [] }),
  );
}

/** What becomes of the plan in these words, in a store that is as it was when the plan was made. */
function verdictOn(content: unknown): string {
  try {
    const saved = parseRepairPlan(new TextEncoder().encode(stringifyJson(content)), "p.json", sha256Hex);
    return comparePlans(saved, PLAN).kind;
  } catch (error) {
    if (error instanceof CliError) return error.code ?? error.exit;
    throw error;
  }
}

/** The plan with another field, under the id that it then has. */
function forged(path: string, value: Edit): JsonObject {
  const plan = edited(PLAN, path, value);
  if (!isJsonObject(plan)) throw new TypeError("A plan is an object");
  const { plan_id: _, ...content } = plan;
  return { ...content, plan_id: `repair-plan-${sha256Hex(canonicalJson(content)).slice(0, 32)}` };
}

Deno.test("the plan as it was saved is the plan that is made", () => assertEquals(verdictOn(PLAN), "same"));

Deno.test("a plan with any field missing, of another type or of another value is refused, whatever its id", () => {
  // What it is used for is to tell an edited plan from a store that moved on; where nothing else differs, nothing is wrong.
  const harmless = ["plan_id", "source_report.basis_sha256"];
  const fields = fieldsOf(PLAN).filter((path) => !harmless.includes(path));
  const accepted = fields.flatMap((path) =>
    [undefined, ...otherValues(PLAN, path)].flatMap((value) => {
      const verdict = verdictOn(forged(path, value));
      return ["bad_input", "tampered_plan", "too_new", "edited"].includes(verdict) ? [] : [[path, value, verdict]];
    })
  );
  assertEquals(accepted, []);
  assertEquals(fields.length > 80, true, String(fields.length));
});

const STEP = "steps.0";
const refused: readonly (readonly [name: string, path: string, value: Edit, want: string])[] = [
  ["an emptied precondition", "preconditions", [], "tampered_plan"],
  ["a precondition that asks for nothing", "preconditions.1.image", null, "tampered_plan"],
  ["an edited text", `${STEP}.description`, "Nothing much", "edited"],
  ["an edited path", `${STEP}.paths`, ["objects/a.json"], "edited"],
  ["a path out of the store", `${STEP}.changes.0.path`, "../x", "tampered_plan"],
  ["an absolute path", `${STEP}.changes.0.path`, "/etc/passwd", "tampered_plan"],
  ["a path with a NUL", `${STEP}.changes.0.path`, "objects/\0.json.tmp", "tampered_plan"],
  ["a path of another class", `${STEP}.changes.0.path`, "actors/ada.json", "tampered_plan"],
  ["another scope", `${STEP}.scope`, "derived", "tampered_plan"],
  ["a scope that is none", "source_report.scopes", ["everything"], "tampered_plan"],
  ["a report elsewhere", "source_report.report_id", "../r", "tampered_plan"],
  ["steps of its own numbers", `${STEP}.order`, 2, "tampered_plan"],
  ["a step of another kind", `${STEP}.kind`, "control", "tampered_plan"],
  ["an event of its own", "source_report.binding.appended.text", '{"event_id":"evt-1"}\n', "edited"],
  ["no binding", "source_report.binding", null, "tampered_plan"],
];

for (const [name, path, value, want] of refused) {
  Deno.test(`a plan with ${name} is refused`, () => assertEquals(verdictOn(forged(path, value)), want));
}
