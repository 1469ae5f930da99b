import { assertEquals } from "@std/assert";
import { problemText, warningText } from "../../../../lib/render/human/problem.ts";

const view = { width: 40, color: false, unicode: true };
const problem = (hint: string) => ({ code: "x", message: "Cannot do it", target: null, hint });

Deno.test("problemText() writes a short hint in one line", () => {
  const hint = "See sourceos sync doctor, or wait";
  assertEquals(problemText(problem(hint), view), `error: Cannot do it\nhint: ${hint}\n`);
});

Deno.test("problemText() writes the commands of a longer hint such that they can be copied", () => {
  const hint =
    "First run sourceos sync repair --dry-run --store /srv/state, read it, and give it with --plan plan.json";
  assertEquals(
    problemText(problem(hint), view),
    `error: Cannot do it
hint: First run
  sourceos sync repair --dry-run \\
    --store /srv/state
read it, and give it with --plan
plan.json
`,
  );
});

Deno.test("warningText() folds what has no command", () => {
  const warning = { code: "x", message: "Something is not as it should be, or was", target: null };
  assertEquals(warningText(warning, view), "warning: Something is not as it should\nbe, or was\n");
});
