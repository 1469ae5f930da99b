/** The whole life of a repair through the program: previewed, applied to the byte, listed, taken back. */
import { assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "@std/path";
import { isDeletion } from "../../lib/change/deletion.ts";
import { LOCK_PATH } from "../../lib/model/change.ts";
import {
  assertCarriedOut,
  changesOf,
  contentOf,
  differences,
  digestAt,
  readPlan,
  tellsOfChange,
} from "../helpers/repairs.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { faultyStore, HEALTHY, treeOf, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import {
  ALL_SCOPES,
  applyWords,
  BROKEN_OBJECT,
  DAMAGED,
  repair,
  repaired,
  reports,
  savedPlan,
  scopeWords,
} from "../helpers/repair_runs.ts";

const KINDS = ["drop", "quarantine", "rebuild", "record", "resume", "seal"];

programTest(
  "a preview with --save leaves the store as it is, to the byte and the second, and the plan is for its owner",
  () =>
    withStore(DAMAGED, async (root) => {
      const before = treeOf(root);
      const file = await savedPlan(root);
      assertEquals(treeOf(root), before);
      const plan = readPlan(file);
      assertEquals([...new Set(plan.steps.map(({ kind }) => kind))].toSorted(), KINDS);
      assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
      const again = await repair(root, ["--dry-run", "--save", file]);
      assertEquals([again.code, again.errors[0]?.["code"]], [2, "usage"]);
      assertEquals(readPlan(file), plan);
    }),
);

programTest(
  "the command that a saved preview prints applies all of that plan, and names no other scope",
  () =>
    withStore(DAMAGED, async (root) => {
      const file = join(dirname(root), "a plan.json");
      const words = [
        "sync",
        "repair",
        "--dry-run",
        ...scopeWords(["derived", "journal"]),
        "--save",
        file,
        "--store",
        root,
      ];
      const { stdout } = await runProgram(words);
      const [command = ""] = stdout.split("\n").filter((line) => line.includes(" --apply "));
      const scopes = ["journal", "derived"];
      const printed = [
        "sourceos",
        "sync",
        "repair",
        "--apply",
        "--plan",
        `'${file}'`,
        ...scopeWords(scopes),
        "--store",
        root,
      ];
      assertEquals(command.trim(), printed.join(" "));
      const { not_applied } = await repaired(root, applyWords(file, scopes));
      assertEquals(not_applied, []);
    }),
);

programTest("a seal stays, and undoing it says so whatever the scope", () =>
  withStore(DAMAGED, async (root) => {
    const file = await savedPlan(root);
    const { outcome } = await repaired(root, applyWords(file, ["journal"]));
    const before = contentOf(root);
    const { code, errors } = await repair(root, ["--undo", outcome?.report_id ?? "", "--scope", "journal"]);
    assertEquals([code, errors[0]?.["message"]], [
      22,
      `Cannot undo repair "${outcome?.report_id}": nothing that it did can be taken back`,
    ]);
    assertEquals(contentOf(root), before);
  }));

for (
  const [name, scopes, given] of [
    ["everything", [], ALL_SCOPES],
    ["derived state and the journal", ["derived", "journal"], ["derived", "journal"]],
    ["only the seal of a plan of everything", [], ["journal"]],
    ["one index and the journal of a plan of everything", [], ["index:lane-counters", "journal"]],
    ["one record of a plan of everything", [], [BROKEN_OBJECT, "journal"]],
  ] as const
) {
  programTest(
    `a repair of ${name} does what its plan said, to the byte, and nothing else`,
    () =>
      withStore(DAMAGED, async (root) => {
        const file = await savedPlan(root, scopes);
        const plan = readPlan(file);
        const before = contentOf(root);
        const { outcome, not_applied } = await repaired(root, applyWords(file, given));
        const done = outcome?.steps ?? [];
        assertCarriedOut(root, before, plan, done);
        const steps = plan.steps.filter(({ kind }) => kind !== "record").map(({ id }) => id);
        assertEquals([...done, ...not_applied.map(({ id }) => id)].toSorted(), steps.toSorted());
        assertEquals(not_applied.length > 0, scopes.length === 0 && given !== ALL_SCOPES);
      }),
  );
}

