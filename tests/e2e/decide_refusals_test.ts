/** What a decision on a conflict is refused for: each with its own exit code and error code, and nothing changed. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { editDocument, readDocument } from "../../fixtures/faults/edit.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { isJsonObject, type JsonObject } from "../../lib/text/json.ts";
import {
  applyDecisionWords,
  CONFLICT,
  CONFLICT_PATH,
  CONFLICTED,
  decide,
  decisionWords,
  OBJECT,
  savedDecision,
} from "../helpers/decisions.ts";
import { programTest } from "../helpers/program.ts";
import { repair, savedPlan } from "../helpers/repair_runs.ts";
import { contentOf } from "../helpers/repairs.ts";
import { healthyBehaviours, PATIENT, withDaemon } from "../helpers/fake_daemon.ts";
import { withStore } from "../helpers/stores.ts";

interface Refusal {
  readonly name: string;
  readonly store?: StoreFiles;
  /** What happens between the plan and apply. */
  readonly meanwhile?: (root: string, planFile: string) => void;
  readonly words: (planFile: string) => readonly string[];
  readonly exit: number;
  readonly code: string;
  /** A part of the first error's message. */
  readonly message: string;
}

function edit(root: string, path: string, changes: JsonObject): void {
  const record = JSON.parse(Deno.readTextFileSync(join(root, path)));
  Deno.writeTextFileSync(join(root, path), JSON.stringify({ ...record, ...changes }));
}

function withCard(changes: JsonObject): StoreFiles {
  const card = readDocument(CONFLICTED, CONFLICT_PATH)["decision_card"];
  return editDocument(CONFLICTED, CONFLICT_PATH, {
    decision_card: { ...(isJsonObject(card) ? card : {}), ...changes },
  });
}

const OBJECT_PATH = `objects/${OBJECT.replace(":", "_")}.json`;

