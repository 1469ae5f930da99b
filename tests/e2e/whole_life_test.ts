/** The life of a host, from an empty folder to a sound store: each step a command as an operator types it. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DECIDER } from "../helpers/decisions.ts";
import { exported, FILE, ID, TARGET, wentOn, withStores } from "../helpers/import_runs.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY } from "../helpers/stores.ts";

/** Somebody changes the object on this host, as its daemon would write it. */
function changeHere(root: string): void {
  const edit = (path: string, changes: Readonly<Record<string, unknown>>) => {
    const record = JSON.parse(Deno.readTextFileSync(join(root, path)));
    Deno.writeTextFileSync(join(root, path), `${JSON.stringify({ ...record, ...changes }, null, 2)}\n`);
    return record;
  };
  const { last_modified_by_actor: producer } = edit(FILE, { title: "Here" });
  const number = Deno.readTextFileSync(join(root, "journal.jsonl")).trimEnd().split("\n").length + 1;
  const event = {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: `evt-${String(number).padStart(8, "0")}`,
    event_type: "update",
    lane: "normal",
    object_id: ID,
    producer,
    created_at: "2026-07-01T00:00:00Z",
    payload: { title: "Here" },
    applied: true,
  };
  Deno.writeTextFileSync(join(root, "journal.jsonl"), `${JSON.stringify(event)}\n`, { append: true });
  edit("manifest.json", { active_generation: number + 1 });
}

programTest(
  "a host is made, restored, meets a conflict that somebody decides, is sound, and takes the decision and the import back",
  () =>
    withStores({ old: HEALTHY, there: wentOn(HEALTHY, FILE, "There") }, async (folder) => {
      const root = join(folder, "new");
      const type = async (code: number, ...words: readonly string[]) => {
        const { stdout, ...run } = await runProgram(["sync", ...words, "--store", root, "--json"]);
        assertEquals([run.code, words], [code, words], stdout);
        return JSON.parse(stdout).data;
      };
      const findings = async (code: number): Promise<readonly string[]> =>
        (await type(code, "doctor")).findings.map(({ id }: { readonly id: string }) => id);
      const scope = ["--scope", TARGET];

      await type(0, "init");
      const first = await exported(join(folder, "old"), "first.tar");
      await type(0, "import", first, "--register-bridge", "actor:gate");
      await type(0, "import", first, "--apply", ...scope, "--register-bridge", "actor:gate");
      assertEquals(await findings(0), []);

      changeHere(root);
      const second = await exported(join(folder, "there"), "second.tar");
      const { outcome: { conflicts: [conflict = ""] } } = await type(6, "import", second, "--apply", ...scope);
      assertEquals(await findings(3), ["conflicts.open"]);

      const before = contentOf(root);
      const plan = join(folder, "plan.json");
      const decision = ["--option", "skip", "--as", DECIDER, "--rationale", "Ours is newer"];
      await type(0, "conflicts", "decide", conflict, ...decision, "--save", plan);
      assertEquals(differences(before, contentOf(root)), []);
      const decided = await type(0, "conflicts", "decide", "--apply", "--plan", plan, "--scope", ID);
      assertEquals(await findings(0), []);
      assertEquals((await type(0, "explain", conflict)).answers.blocks, []);

      const undone = await type(0, "repair", "--undo", decided.outcome.report_id, "--scope", ID);
      assertEquals(undone.outcome.nothing_to_do, false);
      assertEquals(await findings(3), ["conflicts.open"]);

      const { sides } = await type(0, "conflicts", conflict);
      assertEquals([sides.here === null, sides.there === null, sides.missing], [false, false, null]);
      const fork = join(folder, "fork.json");
      const both = ["--option", "fork", "--as", DECIDER, "--rationale", "Both count"];
      await type(0, "conflicts", "decide", conflict, ...both, "--save", fork);
      await type(0, "conflicts", "decide", "--apply", "--plan", fork, "--scope", ID);
      assertEquals(await findings(0), []);
      await type(0, "repair", "--undo", "last", "--scope", ID);
      assertEquals(await findings(3), ["conflicts.open"]);

      await type(0, "import", "--undo", "last", "--dry-run");
      await type(0, "import", "--undo", "last", ...scope);
      assertEquals(await findings(0), []);
    }),
);
