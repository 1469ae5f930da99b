/** Same state, same clock, same options: the same bytes, whatever the surroundings. */
import { assertEquals } from "@std/assert";
import { mapConcurrently, programTest, runProgram } from "../helpers/program.ts";
import { FAULTY, withStore } from "../helpers/stores.ts";
import { COMMANDS } from "../helpers/commands.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { withoutBuild } from "../helpers/build.ts";
import { readDocument } from "../helpers/machine_documents.ts";

const FAR_AWAY = { LC_ALL: "tr_TR.UTF-8", COLUMNS: "20", TZ: "Asia/Kolkata", CLICOLOR_FORCE: "1" };

for (const { name, args } of COMMANDS) {
  programTest(
    `${name} gives the same json in any locale, time zone and width`,
    () =>
      withStore(FAULTY, async (root) => {
        const given = [...args, "--store", root, "--json"];
        const { stdout } = withoutBuild(await runProgram(given, { env: FAR_AWAY }));
        assertEquals(stdout, withoutBuild(await runInProcess(given)).stdout);
      }),
  );
}

programTest("two runs give people the same bytes", () =>
  withStore(FAULTY, async (root) => {
    const given = COMMANDS.map(({ args }) => [...args, "--store", root]);
    const first = await mapConcurrently(given, (args) => runProgram(args));
    assertEquals(await mapConcurrently(given, (args) => runInProcess(args)), first);
  }));

programTest(
  "SOURCE_DATE_EPOCH is the time of an answer, and without it the clock is",
  () =>
    withStore(FAULTY, async (root) => {
      const timeOf = async (env: Readonly<Record<string, string>>) => {
        const answer = await runProgram(["sync", "status", "--store", root, "--json"], { env });
        await readDocument(answer, "sync status");
        return Date.parse(JSON.parse(answer.stdout).generated_at);
      };
      assertEquals(await timeOf({ SOURCE_DATE_EPOCH: "86400" }), 86_400_000);
      const before = Math.floor(Date.now() / 1000) * 1000;
      const told = await timeOf({ SOURCE_DATE_EPOCH: "" });
      assertEquals(told >= before && told <= Date.now(), true, new Date(told).toISOString());
    }),
);
