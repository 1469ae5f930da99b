/** What repair refuses: each refusal with its own exit code and error code, nothing changed, and a hint that leads on. */
import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { addClone } from "../../fixtures/faults/edit.ts";
import { seededRandom } from "../../fixtures/random.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { LOCK_PATH } from "../../lib/model/change.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { contentOf, differences, readPlan } from "../helpers/repairs.ts";
import { faultyStore, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import {
  ALL_SCOPES,
  applyWords,
  BROKEN_OBJECT,
  DAMAGED,
  hintedWords,
  repair,
  repaired,
  savedPlan,
  scopeWords,
} from "../helpers/repair_runs.ts";

interface Refusal {
  readonly name: string;
  readonly store?: StoreFiles;
  /** What happens between the plan and apply. */
  readonly meanwhile?: (root: string, planFile: string) => Promise<void> | void;
  readonly planScopes?: readonly string[];
  /** Without what names the store. */
  readonly words: (planFile: string, root: string) => readonly string[];
  readonly exit: number;
  readonly code: string;
  /** A part of the first error's message. */
  readonly message: string;
  /** What the further errors are about. */
  readonly others?: readonly string[];
  /** What the hint's own command ends with; null where no command can help. */
  readonly hintExit: number | null;
}

function decide(root: string, changes: Readonly<Record<string, string | null>>): void {
  const [folder = ""] = ["policy-decisions"];
  const [first = ""] = [...Deno.readDirSync(join(root, folder))].map(({ name }) => name).sort();
  const record = JSON.parse(Deno.readTextFileSync(join(root, folder, first)));
  const decision = { ...record, decision_id: "policy-decision:late", record_id: "policy-decision:late", ...changes };
  Deno.writeTextFileSync(join(root, folder, "late.json"), JSON.stringify(decision));
}

function appendEvents(root: string, ...numbers: readonly number[]): void {
  const lines = numbers.map((number) =>
    JSON.stringify({
      schema: "sourceos.journal-event/v1alpha1",
      event_id: `evt-${String(number).padStart(8, "0")}`,
      event_type: "update",
      lane: "normal",
      object_id: "object:late",
      producer: "actor:ada",
      created_at: "2026-06-01T00:00:00Z",
      payload: {},
      applied: true,
    }) + "\n"
  );
  Deno.writeTextFileSync(join(root, "journal.jsonl"), lines.join(""), { append: true });
}

/** Nothing to seal, so that others can append. */
const DERIVED_ONLY = faultyStore("index-cut-off");
const EVENTS =
  new TextDecoder().decode(bytesOf(DERIVED_ONLY, "journal.jsonl")).split("\n").filter((line) => line.trim() !== "")
    .length;
const DENY = {
  effect: "deny",
  policy_id: "sourceos.repair/apply",
  object_id: null,
  decided_at: "2026-06-01T00:00:00Z",
};

function bytesOf(files: StoreFiles, path: string): Uint8Array {
  const file = files.get(path);
  return file?.kind === "file" ? file.bytes : new Uint8Array();
}

const edit = (change: (text: string) => string) => (_: string, planFile: string) => {
  Deno.writeTextFileSync(planFile, change(Deno.readTextFileSync(planFile)));
};

const REFUSALS: readonly Refusal[] = [
  {
    name: "a store of a newer format",
    meanwhile: (root) => {
      const path = join(root, "manifest.json");
      const manifest = JSON.parse(Deno.readTextFileSync(path));
      Deno.writeTextFileSync(path, JSON.stringify({ ...manifest, schema: "sourceos.local-state-store/v2" }));
    },
    words: (plan) => applyWords(plan),
    exit: 15,
    code: "too_new",
    message: "is of a newer format",
    hintExit: null,
  },
  {
    name: "no plan",
    words: () => ["--apply", "--scope", "derived"],
    exit: 18,
    code: "needs_scope",
    message: "without a plan",
    // The dry run that it names tells of the torn tail.
    hintExit: 18,
  },
  {
    name: "no scope",
    words: (plan) => ["--apply", "--plan", plan],
    exit: 18,
    code: "needs_scope",
    message: "without a scope",
    // It is the torn tail that the next refusal is about.
    hintExit: 18,
  },
  {
    name: "scopes without any step of the plan",
    words: (plan) => applyWords(plan, ["object:nobody"]),
    exit: 18,
    code: "needs_scope",
    message: "none of its steps is inside the given scopes",
    hintExit: 0,
  },
  {
    name: "scopes without the seal that the repair's own event needs",
    words: (plan) => applyWords(plan, ["derived"]),
    exit: 18,
    code: "needs_scope",
    message: "the journal's last line is torn",
    hintExit: 0,
  },
  {
    name: "a file that changed since",
    meanwhile: (root) => Deno.writeTextFileSync(join(root, "tmp/batch-0001/part.ndjson"), "other\n"),
    words: (plan) => applyWords(plan),
    exit: 13,
    code: "stale",
    message: "the store moved on since it was made",
    others: ["tmp/batch-0001/part.ndjson"],
    hintExit: 0,
  },
  {
    name: "a file that is gone since",
    meanwhile: (root) => Deno.removeSync(join(root, "tmp/batch-0001/part.ndjson")),
    words: (plan) => applyWords(plan),
    exit: 13,
    code: "stale",
    message: "the store moved on since it was made",
    others: ["tmp/batch-0001/part.ndjson"],
    hintExit: 0,
  },
  {
    name: "a journal that was rewritten at the same length",
    store: DERIVED_ONLY,
    meanwhile: (root) => {
      const path = join(root, "journal.jsonl");
      Deno.writeTextFileSync(path, Deno.readTextFileSync(path).replace("actor:ada", "actor:adb"));
    },
    words: (plan) => applyWords(plan),
    exit: 13,
    code: "stale",
    message: "the store moved on since it was made",
    others: ["journal.jsonl"],
    hintExit: 0,
  },
  {
    name: "a plan from another store",
    meanwhile: async (root, planFile) => {
      const other = join(root, "../other");
      writeStore(DAMAGED, other);
      Deno.removeSync(planFile);
      await repaired(other, ["--dry-run", "--save", planFile]);
    },
    words: (plan) => applyWords(plan),
    exit: 14,
    code: "other_store",
    message: "it was made for another store",
    hintExit: 0,
  },
  {
    name: "a plan with a word changed",
    meanwhile: edit((text) => text.replace('"severity": "error"', '"severity": "info"')),
    words: (plan) => applyWords(plan),
    exit: 14,
    code: "tampered_plan",
    message: "it was changed after it was made",
    hintExit: 0,
  },
  {
    name: "a plan with a step taken out",
    meanwhile: (_, planFile) => {
      const { steps, ...plan } = JSON.parse(Deno.readTextFileSync(planFile));
      Deno.writeTextFileSync(planFile, JSON.stringify({ ...plan, steps: steps.slice(1) }));
    },
    words: (plan) => applyWords(plan),
    exit: 14,
    code: "tampered_plan",
    message: "it was changed after it was made",
    hintExit: 0,
  },
  {
    name: "a plan cut in half",
    meanwhile: edit((text) => text.slice(0, text.length / 2)),
    words: (plan) => applyWords(plan),
    exit: 14,
    code: "bad_input",
    message: "as a repair plan",
    hintExit: 0,
  },
  {
    name: "a plan of a newer format",
    meanwhile: edit((text) => text.replace("sourceos.repair-plan/v1alpha1", "sourceos.repair-plan/v2")),
    words: (plan) => applyWords(plan),
    exit: 15,
    code: "too_new",
    message: 'its schema "sourceos.repair-plan/v2" is newer',
    hintExit: null,
  },
  {
    name: "a plan of a saved snapshot",
    meanwhile: async (root, planFile) => {
      const snapshot = `${planFile}.snapshot`;
      await runProgram(["sync", "doctor", "--save-snapshot", snapshot, "--store", root]);
      Deno.removeSync(planFile);
      await runProgram(["sync", "repair", "--dry-run", "--snapshot", snapshot, "--save", planFile]);
    },
    words: (plan) => applyWords(plan),
    exit: 14,
    code: "unbound_plan",
    message: "it was made without the store's files",
    hintExit: 0,
  },
  {
    name: "a policy that denies repairs since",
    meanwhile: (root) => decide(root, DENY),
    words: (plan) => applyWords(plan),
    exit: 12,
    code: "denied",
    message: "denies it",
    hintExit: null,
  },
  {
    name: "a policy that asks for a review of repairs since",
    meanwhile: (root) => decide(root, { ...DENY, effect: "review_required" }),
    words: (plan) => applyWords(plan),
    exit: 12,
    code: "denied",
    message: "asks for a review first",
    hintExit: null,
  },
  {
    name: "a decision that denies what the plan does with one object",
    meanwhile: (root) => decide(root, { ...DENY, policy_id: "sourceos.policy/own", object_id: BROKEN_OBJECT }),
    words: (plan) => applyWords(plan),
    exit: 12,
    code: "denied",
    message: "denies it",
    hintExit: null,
  },
  {
    name: "a missing decision of a plan that should go on",
    meanwhile: (root) => {
      const plan = JSON.parse(Deno.readTextFileSync(join(root, "plans/plan_waits-for-lanes.json")));
      const name = String(plan.policy_decision_ref).replaceAll(/[^A-Za-z0-9._-]/g, "_");
      Deno.removeSync(join(root, `policy-decisions/${name}.json`));
    },
    words: (plan) => applyWords(plan),
    exit: 12,
    code: "denied",
    message: "is missing",
    hintExit: null,
  },
  {
    name: "a snapshot",
    words: (plan) => [...applyWords(plan), "--snapshot", "x.json"],
    exit: 2,
    code: "usage",
    message: "only a store on disk can be changed",
    hintExit: null,
  },
  {
    name: "an unknown report",
    words: () => ["--undo", "repair-unknown", "--scope", "derived"],
    exit: 17,
    code: "not_found",
    message: 'Cannot find repair report "repair-unknown"',
    hintExit: null,
  },
];

programTest(
  "a plan that is stale is made anew for the scopes that were given",
  () =>
    withStore(DERIVED_ONLY, async (root) => {
      const plan = await savedPlan(root);
      Deno.writeTextFileSync(join(root, "journal.jsonl"), "\n", { append: true });
      const { errors: [first] } = await repair(root, applyWords(plan, ["index:lane-counters", "checkpoint:journal"]));
      assertEquals(
        first?.["hint"],
        `Look at a new plan: sourceos sync repair --dry-run --save FILE --scope index:lane-counters --scope checkpoint:journal --store ${root}`,
      );
    }),
);

/** Dry runs in which nothing of what was asked for can be done. */
const IN_VAIN: readonly (readonly [
  name: string,
  store: StoreFiles,
  scopes: readonly string[],
  message: string,
  hintExit: number,
])[] = [
  ["the scope that seals a torn line", DAMAGED, ["derived"], "give --scope journal as well", 0],
  ["every scope that something needs", DAMAGED, ["profile:personal"], "can be repaired: ", 0],
  [
    "the consent of a policy that denies all of it",
    addClone(DAMAGED, seededRandom(1), { kind: "decision", id: "policy-decision:deny", changes: DENY }).files,
    [],
    "denies it",
    4,
  ],
];

for (const [name, store, scopes, message, hintExit] of IN_VAIN) {
  programTest(
    `a dry run without ${name} says so, saves no plan and ends with 18`,
    () =>
      withStore(store, async (root) => {
        const file = join(root, "..", "plan.json");
        const before = contentOf(root);
        const { code, errors: [first], data } = await repair(root, [
          "--dry-run",
          "--save",
          file,
          ...scopeWords(scopes),
        ]);
        assertEquals([code, first?.["code"], data?.saved_to], [18, "needs_scope", null]);
        assertStringIncludes(String(first?.["message"]), message);
        assertStringIncludes(data?.report.sentences.join(". ") ?? "", message);
        assertThrows(() => Deno.statSync(file), Deno.errors.NotFound);
        assertEquals(differences(contentOf(root), before), []);
        const led = await runProgram(hintedWords(first?.["hint"]), { cwd: join(root, "..") });
        assertEquals(led.code, hintExit, led.stderr);
      }),
  );
}

for (const refusal of REFUSALS) {
  const { name, store = DAMAGED, meanwhile, planScopes = [], words, exit, code, message, others = [] } = refusal;
  programTest(`repair refuses ${name}, and changes nothing`, () =>
    withStore(store, async (root) => {
      const plan = await savedPlan(root, planScopes);
      await meanwhile?.(root, plan);
      const before = contentOf(root);
      const given = words(plan, root);
      const answer = given.includes("--snapshot")
        ? await runProgram(["sync", "repair", ...given, "--json"]).then((result) => ({
          ...result,
          errors: JSON.parse(result.stdout).errors,
        }))
        : await repair(root, given);
      const [first, ...more] = answer.errors;
      assertEquals([answer.code, first?.code], [exit, code], answer.stdout);
      assertStringIncludes(String(first?.message), message);
      assertEquals(more.map(({ target }: { readonly target: unknown }) => target), others);
      // Whoever takes the lock clears away one whose owner is gone.
      assertEquals(differences(contentOf(root), before).filter((path) => path !== LOCK_PATH), []);
      assertMatch(String(first?.hint), /^[A-Z].*[^.]$/s);
      const hinted = hintedWords(first?.hint);
      if (refusal.hintExit === null) return;
      const saved = hinted.map((word) => /^(FILE|plan\.json)$/.test(word) ? `${plan}.new` : word);
      const led = await runProgram(saved, { cwd: join(root, "..") });
      assertEquals(led.code, refusal.hintExit, `${saved.join(" ")}\n${led.stderr}`);
    }));
}

for (
  const [name, numbers, told] of [
    ["one event", [1], `event evt-${String(EVENTS + 1).padStart(8, "0")} was appended`],
    [
      "two events",
      [1, 2],
      `events evt-${String(EVENTS + 1).padStart(8, "0")} to evt-${String(EVENTS + 2).padStart(8, "0")} were appended`,
    ],
  ] as const
) {
  programTest(`repair refuses a plan after ${name}, and says which`, () =>
    withStore(DERIVED_ONLY, async (root) => {
      const plan = await savedPlan(root);
      appendEvents(root, ...numbers.map((number) => EVENTS + number));
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan));
      assertEquals([code, ...errors.slice(1).map(({ message }) => message)], [
        13,
        `The journal has grown since: ${told}`,
      ]);
      assertEquals(differences(contentOf(root), before), []);
    }));
}

