/** Nothing secret leaves by a saved state, a usage error, or what a bundle says of itself. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { recordIn, withFields } from "../helpers/import_stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withStore } from "../helpers/stores.ts";

const PHRASE = "correct horse battery staple";

function isObject(path: string): boolean {
  return path.startsWith("objects/") && path.endsWith(".json");
}

/** The store in which every readable object is secret or regulated, and says something. */
function withSecrets(files: StoreFiles): { readonly files: StoreFiles; readonly ids: readonly string[] } {
  const ids: string[] = [];
  let changed = files;
  for (const path of [...files.keys()].filter(isObject)) {
    try {
      const privacy = ids.length % 2 === 0 ? "secret" : "regulated";
      const id = recordIn(files, path)["object_id"];
      changed = withFields(changed, path, { title: PHRASE, body: { text: PHRASE }, privacy_class: privacy });
      ids.push(String(id));
    } catch {
      // A file that holds no record stays as it is.
    }
  }
  return { files: changed, ids };
}

for (const [name, store] of [["a sound", HEALTHY], ["a faulty", FAULTY]] as const) {
  programTest(`a snapshot of ${name} store has no secrets, and gives the same answers`, () => {
    const { files, ids } = withSecrets(store);
    return withStore(files, async (root) => {
      const file = join(root, "..", "state.json");
      const whole = join(root, "..", "whole.json");
      const from = ["--store", root, "--daemon", "none"];
      const json = async (...args: readonly string[]) => JSON.parse((await runProgram([...args, "--json"])).stdout);
      const saved = await json("sync", "doctor", "--save-snapshot", file, ...from);
      assertEquals(Deno.readTextFileSync(file).includes(PHRASE), false);
      assert(saved.warnings.some(({ code }: { readonly code: string }) => code === "snapshot_redacted"));
      const warned = await json("sync", "doctor", "--save-snapshot", whole, "--include-secrets", ...from);
      assertStringIncludes(Deno.readTextFileSync(whole), PHRASE);
      assert(warned.warnings.some(({ code }: { readonly code: string }) => code === "snapshot_holds_secrets"));

      const there = await json("sync", "doctor", "--snapshot", file);
      // Asked of the file, it says again what is left out.
      assertEquals(there.warnings, saved.warnings);
      assertEquals(there.data, (await json("sync", "doctor", ...from)).data);
      for (const id of ids.slice(0, 3)) {
        const here = await runProgram(["sync", "explain", `object:${id.replace("object:", "")}`, ...from, "--json"]);
        assertEquals(here.stdout.includes(PHRASE), false);
        const there = await json("sync", "explain", `object:${id.replace("object:", "")}`, "--snapshot", file);
        // A snapshot keeps no single events, which it says.
        assertEquals({ ...there.data, timeline: null }, { ...JSON.parse(here.stdout).data, timeline: null });
      }
    });
  });
}

programTest("--include-secrets needs something to save", async () => {
  const { code, stderr } = await runProgram(["sync", "doctor", "--include-secrets"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "Cannot use --include-secrets: nothing is saved");
});

const AGE = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQ";
const PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----";

programTest("a secret key that is typed in is never repeated", async () => {
  const cases = [
    ["sync", "export", "workspace:home", "--encrypt-to", AGE],
    ["sync", "export", "workspace:home", `--encrypt-to=${AGE}`],
    ["sync", "export", AGE],
    ["sync", "export", AGE.toLowerCase(), "--encrypt-to", AGE.toLowerCase()],
    ["sync", "import", "b.tar", "--identity", AGE],
    ["sync", "export", "workspace:home", "--out", "b.tar", "--sign", PEM],
    ["sync", AGE],
    ["sync", "doctor", "--store", AGE],
    ["sync", "doctor", "--query", AGE],
  ];
  for (const args of cases) {
    for (const format of ["json", "yaml", "ndjson", "table"]) {
      const { code, stdout, stderr } = await runInProcess([...args, "-o", format, "--debug"]);
      assertEquals(code, 2);
      assertEquals(/1qyqszqgpq|MC4CAQ/i.test(stdout + stderr), false, stdout + stderr);
      assertStringIncludes((stdout + stderr).replaceAll(/\s+/g, " "), "Cannot use a secret key that is typed in");
    }
  }
});
