/** The README's transcripts are what the program prints; UPDATE_GOLDEN=1 writes them anew. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { demoStore } from "../../fixtures/demo.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { programTest, runShell } from "../helpers/program.ts";

const README = new URL("../../README.md", import.meta.url);
const TRANSCRIPT = /```console\n\$ (.*)\n([\s\S]*?)```/g;

programTest("README.md shows what its commands print", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeStore(demoStore(), join(folder, "demo/store"));
    const readme = await Deno.readTextFile(README);
    let actual = readme;
    for (const [block, command = ""] of readme.matchAll(TRANSCRIPT)) {
      const { stdout, stderr } = await runShell(`program=$1; sourceos() { "$program" "$@"; }; ${command}`, [], {
        cwd: folder,
        env: { COLUMNS: "116" },
      });
      assertEquals(stderr, "");
      actual = actual.replace(block, () => `\`\`\`console\n$ ${command}\n${stdout}\`\`\``);
    }
    if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(README, actual);
    else assertEquals(actual, readme);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("README.md lists every exit code", async () => {
  const readme = await Deno.readTextFile(README);
  const listed = [...readme.matchAll(/^\| (\d+) \| `(\w+)` \| (.*) \|$/gm)].map(([, code, name, meaning]) => ({
    code: Number(code),
    name,
    meaning,
  }));
  assertEquals(listed, EXIT_CODES.map(({ code, name, meaning }) => ({ code, name, meaning })));
});
