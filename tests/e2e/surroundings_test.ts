/** What is missing around the program is said in one line, with an exit code that is no verdict. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { programTest, runProgram, runShell } from "../helpers/program.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

for (const name of ["SOURCEOS_STATE_DIR", "SOURCEOS_PROFILE", "SOURCE_DATE_EPOCH"]) {
  programTest(
    `a value of ${name} that is not UTF-8 is a usage error, in a document too`,
    () =>
      withStore(HEALTHY, async (root) => {
        const args = ["sync", "status", ...(name === "SOURCEOS_STATE_DIR" ? [] : ["--store", root]), "--json"];
        const answer = await runShell(`export ${name}=$'/x\\xff'; "$@"`, args);
        const { result, errors } = await readDocument(answer, "sync status");
        assertEquals([result, errors[0]?.message], ["usage", `Cannot use ${name}: it is not UTF-8`]);
      }),
  );
}

programTest(
  "a value of SOURCEOS_OUTPUT that is not UTF-8 is a usage error, and of LANG it says nothing",
  () =>
    withStore(HEALTHY, async (root) => {
      const args = ["sync", "status", "--store", root];
      const output = await runShell(`export SOURCEOS_OUTPUT=$'\\xff'; "$@"`, args);
      const hint = "hint: Set SOURCEOS_OUTPUT to text in UTF-8, or unset it\n";
      assertEquals([output.code, output.stderr], [2, `error: Cannot use SOURCEOS_OUTPUT: it is not UTF-8\n${hint}`]);
      assertEquals((await runShell(`export LANG=$'\\xff' LC_ALL=$'\\xff'; "$@"`, args)).code, 0);
    }),
);

programTest("a relative path below a folder whose name is not UTF-8 says so", () =>
  withStore(HEALTHY, async (root) => {
    const script = `cd "$STORE" && mkdir $'odd\\xff' && cd odd* && cp -r ../objects ../manifest.json . && "$@"`;
    const env = { STORE: root };
    const answer = await runShell(script, ["sync", "status", "--store", ".", "--json"], { env });
    const { result, errors } = await readDocument(answer, "sync status");
    const message = 'Cannot read a state store at ".": part of its path is not UTF-8';
    assertEquals([result, errors[0]?.message], ["io", message]);
  }));

programTest("where few files may be open, an answer is whole or says so", () =>
  withStore(HEALTHY, async (root) => {
    const bundle = join(root, "../home.tar");
    await runProgram(["sync", "export", "profile:work", "--store", root, "--out", bundle]);
    let refused = 0;
    for (const limit of [13, 15, 17, 19, 23, 64]) {
      const args = ["sync", "import", bundle, "--verify", "--store", root, "--json"];
      const answer = await runShell(`ulimit -n ${limit}; exec "$@"`, args);
      // Too few for the runtime itself: nothing of the program has run.
      if (answer.code >= 101) continue;
      const { result, errors } = await readDocument(answer, "sync import");
      if (result !== "io") assertEquals([answer.code, errors], [0, []], answer.stderr);
      else {
        refused++;
        assertStringIncludes(answer.stderr, "hint: Raise the limit (ulimit -n), and run again\n");
      }
    }
    assertEquals(refused > 0, true);
  }), { compiledOnly: true });

programTest(
  "more files are read than may be open at once, and nothing is left where they were put aside",
  () =>
    withStore(HEALTHY, async (root) => {
      for (let file = 0; file < 300; file++) Deno.writeTextFileSync(join(root, `objects/${file}.json`), "{}");
      const [bundle, aside] = [join(root, "../home.tar"), join(root, "../aside")];
      Deno.mkdirSync(aside);
      const commands = [
        ["status"],
        ["export", "profile:work", "--out", bundle],
        ["import", bundle, "--verify"],
        ["repair", "--dry-run", "--scope", "derived"],
      ];
      for (const words of commands) {
        const args = ["sync", ...words, "--store", root, "--json"];
        const answer = await runShell(`ulimit -n 200; exec "$@"`, args, { env: { TMPDIR: aside } });
        const { errors } = await readDocument(answer, `sync ${words[0]}`);
        assertEquals([errors, [...Deno.readDirSync(aside)]], [[], []], answer.stderr);
      }
    }),
  { compiledOnly: true },
);
