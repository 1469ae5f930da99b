import { assertEquals } from "@std/assert";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { checkInput } from "../../helpers/findings.ts";
import { healthyStore } from "../../helpers/snapshots.ts";

Deno.test("checks that need the journal say that it was not read", () => {
  const { summary } = createJournalFold().finish({ state: "not_read", error: null, sha256: null });
  const input = checkInput(healthyStore({ journal: { ...summary, bytes: 1_000 } }));
  const outcomes = CHECKS.map((check) => ({ id: check.id, outcome: check.run(input) }));
  assertEquals(
    outcomes.flatMap(({ id, outcome }) => !outcome.ran && outcome.reason === "The journal was not read" ? [id] : []),
    ["journal.present", "journal.lines", "journal.lag", "journal.events", "boundaries.events", "trust.activity"],
  );
  assertEquals(outcomes.flatMap(({ outcome }) => outcome.ran ? outcome.findings : []), []);
});