programTest(
  "a finished repair has nothing to do again, and leaves nothing that it answered",
  () =>
    withStore(DAMAGED, async (root) => {
      const file = await savedPlan(root);
      const { outcome } = await repaired(root, applyWords(file));
      assertEquals([outcome?.nothing_to_do, outcome?.recovered, outcome?.cleared], [false, null, true]);
      const after = contentOf(root);
      const again = await repaired(root, applyWords(file));
      assertEquals([again.outcome?.nothing_to_do, again.outcome?.steps], [true, []]);
      assertEquals(again.report.sentences, ["There was nothing to do", "User data was not modified"]);
      const fresh = await repaired(root, ["--dry-run", ...scopeWords(ALL_SCOPES)]);
      assertEquals(fresh.plan?.steps.map(({ kind }) => kind), ["control"]);
      assertEquals(differences(contentOf(root), after), []);
      const doctor = await readDocument(
        await runProgram(["sync", "doctor", "--store", root, "--json"]),
        "sync doctor",
      );
      // The torn line keeps its bytes: sealed, it is one that nobody can read.
      const left = doctor.data?.["findings"];
      assertEquals(Array.isArray(left) ? left.map(({ id }) => id) : null, ["journal.sealed-line"]);
    }),
);

programTest("a sound store has nothing to repair, and applying that says so", () =>
  withStore(HEALTHY, async (root) => {
    const file = await savedPlan(root);
    const before = contentOf(root);
    const { outcome } = await repaired(root, applyWords(file, ["derived"]));
    assertEquals([outcome?.nothing_to_do, outcome?.report_id], [true, null]);
    assertEquals(differences(contentOf(root), before), []);
  }));

programTest(
  "a scope builds what was never built, and then has nothing more to do",
  () =>
    withStore(HEALTHY, async (root) => {
      const file = await savedPlan(root, ["derived"]);
      const before = contentOf(root);
      const { outcome } = await repaired(root, applyWords(file, ["derived"]));
      assertEquals(outcome?.steps.length, 4);
      assertCarriedOut(root, before, readPlan(file), outcome?.steps ?? []);
      const again = await repaired(root, ["--dry-run", "--scope", "derived"]);
      assertEquals(again.plan?.steps.map(({ kind }) => kind), ["control"]);
      const doctor = await runProgram(["sync", "doctor", "--store", root]);
      assertEquals(doctor.code, 0, doctor.stdout);
    }),
);

programTest(
  "repairs are listed, the newest first, and one can be read in full",
  () =>
    withStore(DAMAGED, async (root) => {
      const { others, ...before } = await reports(root);
      assertEquals(before, { total: 0, matched: 0, filters: {}, reports: [], report: null });
      assertEquals(others.filter(({ kind }) => kind !== "foreign"), []);
      const file = await savedPlan(root);
      const { outcome } = await repaired(root, applyWords(file));
      const id = outcome?.report_id ?? "";
      const undone = await repaired(root, ["--undo", id, "--scope", "derived"]);
      const { reports: listed } = await reports(root);
      assertEquals(listed.map(({ report_id, kind, undoes, undone }) => ({ report_id, kind, undoes, undone })), [
        { report_id: undone.outcome?.report_id ?? "", kind: "undo", undoes: id, undone: false },
        { report_id: id, kind: "repair", undoes: null, undone: false },
      ]);
      const { report } = await reports(root, id);
      assertEquals([report?.record_id, report?.event_id, report?.plan_id], [
        id,
        outcome?.event_id,
        readPlan(file).plan_id,
      ]);
      assertEquals(report?.steps.map((step) => step.id), outcome?.steps);
      assertEquals((await reports(root, `report:${id}`)).report, report);
      const shown = await runProgram(["sync", "repair", "reports", id, "--store", root]);
      assertMatch(shown.stdout, new RegExp(id));
      assertEquals(await runProgram(["sync", "reports", id, "--store", root]), shown);
      const text = async (...words: readonly string[]) =>
        (await runProgram(["sync", "reports", ...words, "--store", root])).stdout;
      const [undo = ""] = listed.map(({ report_id }) => report_id);
      assertEquals(await text("--kind", "repair", "-o", "name"), `${id}\n`);
      assertEquals(await text("--limit", "1", "-o", "name"), `${undo}\n`);
      assertEquals(
        await text("--columns", "kind,report_id", "-o", "csv"),
        [
          "kind,report_id",
          `undo,${undo}`,
          `repair,${id}`,
          "",
        ].join("\r\n"),
      );
      assertMatch(await text("--kind", "import"), /^None of 2 reports matches$/m);
    }),
);