programTest(
  "what has gone wrong beside a plan since it was made does not keep it from being carried out",
  () =>
    withStore(DAMAGED, async (root) => {
      const plan = await savedPlan(root);
      Deno.writeTextFileSync(join(root, "objects/late.json.tmp"), "{");
      const { outcome } = await repaired(root, applyWords(plan));
      assertEquals(outcome?.steps.includes("drop-objects/late.json.tmp"), false);
      assertEquals(Deno.readTextFileSync(join(root, "objects/late.json.tmp")), "{");
    }),
);

programTest(
  "an object that policy keeps in its place does not keep the rest from being repaired",
  () =>
    withStore(DAMAGED, async (root) => {
      decide(root, { ...DENY, policy_id: "sourceos.policy/own", object_id: BROKEN_OBJECT });
      const plan = await savedPlan(root);
      const blocked = readPlan(plan).blocked_steps.find(({ id }) => id.startsWith("quarantine-"));
      assertStringIncludes(blocked?.reason ?? "", "denies it");
      const { code, errors } = await repair(root, applyWords(plan, [BROKEN_OBJECT]));
      assertEquals([code, errors[0]?.["code"]], [12, "denied"]);
      const { outcome } = await repaired(root, applyWords(plan));
      assertEquals(outcome?.steps.some((id) => id.startsWith("quarantine-")), false);
    }),
);

