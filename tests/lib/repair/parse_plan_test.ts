import { assertEquals, assertThrows } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { parseRepairPlan } from "../../../lib/repair/parse_plan.ts";
import { planDocument } from "../../../lib/repair/document.ts";
import { draftRepair } from "../../../lib/repair/plan.ts";
import { HEALTHY_JOURNAL, healthySnapshot, healthyStore, journalOf, sha256Hex } from "../../helpers/snapshots.ts";

const snapshot = healthySnapshot({ store: healthyStore({ journal: journalOf(`${HEALTHY_JOURNAL}{"torn`) }) });
const request = {
  snapshot,
  diagnosis: diagnose(snapshot, sha256Hex),
  scopes: [],
  generatedAt: "2026-03-04T05:06:07Z",
  sha256Hex,
};
const { plan } = planDocument(request, draftRepair(request), null);
const TEXT = stringifyJson(plan, 2);

const parse = (text: string | Uint8Array) =>
  parseRepairPlan(typeof text === "string" ? new TextEncoder().encode(text) : text, "p.json", sha256Hex);

/** The plan with another value at the top, its id as it was. */
const withTop = (changes: Readonly<Record<string, unknown>>) => stringifyJson({ ...plan, ...changes });

Deno.test("parseRepairPlan() reads what a preview saves, whatever its order and indentation", () => {
  assertEquals(parse(TEXT), plan);
  const turned = Object.fromEntries(Object.entries(plan ?? {}).toReversed());
  assertEquals(parse(stringifyJson(turned)), plan);
});

const refusals:
  readonly (readonly [name: string, text: string | Uint8Array, exit: string, code: string, state: string])[] = [
    ["bytes that are no text", new Uint8Array([0xff]), "bad_input", "bad_input", "it is not UTF-8 text"],
    ["nothing", "", "bad_input", "bad_input", "Ends too early"],
    ["a list", "[]", "bad_input", "bad_input", "A list instead of an object"],
    ["no plan at all", "{}", "bad_input", "bad_input", 'its schema is "", not "sourceos.repair-plan/v1alpha1"'],
    [
      "a step without an order",
      withTop({ steps: [{ ...plan?.steps[0], order: 0 }] }),
      "bad_input",
      "bad_input",
      'its field "steps.0.order" does not keep the format',
    ],
    ["a field too many", withTop({ extra: 1 }), "bad_input", "bad_input", 'its field "extra" does not keep the format'],
    [
      "the daemon's preview",
      withTop({ service: { preview_only: true } }),
      "bad_input",
      "daemon_preview",
      "it is a preview of the daemon, which shows what it would do and is bound to nothing",
    ],
    [
      "another plan's id",
      withTop({ plan_id: "repair-plan-0" }),
      "bad_input",
      "tampered_plan",
      "it was changed after it was made, as its id is not that of its content",
    ],
    [
      "another scope",
      withTop({ source_report: { ...plan?.source_report, scopes: ["journal"] } }),
      "bad_input",
      "tampered_plan",
      "it was changed after it was made, as its id is not that of its content",
    ],
    [
      "a field more in a step",
      withTop({ steps: plan?.steps.map((step) => ({ ...step, "x-note": 1 })) }),
      "bad_input",
      "tampered_plan",
      "it was changed after it was made, as its id is not that of its content",
    ],
    [
      "a newer format",
      withTop({ schema: "sourceos.repair-plan/v1beta1" }),
      "too_new",
      "too_new",
      'its schema "sourceos.repair-plan/v1beta1" is newer than this program',
    ],
  ];

for (const [name, text, exit, code, state] of refusals) {
  Deno.test(`parseRepairPlan() refuses ${name}`, () => {
    const error = assertThrows(() => parse(text), CliError);
    assertEquals([error.exit, error.code, error.message, error.target], [
      exit,
      code,
      `Cannot use "p.json" as a repair plan: ${state}`,
      "p.json",
    ]);
    assertEquals(typeof error.hint, "string");
    // Of a newer format another command is told.
    if (exit === "bad_input") {
      assertEquals([error.hint, error.command], ["Make a new plan with", ["repair", "--dry-run", "--save", "FILE"]]);
    }
  });
}