programTest(
  "an undo puts every file back, keeps what it replaces, and is done once",
  () =>
    withStore(DAMAGED, async (root) => {
      const before = contentOf(root);
      const file = await savedPlan(root);
      const plan = readPlan(file);
      const { outcome } = await repaired(root, applyWords(file));
      const repairedContent = contentOf(root);
      const undo = ["--undo", outcome?.report_id ?? "", ...scopeWords(ALL_SCOPES)];
      const undone = await repaired(root, undo);
      const after = contentOf(root);
      const dropped = changesOf(plan, outcome?.steps ?? []).filter(isDeletion).map(({ path }) => path);
      assertEquals(differences(after, before).filter((path) => !tellsOfChange(path) && path !== LOCK_PATH), dropped);
      for (const { path, before: digest } of changesOf(plan, outcome?.steps ?? [])) {
        const isBack = path !== "manifest.json" && !dropped.includes(path);
        if (isBack) assertEquals(digestAt(root, path), digest, path);
      }
      assertEquals(after.get("journal.jsonl")?.startsWith(repairedContent.get("journal.jsonl") ?? "?"), true);
      assertEquals(
        [...repairedContent.keys()].filter((path) => path.startsWith("repair-reports/") && !after.has(path)),
        [],
      );
      assertEquals(undone.not_applied.map(({ reason }) => reason).sort(), [
        "It cannot be taken back",
        "It cannot be taken back",
        "What was disposable is deleted, and is not brought back",
        "What was disposable is deleted, and is not brought back",
      ]);

      const twice = await repaired(root, undo);
      assertEquals([twice.outcome?.nothing_to_do, twice.report.sentences], [
        true,
        ["There was nothing to do: it is undone already"],
      ]);
      assertEquals(differences(contentOf(root), after), []);
      const stale = await repair(root, applyWords(file));
      assertEquals([stale.code, stale.errors[0]?.["code"]], [13, "stale"]);
    }),
);

programTest(
  "an undo can be undone, and then the repair can be taken back again",
  () =>
    withStore(DAMAGED, async (root) => {
      const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
      const done = contentOf(root);
      const first = await repaired(root, ["--undo", outcome?.report_id ?? "", ...scopeWords(ALL_SCOPES)]);
      await repaired(root, ["--undo", first.outcome?.report_id ?? "", ...scopeWords(ALL_SCOPES)]);
      assertEquals(differences(contentOf(root), done).filter((path) => !tellsOfChange(path)), []);
      const again = await repaired(root, ["--undo", outcome?.report_id ?? "", ...scopeWords(ALL_SCOPES)]);
      assertEquals(again.outcome?.nothing_to_do, false);
    }),
);

programTest(
  "an undo of what was dropped is refused, as nothing of that is kept",
  () =>
    withStore(DAMAGED, async (root) => {
      const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
      const before = contentOf(root);
      const { code, errors } = await repair(root, ["--undo", outcome?.report_id ?? "", "--scope", "disposable"]);
      assertEquals([code, errors[0]?.["code"]], [22, "unsupported"]);
      assertMatch(String(errors[0]?.["hint"]), /what was dropped is deleted/);
      assertEquals(differences(contentOf(root), before), []);
    }),
);

programTest(
  "an undo of one part leaves the rest, which can be taken back later",
  () =>
    withStore(DAMAGED, async (root) => {
      const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
      const id = outcome?.report_id ?? "";
      const first = await repaired(root, ["--undo", id, "--scope", BROKEN_OBJECT]);
      assertEquals(first.not_applied.some(({ id }) => id.startsWith("quarantine-")), false);
      const rest = await repaired(root, ["--undo", id, ...scopeWords(ALL_SCOPES)]);
      assertEquals(rest.outcome?.steps.some((step) => step.startsWith("undo-quarantine-")), false);
      assertEquals((await reports(root)).reports.find(({ report_id }) => report_id === id)?.undone, true);
    }),
);

programTest(
  "what an interrupted repair left is finished first, by whatever plan, inside its own scopes",
  () =>
    withStore(faultyStore("interrupted-repair"), async (root) => {
      const file = await savedPlan(root);
      assertEquals(readPlan(file).steps.map(({ kind }) => kind), ["recover"]);
      const refused = await repair(root, applyWords(file, ["disposable"]));
      assertEquals([refused.code, refused.errors[0]?.["code"]], [18, "interrupted_change"]);
      const { outcome } = await repaired(root, applyWords(file, ["derived"]));
      assertEquals([outcome?.recovered, outcome?.nothing_to_do], ["completed", false]);
      const again = await repaired(root, applyWords(file, ["derived"]));
      assertEquals(again.outcome?.nothing_to_do, true);
      assertEquals([...Deno.readDirSync(join(root, "tmp"))], []);
      const doctor = await runProgram(["sync", "doctor", "--store", root]);
      assertEquals(doctor.code, 0, doctor.stdout);
    }),
);
