/** What doctor prints as a target, explain answers. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

const AMBIGUOUS = 2;

async function targetsOf(root: string): Promise<readonly string[]> {
  const { stdout } = await runInProcess(["sync", "doctor", "--store", root, "--daemon", "none", "--json"]);
  const { data }: { readonly data: { readonly findings: readonly { readonly target: string }[] } } = JSON.parse(stdout);
  return [...new Set(data.findings.map(({ target }) => target))];
}

async function explained(root: string, target: string) {
  return await runInProcess(["sync", "explain", target, "--store", root, "--daemon", "none"]);
}

Deno.test("explain answers every target of every finding of every fault", async () => {
  const unanswered: string[] = [];
  for (const { name } of FAULTS) {
    await withFolder(async (folder) => {
      const root = `${folder}/store`;
      writeStore(applyFaults(HEALTHY, [name], 5).files, root);
      for (const target of await targetsOf(root)) {
        const { code, stderr } = await explained(root, target);
        if (code !== 0 && !(code === AMBIGUOUS && stderr.includes("records have this id"))) {
          unanswered.push(`${name}: ${target}: ${code} ${stderr}`);
        }
      }
    });
  }
  assertEquals(unanswered, []);
});

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