programTest(
  "the daemon's own preview is no plan that can be applied, and the refusal says what it is",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(DAMAGED, root);
      const file = join(folder, "repairz.json");
      const preview = { ...readPlan(await savedPlan(root)), service: { preview_only: true } };
      Deno.writeTextFileSync(file, JSON.stringify(preview));
      const { code, errors } = await repair(root, applyWords(file));
      assertEquals([code, errors[0]?.["code"]], [14, "daemon_preview"]);
      assertStringIncludes(String(errors[0]?.["message"]), "it is a preview of the daemon");
    }),
);

for (
  const [name, change, message] of [
    ["a rebuilt file was changed since", (root: string) => {
      Deno.writeTextFileSync(join(root, "indexes/lane-counters.json"), "{}\n");
    }, '"indexes/lane-counters.json" has been changed since the repair'],
    ["a rebuilt file is gone", (root: string) => {
      Deno.removeSync(join(root, "indexes/lane-counters.json"));
    }, '"indexes/lane-counters.json" is gone since the repair'],
    ["a record that was moved aside is there again", (root: string) => {
      Deno.writeTextFileSync(join(root, "objects/object_fault-record-cut-off.json"), "{}\n");
    }, '"objects/object_fault-record-cut-off.json" is there again since the repair'],
    ["a kept copy was changed", (root: string, reportId: string) => {
      const folder = join(root, `repair-reports/before/${reportId}/indexes`);
      Deno.writeTextFileSync(join(folder, "lane-counters.json"), "?");
    }, "is not what the report says"],
  ] as const
) {
  programTest(`an undo is refused where ${name}, and changes nothing`, () =>
    withStore(DAMAGED, async (root) => {
      const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
      const id = outcome?.report_id ?? "";
      change(root, id);
      const before = contentOf(root);
      const { code, errors } = await repair(root, ["--undo", id, ...scopeWords(ALL_SCOPES)]);
      assertEquals([code, errors[0]?.["code"]], [13, "stale"]);
      assertStringIncludes(String(errors[0]?.["message"]), message);
      assertEquals(differences(contentOf(root), before), []);
    }));
}

programTest(
  "an undo outside of what was repaired is refused, and says which scopes it needs",
  () =>
    withStore(faultyStore("index-cut-off"), async (root) => {
      const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
      const { code, errors } = await repair(root, ["--undo", outcome?.report_id ?? "", "--scope", "disposable"]);
      assertEquals([code, errors[0]?.["code"]], [18, "needs_scope"]);
      const led = await runProgram([...hintedWords(errors[0]?.["hint"])]);
      assertEquals(led.code, 0, led.stderr);
    }),
);

programTest("a store that nothing can be recorded in is left alone", () =>
  withStore(HEALTHY, async (root) => {
    Deno.writeTextFileSync(join(root, "repair-reports/late.txt"), "");
    Deno.removeSync(join(root, "tmp"), { recursive: true });
    Deno.writeTextFileSync(join(root, "tmp"), "in the way");
    const { plan } = await repaired(root, ["--dry-run", "--scope", "derived"]);
    assertEquals(plan?.steps.map(({ kind }) => kind), ["control"]);
    const file = await savedPlan(root, ["derived"]);
    const { code } = await repair(root, applyWords(file, ["derived"]));
    assertEquals([12, 19].includes(code), true, String(code));
  }));
