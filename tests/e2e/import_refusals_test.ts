/** What an import refuses: each with its code, and nothing written. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { textFile, writeStore } from "../../fixtures/store_files.ts";
import { makeKeys } from "../helpers/bundles.ts";
import { emptyStore, exportTo, recordIn, runImport, withBridge, withFields } from "../helpers/import_stores.ts";
import { programTest } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY } from "../helpers/stores.ts";
import { before, exported, FILE, imported, SCOPED, TARGET, withStores } from "../helpers/import_runs.ts";

interface Refusal {
  readonly name: string;
  readonly store: StoreFiles;
  readonly options: readonly string[];
  readonly code: number;
  readonly error: string;
}

const REFUSALS: readonly Refusal[] = [
  { name: "no scope", store: emptyStore(), options: ["--apply"], code: 18, error: "needs_scope" },
  {
    name: "a scope that holds nothing of it",
    store: emptyStore(),
    options: ["--apply", "--scope", "workspace:nowhere"],
    code: 18,
    error: "needs_scope",
  },
  {
    name: "a scope of derived state",
    store: emptyStore(),
    options: ["--apply", "--scope", "derived"],
    code: 2,
    error: "usage",
  },
  {
    name: "no import bridge",
    store: new Map([...emptyStore()].filter(([path]) => !path.startsWith("actors/"))),
    options: SCOPED,
    code: 12,
    error: "no_import_bridge",
  },
  {
    name: "a bridge that is revoked",
    store: withFields(emptyStore(), "actors/actor_gate.json", { revoked_at: "2026-01-01T00:00:00Z" }),
    options: SCOPED,
    code: 12,
    error: "no_import_bridge",
  },
  {
    name: "a bridge whose scopes end before",
    store: withFields(emptyStore(), "actors/actor_gate.json", { workspace_scope: [] }),
    options: SCOPED,
    code: 12,
    error: "no_import_bridge",
  },
  {
    name: "an actor that is no bridge",
    store: withBridge(before(HEALTHY, FILE)),
    options: [...SCOPED, "--actor", "actor:ada"],
    code: 12,
    error: "actor_not_allowed",
  },
  {
    name: "an actor that nobody knows",
    store: emptyStore(),
    options: [...SCOPED, "--actor", "actor:nobody"],
    code: 17,
    error: "not_found",
  },
  {
    name: "two bridges that both may",
    store: new Map([
      ...emptyStore(),
      [
        "actors/actor_gate-2.json",
        textFile(
          JSON.stringify({
            ...recordIn(emptyStore(), "actors/actor_gate.json"),
            actor_id: "actor:gate-2",
            record_id: "actor:gate-2",
          }),
        ),
      ],
    ]),
    options: SCOPED,
    code: 2,
    error: "ambiguous",
  },
  {
    name: "a torn journal",
    store: new Map([...withBridge(before(HEALTHY, FILE)), ["journal.jsonl", textFile('{"event_id": "evt-0000')]]),
    options: SCOPED,
    code: 12,
    error: "torn_journal",
  },
  { name: "no signature", store: emptyStore(), options: ["--verify-key", "KEY"], code: 14, error: "unsigned" },
  {
    name: "no key to require a signature of",
    store: emptyStore(),
    options: ["--require-signature"],
    code: 2,
    error: "usage",
  },
  { name: "--record alone", store: emptyStore(), options: ["--record"], code: 2, error: "usage" },
  { name: "--verify with --apply", store: emptyStore(), options: ["--verify", ...SCOPED], code: 2, error: "usage" },
];

Deno.test("an import is refused, and changes nothing", (test) =>
  withStores({ a: HEALTHY }, async (folder) => {
    const bundle = join(folder, "a.tar");
    await exportTo(join(folder, "a"), TARGET, bundle);
    const key = join(folder, "key.pub");
    Deno.writeTextFileSync(key, (await makeKeys()).publicPem);
    for (const [index, { name, store, options, code, error }] of REFUSALS.entries()) {
      await test.step(`for ${name}`, async () => {
        const root = join(folder, String(index));
        writeStore(store, root);
        const start = contentOf(root);
        const words = options.map((word) => word === "KEY" ? key : word);
        const result = await runImport(bundle, [...words, "--store", root]);
        assertEquals([result.code, result.errors[0]?.code], [code, error]);
        assertEquals(typeof result.errors[0]?.hint, "string");
        assertEquals(differences(start, contentOf(root)), []);
      });
    }
  }));

programTest(
  "a bundle that lies is refused before anything is written",
  () =>
    withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
      const bundle = await exported(join(folder, "a"), "a.tar");
      const bytes = Deno.readFileSync(bundle);
      const at = new TextDecoder("latin1").decode(bytes).indexOf('"title"');
      bytes[at + 1] = "T".charCodeAt(0);
      Deno.writeFileSync(bundle, bytes);
      const start = contentOf(join(folder, "b"));
      for (const options of [[], SCOPED, ["--verify"]]) {
        const { code } = await imported(bundle, [...options, "--store", join(folder, "b")]);
        assertEquals(code, 14);
      }
      assertEquals(differences(start, contentOf(join(folder, "b"))), []);
    }),
);
