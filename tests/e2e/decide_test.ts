/** The whole life of a decision on a conflict: previewed, carried out to the byte, found by doctor, taken back. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { type JsonObject, stringField } from "../../lib/text/json.ts";
import {
  applyDecisionWords,
  CONFLICT,
  CONFLICT_PATH,
  CONFLICTED,
  decide,
  decided,
  DECIDER,
  decisionWords,
  OBJECT,
  savedDecision,
} from "../helpers/decisions.ts";
import { NOW, programTest, runProgram } from "../helpers/program.ts";
import { repaired, reports } from "../helpers/repair_runs.ts";
import { assertCarriedOut, contentOf, readPlan } from "../helpers/repairs.ts";
import { treeOf, withStore } from "../helpers/stores.ts";

const AT = new Date(Number(NOW) * 1000).toISOString().replace(/\.\d+Z$/, "Z");

function recordAt(root: string, path: string): JsonObject {
  return JSON.parse(Deno.readTextFileSync(join(root, path)));
}

function lastEvent(root: string): JsonObject {
  return JSON.parse(Deno.readTextFileSync(join(root, "journal.jsonl")).trimEnd().split("\n").at(-1) ?? "");
}

async function openFindings(root: string): Promise<readonly string[]> {
  const { stdout } = await runProgram(["sync", "doctor", "--store", root, "--json"]);
  return JSON.parse(stdout).data.findings.map(({ id }: { readonly id: string }) => id)
    .filter((id: string) => id.startsWith("conflicts."));
}

programTest(
  "a preview with --save leaves the store as it is, to the byte and the second",
  () =>
    withStore(CONFLICTED, async (root) => {
      const before = treeOf(root);
      const file = await savedDecision(root);
      assertEquals(treeOf(root), before);
      assertEquals(readPlan(file).source_report.decision, {
        conflict_id: CONFLICT,
        object_id: OBJECT,
        option: "skip",
        actor_id: DECIDER,
        rationale: "Ours is right",
      });
      assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
    }),
);

programTest(
  "a decision fills in the card, tells of it in the journal and in events/, and changes nothing else",
  () =>
    withStore(CONFLICTED, async (root) => {
      const earlier = recordAt(root, CONFLICT_PATH);
      const before = contentOf(root);
      const file = await savedDecision(root);
      const { outcome } = await decided(root, applyDecisionWords(file));
      assertCarriedOut(root, before, readPlan(file), outcome?.steps ?? []);
      const card = earlier["decision_card"];
      assertEquals(recordAt(root, CONFLICT_PATH), {
        ...earlier,
        decision_card: {
          ...(typeof card === "object" ? card : {}),
          selected_option: "skip",
          rationale: "Ours is right",
          selected_by: DECIDER,
          selected_at: AT,
        },
        updated_at: AT,
      });
      const reportId = outcome?.report_id ?? "";
      assertEquals(lastEvent(root), {
        schema: "sourceos.journal-event/v1alpha1",
        event_id: outcome?.event_id ?? "",
        event_type: "repair",
        lane: "repair",
        object_id: `repair-report:${reportId}`,
        producer: DECIDER,
        created_at: AT,
        payload: {
          report_id: reportId,
          kind: "decision",
          decision: { conflict_id: CONFLICT, object_id: OBJECT, option: "skip" },
        },
        applied: true,
      });
      const id = `event:${reportId}-conflict.resolved`;
      assertEquals(recordAt(root, `events/event_${reportId}-conflict.resolved.json`), {
        schema: "sourceos.integrity-event/v1alpha1",
        record_id: id,
        event_id: id,
        event_type: "sync.conflict.resolved",
        occurred_at: AT,
        summary: `Conflict "${CONFLICT}" was resolved with "skip"`,
        actor_id: DECIDER,
        report_id: reportId,
        count: 1,
        targets: [CONFLICT],
        updated_at: AT,
      });
    }),
);

programTest(
  "doctor finds the conflict before the decision and after its undo, and not in between",
  () =>
    withStore(CONFLICTED, async (root) => {
      const bytes = Deno.readTextFileSync(join(root, CONFLICT_PATH));
      assertEquals((await openFindings(root)).length, 1);
      const file = await savedDecision(root);
      const { outcome } = await decided(root, applyDecisionWords(file));
      assertEquals(await openFindings(root), []);
      const again = await decided(root, applyDecisionWords(file));
      assertEquals(again.outcome?.nothing_to_do, true);
      const undo = await repaired(root, ["--undo", outcome?.report_id ?? "", "--scope", OBJECT]);
      assertEquals(Deno.readTextFileSync(join(root, CONFLICT_PATH)), bytes);
      assertEquals((await openFindings(root)).length, 1);
      const listed = await reports(root);
      assertEquals(listed.reports.map(({ report_id, kind, undone, problem }) => [report_id, kind, undone, problem]), [
        [undo.outcome?.report_id, "undo", false, null],
        [outcome?.report_id, "decision", true, null],
      ]);
      const late = await decide(root, applyDecisionWords(file));
      assertEquals([late.code, late.errors[0]?.["code"]], [13, "stale"]);
    }),
);

programTest(
  "the commands that a decision prints save its plan, carry it out, and take it back",
  () =>
    withStore(CONFLICTED, async (root) => {
      const printed = async (args: readonly string[]) => {
        const { code, stdout } = await runProgram(args, { cwd: join(root, "..") });
        assertEquals(code, 0, stdout);
        const lines = stdout.split("\n").filter((line) => line.startsWith("  sourceos "));
        return lines.map((line) =>
          (line.trim().match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", "")).slice(1)
        );
      };
      const [saves = []] = await printed(["sync", "conflicts", "decide", ...decisionWords(), "--store", root]);
      const [applies = []] = await printed(saves);
      const [takesBack = [], rebuilds = []] = await printed(applies);
      await printed(rebuilds);
      await printed(takesBack);
      assertEquals(stringField(recordAt(root, CONFLICT_PATH), "conflict_id"), CONFLICT);
      assertEquals((await openFindings(root)).length, 1);
    }),
);
