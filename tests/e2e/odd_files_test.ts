/** Files that reading must not trust: pipes, links, folders, and what the account may not read. None blocks, none is followed. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { type StoreFile, type StoreFiles, textFile } from "../../fixtures/store_files.ts";
import { PLAIN_USER, programTest, runProgram } from "../helpers/program.ts";
import { HEALTHY, readableByAll, withStore } from "../helpers/stores.ts";
import { isJsonObject } from "../../lib/text/json.ts";
import { type MachineDocument, readDocument } from "../helpers/machine_documents.ts";

interface OddCase {
  readonly name: string;
  readonly files: StoreFiles;
  /** What doctor finds: ids and targets, the worst first. */
  readonly findings: readonly string[];
}

/** The sound store with something else at the path, and nothing below it. */
function replaced(path: string, file: StoreFile): StoreFiles {
  const others = [...HEALTHY].filter(([other]) => other !== path && !other.startsWith(`${path}/`));
  return new Map([...others, [path, file]]);
}

const FIFO: StoreFile = { kind: "fifo" };
const FOLDER: StoreFile = { kind: "directory" };
const SECRET = "what-lies-outside";
const OUTSIDE: StoreFile = { kind: "symlink", target: "../outside.json" };
const ACTOR = "actors/actor_ada.json";

const CASES: readonly OddCase[] = [
  {
    name: "a FIFO as a record",
    files: replaced("actors/odd.json", FIFO),
    findings: ["registry.not-a-file actors/odd.json"],
  },
  { name: "a FIFO in a registry", files: replaced("actors/odd", FIFO), findings: ["layout.odd-file actors/odd"] },
  {
    name: "a FIFO as the manifest",
    files: replaced("manifest.json", FIFO),
    findings: ["manifest.unreadable manifest.json"],
  },
  {
    name: "a FIFO as the journal",
    files: replaced("journal.jsonl", FIFO),
    findings: ["journal.unreadable journal.jsonl"],
  },
  { name: "a FIFO as an index", files: replaced("indexes/odd.json", FIFO), findings: ["index.not-ours index:odd"] },
  { name: "a FIFO at the root", files: replaced("odd", FIFO), findings: ["layout.unclassified odd"] },
  {
    name: "a folder as the journal",
    files: replaced("journal.jsonl", FOLDER),
    findings: ["journal.unreadable journal.jsonl"],
  },
  {
    name: "a folder as the manifest",
    files: replaced("manifest.json", FOLDER),
    findings: ["manifest.unreadable manifest.json"],
  },
  {
    name: "a file as a registry",
    files: replaced("transactions", textFile("x")),
    findings: ["layout.not-a-folder transactions"],
  },
  {
    name: "a link as a record",
    files: replaced("actors/odd.json", OUTSIDE),
    findings: ["registry.not-a-file actors/odd.json"],
  },
  {
    name: "a link as the journal",
    files: replaced("journal.jsonl", OUTSIDE),
    findings: ["journal.unreadable journal.jsonl"],
  },
  {
    name: "a link as the manifest",
    files: replaced("manifest.json", OUTSIDE),
    findings: ["manifest.unreadable manifest.json"],
  },
];

async function findingsOf(root: string, user = {}): Promise<{ document: MachineDocument; found: readonly string[] }> {
  const answer = await runProgram(["sync", "doctor", "--store", root, "--json"], { user });
  const document = await readDocument(answer, "sync doctor");
  const findings = document.data?.["findings"];
  if (!Array.isArray(findings)) throw new Error(answer.stdout);
  return { document, found: findings.map(({ id, target }) => `${id} ${target}`) };
}

for (const { name, files, findings } of CASES) {
  programTest(`doctor reports ${name}, opens and follows nothing, and ends`, () =>
    withStore(files, async (root) => {
      Deno.writeTextFileSync(join(root, "../outside.json"), `{"secret": "${SECRET}"}`);
      const { document, found } = await findingsOf(root);
      assertEquals(found, findings);
      assertEquals(JSON.stringify(document).includes(SECRET), false);
      const status = await runProgram(["sync", "status", "--store", root]);
      assertEquals(status.code, 0);
    }));
}

programTest("a store behind a link is read, as its owner put the link there", () =>
  withStore(HEALTHY, async (root) => {
    const link = join(root, "../link");
    Deno.symlinkSync("store", link);
    assertEquals((await findingsOf(link)).found, []);
  }));

programTest("a registry that is a link out of the store is not followed", () =>
  withStore(HEALTHY, async (root) => {
    const outside = join(root, "../outside");
    Deno.mkdirSync(outside);
    Deno.writeTextFileSync(join(outside, "one.json"), `{"plan_id": "plan:${SECRET}"}`);
    Deno.removeSync(join(root, "plans"), { recursive: true });
    Deno.symlinkSync("../outside", join(root, "plans"));
    const { document, found } = await findingsOf(root);
    assertEquals(found, ["layout.linked-folder plans"]);
    assertEquals(JSON.stringify(document).includes(SECRET), false);
    for (const words of [["plans"], ["export", "workspace:home"], ["explain", "plan:none"]]) {
      const { code, stderr } = await runProgram(["sync", ...words, "--store", root]);
      assertEquals([code, stderr.includes('"plans" is a link, which is not followed')], [10, true], words.join(" "));
    }
  }));

for (const path of [ACTOR, "manifest.json", "journal.jsonl", "actors"]) {
  programTest(
    `doctor says that it could not look where the account may not read "${path}", and reads the rest`,
    () =>
      withStore(readableByAll(HEALTHY), async (root) => {
        Deno.chmodSync(join(root, path), 0o000);
        const { document, found } = await findingsOf(root, PLAIN_USER);
        assertEquals(found.filter((one) => one.includes(path)), [], found.join("\n"));
        const checks = document.data?.["checks"];
        const skipped = isJsonObject(checks) && Array.isArray(checks["skipped"]) ? checks["skipped"] : [];
        assertEquals(skipped.filter(({ check }) => check === "access").map(({ required }) => required), [true]);
        const devices = await runProgram(["sync", "devices", "--store", root], { user: PLAIN_USER });
        assertEquals(devices.code, 0);
        assertStringIncludes(devices.stdout, "kitchen-laptop");
        Deno.chmodSync(join(root, path), 0o755);
      }),
    // Only root can be another account than the one that owns the store; an owner that is kept out is a fault of its own.
    { compiledOnly: true, ignore: Deno.uid() !== 0 },
  );
}