const REFUSALS: readonly Refusal[] = [
  {
    name: "a conflict that is not there",
    words: () => ["conflict:none-such-is-here", ...decisionWords().slice(1)],
    exit: 17,
    code: "not_found",
    message: "there is no such conflict",
  },
  {
    name: "an actor that is not registered",
    words: () => decisionWords("skip", "actor:nobody-we-know"),
    exit: 17,
    code: "not_found",
    message: "there is no such actor",
  },
  {
    name: "an actor that may not",
    words: () => decisionWords("skip", "actor:relay"),
    exit: 12,
    code: "may_not_decide",
    message: 'as actor "actor:relay": its profile_scope does not name',
  },
  {
    name: "an option that the card does not offer",
    store: withCard({ options: ["merge"], recommended_option: "merge" }),
    words: () => decisionWords(),
    exit: 22,
    code: "option_not_offered",
    message: "its decision card does not offer that",
  },
  {
    name: "a conflict that is decided",
    store: withCard({ selected_option: "fork", selected_by: "actor:ada", selected_at: "2026-05-05T00:00:00Z" }),
    words: () => decisionWords(),
    exit: 12,
    code: "already_decided",
    message: 'it is decided already: "fork", by "actor:ada" at 2026-05-05T00:00:00Z',
  },
  {
    name: "a record that breaks its contract",
    store: editDocument(CONFLICTED, CONFLICT_PATH, { severity: "grave" }),
    words: () => decisionWords(),
    exit: 22,
    code: "unsupported",
    message: 'Field "severity" is "grave"',
  },
  {
    name: "no rationale",
    words: () => decisionWords().slice(0, -2),
    exit: 2,
    code: "usage",
    message: "--rationale is missing",
  },
  {
    name: "a blank rationale",
    words: () => [...decisionWords().slice(0, -1), " "],
    exit: 2,
    code: "usage",
    message: "--rationale is missing",
  },
  {
    name: "no conflict, option, actor and rationale",
    words: () => [],
    exit: 2,
    code: "usage",
    message: "the conflict, --option, --as and --rationale are missing",
  },
  {
    name: "--apply without a plan",
    words: () => [CONFLICT, "--apply", "--scope", OBJECT],
    exit: 18,
    code: "needs_scope",
    message: "without a plan",
  },
  {
    name: "--apply without a scope",
    words: (planFile) => ["--apply", "--plan", planFile],
    exit: 18,
    code: "needs_scope",
    message: "without a scope",
  },
  {
    name: "--apply with what the plan says",
    words: (planFile) => [...applyDecisionWords(planFile), "--as", "actor:ada"],
    exit: 2,
    code: "usage",
    message: "Cannot use --as here",
  },
  {
    name: "another scope",
    words: (planFile) => applyDecisionWords(planFile, "object:another"),
    exit: 18,
    code: "needs_scope",
    message: "it is not inside object:another",
  },
  {
    name: "a plan of another conflict",
    words: (planFile) => ["conflict:another", ...applyDecisionWords(planFile)],
    exit: 2,
    code: "usage",
    message: `it decides "${CONFLICT}"`,
  },
  {
    name: "a conflict that has changed since",
    meanwhile: (root) => edit(root, CONFLICT_PATH, { user_explanation: "It is another one now." }),
    words: applyDecisionWords,
    exit: 13,
    code: "stale",
    message: "the store moved on",
  },
  {
    name: "an object that has changed since",
    meanwhile: (root) => edit(root, OBJECT_PATH, { title: "Another one" }),
    words: applyDecisionWords,
    exit: 13,
    code: "stale",
    message: "the store moved on",
  },
  {
    name: "an actor that was revoked since",
    meanwhile: (root) => edit(root, "actors/actor_ada.json", { revoked_at: "2026-05-01T00:00:00Z" }),
    words: applyDecisionWords,
    exit: 12,
    code: "may_not_decide",
    message: "it is revoked",
  },
  {
    name: "a plan that somebody edited",
    meanwhile: (_, planFile) => edit("/", planFile, { summary: "Nothing at all" }),
    words: applyDecisionWords,
    exit: 14,
    code: "tampered_plan",
    message: "it was changed after it was made",
  },
];

for (const { name, store = CONFLICTED, meanwhile, words, exit, code, message } of REFUSALS) {
  programTest(`refused: ${name}`, () =>
    withStore(store, async (root) => {
      const isApplied = words("plan.json").includes("--apply");
      const file = isApplied ? await savedDecision(root) : "plan.json";
      meanwhile?.(root, file);
      const before = contentOf(root);
      const { code: ended, errors } = await decide(root, words(file));
      assertEquals([ended, errors[0]?.["code"]], [exit, code]);
      assertStringIncludes(String(errors[0]?.["message"]), message);
      assertEquals(contentOf(root), before);
    }));
}

programTest("refused: while a daemon serves the store", () =>
  withStore(CONFLICTED, async (root) => {
    const file = await savedDecision(root);
    const before = contentOf(root);
    await withDaemon({ behaviours: healthyBehaviours(root) }, async ({ endpoint }) => {
      const words = [...applyDecisionWords(file), "--daemon", endpoint, ...PATIENT];
      const { code, errors } = await decide(root, words);
      assertEquals([code, errors[0]?.["code"]], [11, "served"]);
    });
    assertEquals(contentOf(root), before);
  }));

programTest(
  "refused: the plan of a repair as a decision, and that of a decision as a repair",
  () =>
    withStore(CONFLICTED, async (root) => {
      const decision = await savedDecision(root);
      const asRepair = await repair(root, ["--apply", "--plan", decision, "--scope", OBJECT]);
      assertEquals([asRepair.code, asRepair.errors[0]?.["code"]], [14, "other_plan"]);
      const plan = await savedPlan(root, ["derived"]);
      const asDecision = await decide(root, applyDecisionWords(plan));
      assertEquals([asDecision.code, asDecision.errors[0]?.["code"]], [14, "other_plan"]);
    }),
);
