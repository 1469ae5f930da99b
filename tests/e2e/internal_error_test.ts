/**
 * Exit code 1. No input is known that leads there and the program has no hook for it, so this is the one code that is
 * not triggered through the binary: a host that breaks stands for the bug.
 */
import { assertEquals, assertMatch } from "@std/assert";
import { createCaller } from "../../commands/host/caller.ts";
import { createHost } from "../../commands/host/real.ts";
import { HAS_PROGRAM, type RunResult } from "../helpers/program.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { BUILD } from "../helpers/build.ts";

function runBroken(args: readonly string[]): Promise<RunResult> {
  return runInProcess(args, {
    newIncidentId: () => "12345678",
    stores: {
      ...createHost(createCaller({ words: [], build: BUILD })).stores,
      read: () => Promise.reject(new TypeError("Cannot read properties of undefined")),
    },
  });
}

const ARGS = ["sync", "doctor", "--daemon", "none", "--store", "/nowhere"];
const SENTENCE = "Cannot go on: this is a bug in the program, incident 12345678";

Deno.test("a bug of ours ends with 1, an id and a sentence, and no stack", async () => {
  const { code, stdout, stderr } = await runBroken(ARGS);
  assertEquals([code, stdout, stderr.split("\n")[0]], [1, "", `error: ${SENTENCE}`]);
  assertEquals(/\.ts:|at async|TypeError/.test(stderr), false, stderr);
});

Deno.test("a bug of ours shows its stack with --debug", async () => {
  assertMatch((await runBroken([...ARGS, "--debug"])).stderr, /TypeError: Cannot read properties of undefined/);
});

Deno.test({
  name: "a bug of ours is a valid document for machines",
  ignore: !HAS_PROGRAM,
  async fn() {
    const answer = await runBroken([...ARGS, "--json"]);
    const { result, errors } = await readDocument(answer, "sync doctor");
    assertEquals([answer.code, result, errors.map(({ code, message, target }) => [code, message, target])], [
      1,
      "internal",
      [["internal", SENTENCE, "12345678"]],
    ]);
  },
});
