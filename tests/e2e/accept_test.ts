/** What is accepted: kept in a file of the operator's, shown as such, and no reason to fail. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { programTest, runProgram } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { faultyStore, withFolder } from "../helpers/stores.ts";
import { writeStore } from "../../fixtures/store_files.ts";

const OPEN = faultyStore("conflict-open");

interface Case {
  readonly doctor: (...words: readonly string[]) => ReturnType<typeof runProgram>;
  readonly known: string;
  readonly root: string;
  /** The id and target of the one finding. */
  readonly words: readonly [id: string, target: string];
}

function withFinding(use: (one: Case) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(OPEN, root);
    const doctor = (...words: readonly string[]) =>
      runProgram(["sync", "doctor", "--store", root, "--daemon", "none", ...words]);
    const { data } = JSON.parse((await doctor("--json")).stdout);
    const [{ id, target }] = data.findings;
    await use({ doctor, known: join(folder, "known.json"), root, words: [id, target] });
  });
}

programTest(
  "an accepted finding is told, and fails nothing",
  () =>
    withFinding(async ({ doctor, known, root, words: [id, target] }) => {
      const before = contentOf(root);
      const accept = ["--accepted", known, "--accept", id, "--target", target, "--reason", "Ada decides in July"];
      assertEquals([(await doctor()).code, (await doctor(...accept)).code], [3, 0]);
      const { code, stdout } = await doctor("--accepted", known);
      assertEquals(code, 0);
      assertStringIncludes(stdout, "Ada decides in July");
      assertEquals((await doctor()).code, 3);
      assertEquals([differences(contentOf(root), before), (Deno.statSync(known).mode ?? 0) & 0o777], [[], 0o600]);
    }),
);

programTest(
  "the file of accepted findings is named by the environment too",
  () =>
    withFinding(async ({ doctor, known, root, words: [id, target] }) => {
      await doctor("--accepted", known, "--accept", id, "--target", target, "--reason", "known");
      const args = ["sync", "doctor", "--store", root, "--daemon", "none"];
      assertEquals((await runProgram(args, { env: { SOURCEOS_ACCEPTED: known } })).code, 0);
    }),
);

programTest(
  "a date that has passed brings the finding back",
  () =>
    withFinding(async ({ doctor, known, words: [id, target] }) => {
      const accept = [
        "--accepted",
        known,
        "--accept",
        id,
        "--target",
        target,
        "--reason",
        "known",
        "--until",
        "2020-01-01",
      ];
      const { code, stdout } = await doctor(...accept);
      assertEquals(code, 3);
      assertStringIncludes(stdout, "It was accepted at");
    }),
);

programTest(
  "what cannot be accepted is refused, and nothing is written",
  () =>
    withFinding(async ({ doctor, known, root, words: [id, target] }) => {
      const inside = join(root, "known.json");
      const refusals: readonly (readonly [words: readonly string[], code: number])[] = [
        [["--accepted", known, "--accept", id, "--target", target], 2],
        [["--accepted", known, "--accept", id, "--reason", "x"], 2],
        [["--accept", id, "--target", target, "--reason", "x"], 2],
        [["--accepted", known, "--reason", "x"], 2],
        [["--accepted", known, "--accept", id, "--target", target, "--reason", "x", "--until", "soon"], 2],
        [["--accepted", known, "--accept", id, "--target", "object:nobody", "--reason", "x"], 17],
        [["--accepted", inside, "--accept", id, "--target", target, "--reason", "x"], 2],
        [["--accepted", known], 17],
        [["--fail-on", "new"], 2],
      ];
      const before = contentOf(root);
      for (const [words, code] of refusals) assertEquals((await doctor(...words)).code, code, words.join(" "));
      assertEquals(differences(contentOf(root), before), []);
    }),
);

programTest(
  "--fail-on new tells of nothing that the earlier report had",
  () =>
    withFinding(async ({ doctor, known, root }) => {
      Deno.writeTextFileSync(known, (await doctor("--json")).stdout);
      const same = await doctor("--since", known, "--fail-on", "new");
      assertEquals([same.code, same.stdout.split(" since ")[0]], [0, "0 new"]);
      Deno.writeTextFileSync(join(root, "objects/object_new.json"), "{");
      const more = await doctor("--since", known, "--fail-on", "new");
      assertEquals([more.code, more.stdout.split(" since ")[0]], [4, "1 new"]);
    }),
);
