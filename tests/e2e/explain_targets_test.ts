/** What is no record, explain answers too; that it answers every target of every fault: every_fault_test.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runInProcess } from "../helpers/in_process.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

async function explained(root: string, target: string) {
  return await runInProcess(["sync", "explain", target, "--store", root, "--daemon", "none"]);
}

const PLACES: readonly (readonly [text: string, told: string])[] = [
  ["lane:priority", "its limit is 0"],
  ["index:object-heads", "It was never built"],
  ["checkpoint:journal", "It was never built"],
  ["journal.jsonl:1", "It begins at byte 0"],
  ["manifest.json", "durable"],
];

Deno.test("explain says what a lane, an index, a line and a file of the store are", () =>
  withStore(HEALTHY, async (root) => {
    for (const [text, told] of PLACES) {
      const { code, stdout, stderr } = await explained(root, text);
      assertEquals([code, stderr], [0, ""], text);
      assertStringIncludes(stdout, told);
    }
  }));

Deno.test("explain says of an object without a record what the journal knows of it", () =>
  withStore(HEALTHY, async (root) => {
    const path = `${root}/journal.jsonl`;
    const [first = ""] = Deno.readTextFileSync(path).split("\n");
    const event = {
      ...JSON.parse(first),
      event_id: "evt-99999999",
      object_id: "object:only-here",
      producer: "actor:me",
    };
    Deno.writeTextFileSync(path, `${JSON.stringify(event)}\n`);
    const { code, stdout } = await explained(root, "object:only-here");
    assertEquals(code, 0);
    assertStringIncludes(stdout, 'It has no record; 1 event, the last at line 1 by "actor:me"');
  }));
