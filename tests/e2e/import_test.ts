/** Imports through the program: round trips, what replaces what, what becomes a conflict, and the proof of a restore. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import type { ImportData } from "../../lib/model/documents/import.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { eventText } from "../../lib/import/compare_trial.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { textFile, writeStore } from "../../fixtures/store_files.ts";
import { makeKeys } from "../helpers/bundles.ts";
import {
  BRIDGE,
  emptyStore,
  journalLines,
  recordIn,
  withBridge,
  withFields,
  withJournal,
} from "../helpers/import_stores.ts";
import { programTest, type RunOptions, runProgram } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";
import { runTool } from "../helpers/tools.ts";
import { readDocument, readLines } from "../helpers/machine_documents.ts";

const TARGET = "profile:open-source";
const SCOPED = ["--apply", "--scope", TARGET];

/** The stores by name in a folder, and bundles beside them. */
async function withStores(
  stores: Readonly<Record<string, StoreFiles>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    for (const [name, files] of Object.entries(stores)) writeStore(files, join(folder, name));
    await use(folder);
  });
}

async function exported(root: string, out: string, options: readonly string[] = [], target = TARGET): Promise<string> {
  const path = join(dirname(root), out);
  const { code, stderr } = await runProgram(["sync", "export", target, "--out", path, ...options, "--store", root]);
  assertEquals(code, 0, stderr);
  return path;
}

/** One run with json as its answer, held against its schema. */
async function imported(bundle: string, options: readonly string[], how: RunOptions = {}) {
  const result = await runProgram(["sync", "import", bundle, ...options, "--json"], how);
  const document = await readDocument(result, "sync import");
  // Just validated against the schema of this very type.
  return { ...result, document, data: document.data as ImportData | null, errors: document.errors };
}

async function done(bundle: string, options: readonly string[], code = 0): Promise<ImportData> {
  const result = await imported(bundle, options);
  assertEquals(result.code, code, result.stdout);
  if (result.data === null) throw new TypeError(result.stdout);
  return result.data;
}

interface Unpacked {
  readonly members: ReadonlyMap<string, string>;
  readonly events: readonly string[];
}

/** The members of a bundle as tar gives them. */
async function unpack(bundle: string): Promise<Unpacked> {
  const folder = await Deno.makeTempDir({ dir: dirname(bundle) });
  await runTool("tar", ["xf", bundle], folder);
  const read = (path: string) => Deno.readTextFileSync(join(folder, path));
  const names = [...Deno.readDirSync(join(folder, "data/records"))].map(({ name }) => name).sort();
  const events = read("data/journal.ndjson").split("\n").filter((line) => line !== "");
  return {
    members: new Map(names.map((name) => [name, read(`data/records/${name}`)])),
    events: events.flatMap((line) => eventText(JSON.parse(line)) ?? []),
  };
}

function withoutBridge(members: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...members].map((
      [name, text],
    ) => [name, text.split("\n").filter((line) => !line.includes(`"${BRIDGE}"`)).join("\n")]),
  );
}

/** An object of the target that has a history and may be changed, with its file. */
const OBJECTS = [...HEALTHY.keys()].filter((path) => path.startsWith("objects/") && path.endsWith(".json")).filter(
  (path) => {
    const { profile_id: profile, retention_class: retention, state } = recordIn(HEALTHY, path);
    return profile === TARGET && retention !== "legal_hold" && state === "active";
  },
);
const HISTORY = journalLines(HEALTHY);
const eventsOf = (path: string) =>
  HISTORY.filter((line) => line.trim() !== "" && line.includes(`${recordIn(HEALTHY, path)["object_id"]}"`));
const [FILE = "", OTHER = ""] = OBJECTS.filter((path) => eventsOf(path).length > 1);
const ID = String(recordIn(HEALTHY, FILE)["object_id"]);

/** The store as it was before the last event of the object. */
function before(files: StoreFiles, path: string): StoreFiles {
  const last = eventsOf(path).at(-1);
  return withFields(withJournal(files, journalLines(files).filter((line) => line !== last)), path, { title: "Before" });
}

/** The store with one more event of the object, and another content. */
function wentOn(files: StoreFiles, path: string, title: string): StoreFiles {
  const { object_id: id, last_modified_by_actor: actor } = recordIn(files, path);
  const number = journalLines(files).filter((line) => line.trim() !== "").length + 1;
  const event: JsonObject = {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: `evt-${String(number).padStart(8, "0")}`,
    event_type: "update",
    lane: "normal",
    object_id: id ?? null,
    producer: actor ?? null,
    created_at: "2026-06-02T00:00:00Z",
    payload: { title },
    applied: true,
  };
  return withFields(withJournal(files, [...journalLines(files), JSON.stringify(event)]), path, { title });
}

for (const [name, seal] of [["plain", false], ["signed, compressed and encrypted", true]] as const) {
  programTest(
    `a ${name} bundle makes the same bundle in an empty store, but for the declared differences`,
    () =>
      withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
        const [a, b] = [join(folder, "a"), join(folder, "b")];
        const identity = await generateX25519Identity();
        const keys = await makeKeys();
        const file = async (path: string, text: string) => {
          await Deno.writeTextFile(join(folder, path), text);
          return join(folder, path);
        };
        const sealing = seal
          ? [
            "--gzip",
            "--sign",
            await file("sign.pem", keys.privatePem),
            "--encrypt-to",
            await identityToRecipient(identity),
          ]
          : [];
        const opening = seal
          ? [
            "--identity",
            await file("age.key", `${identity}\n`),
            "--verify-key",
            await file("sign.pub", keys.publicPem),
            "--require-signature",
          ]
          : [];
        const sent = await exported(a, "sent", sealing);
        const preview = await runProgram(["sync", "import", sent, ...opening, "--profile", TARGET, "--store", b]);
        const keysGiven = seal ? " --identity FILE --verify-key FILE" : "";
        assertStringIncludes(
          preview.stdout,
          `  sourceos sync import ${sent} ${SCOPED.join(" ")}${keysGiven} --profile ${TARGET} --store ${b}\n`,
        );
        const data = await done(sent, [...SCOPED, ...opening, "--store", b]);
        assertEquals([data.bundle.encrypted, data.bundle.compressed, data.bundle.signature], [
          seal,
          seal,
          seal ? "valid" : "none",
        ]);
        assertEquals(data.counts, { ...data.counts, identical: 0, older: 0, newer: 0, conflicting: 0, forbidden: 0 });
        assertEquals(data.outcome?.written, data.bundle.records);
        assertEquals(data.actor, BRIDGE);

        const [one, other] = [
          await unpack(await exported(a, "one.tar")),
          await unpack(await exported(b, "other.tar")),
        ];
        assertEquals(withoutBridge(other.members), withoutBridge(one.members));
        assertEquals(other.events, one.events);

        const after = contentOf(b);
        const again = await done(sent, [...SCOPED, ...opening, "--store", b]);
        assertEquals([again.outcome?.nothing_to_do, again.counts.identical], [true, data.bundle.records]);
        assertEquals(differences(after, contentOf(b)), []);

        const doctor = await runProgram(["sync", "doctor", "--store", b, "--json"]);
        assertEquals([doctor.code, JSON.parse(doctor.stdout).data.findings], [0, []]);
        // And back again: there is nothing that the first store does not have.
        const back = await done(join(folder, "other.tar"), ["--store", a]);
        assertEquals(back.counts, { ...back.counts, older: 0, newer: 0, conflicting: 0, forbidden: 1, new: 0 });
        // Who brought it stays where it was registered.
        const kept = back.records.filter(({ outcome }) => outcome === "forbidden");
        assertEquals(kept.map(({ id, rule }) => [id, rule]), [[BRIDGE, "actor.bridge"]]);
      }),
  );
}

programTest("an import into a store that is behind and one that went on", () =>
  withStores({
    a: HEALTHY,
    behind: withBridge(before(HEALTHY, FILE)),
    ahead: withBridge(wentOn(HEALTHY, FILE, "After")),
  }, async (folder) => {
    const bundle = await exported(join(folder, "a"), "a.tar");
    const behind = join(folder, "behind");
    const start = contentOf(behind);
    const data = await done(bundle, [...SCOPED, "--store", behind]);
    const record = data.records.find(({ id }) => id === ID);
    assertEquals([record?.outcome, record?.action, record?.events.new], ["newer", "replaced", 1]);
    assertEquals([data.outcome?.written, data.outcome?.replaced, data.outcome?.events], [0, 1, 3]);
    assertEquals(
      canonicalJson(JSON.parse(Deno.readTextFileSync(join(behind, FILE)))),
      canonicalJson(recordIn(HEALTHY, FILE)),
    );
    const [kept = ""] = data.outcome?.kept ?? [];
    assertEquals(contentOf(behind).get(kept), start.get(FILE));
    const reports = await runProgram([
      "sync",
      "repair",
      "reports",
      data.outcome?.report_id ?? "",
      "--store",
      behind,
      "--json",
    ]);
    assertEquals(reports.code, 0, reports.stderr);

    const ahead = await done(bundle, ["--store", join(folder, "ahead")]);
    assertEquals(ahead.records.find(({ id }) => id === ID)?.outcome, "older");
    // What the other side changed goes back, and is newer there.
    const news = await done(await exported(join(folder, "ahead"), "ahead.tar"), ["--store", join(folder, "a")]);
    assertEquals(news.records.find(({ id }) => id === ID)?.outcome, "newer");
  }));

programTest("a competing object becomes a conflict with a decision card, once", () =>
  withStores({
    a: wentOn(HEALTHY, FILE, "There"),
    b: withBridge(wentOn(HEALTHY, FILE, "Here")),
  }, async (folder) => {
    const bundle = await exported(join(folder, "a"), "a.tar");
    const b = join(folder, "b");
    const start = contentOf(b);
    const data = await done(bundle, [...SCOPED, "--store", b], 6);
    const [conflict = ""] = data.outcome?.conflicts ?? [];
    assertEquals(data.records.filter(({ action }) => action !== "none").map(({ id, action }) => [id, action]), [
      [ID, "conflict"],
    ]);
    const after = contentOf(b);
    const path = `conflicts/${conflict.replaceAll(":", "_")}.json`;
    const changed = ["journal.jsonl", "manifest.json"];
    assertEquals(differences(start, after).filter((one) => start.has(one)), changed);
    const { decision_card: card, object_id: object, severity } = JSON.parse(Deno.readTextFileSync(join(b, path)));
    assertEquals([object, severity, card.options, card.recommended_option, card.selected_option], [
      ID,
      "review_required",
      ["merge", "fork", "skip"],
      null,
      null,
    ]);
    const doctor = await runProgram(["sync", "doctor", "--store", b, "--json"]);
    assertEquals(JSON.parse(doctor.stdout).data.findings.map(({ id }: { readonly id: string }) => id), [
      "conflicts.open",
    ]);
    const again = await done(bundle, [...SCOPED, "--store", b]);
    assertEquals(again.outcome?.nothing_to_do, true);
    assertEquals(differences(after, contentOf(b)), []);
  }));

programTest("an import never undoes a deletion, a legal hold or a denial", () =>
  withStores({
    a: HEALTHY,
    tombstone: withBridge(withFields(before(HEALTHY, FILE), FILE, { state: "tombstoned" })),
    hold: withBridge(withFields(before(HEALTHY, FILE), FILE, { retention_class: "legal_hold" })),
  }, async (folder) => {
    const bundle = await exported(join(folder, "a"), "a.tar");
    for (const [name, rule] of [["tombstone", "deletion.kept"], ["hold", "hold.kept"]] as const) {
      const root = join(folder, name);
      const start = contentOf(root);
      // Nor does a preview speak of its history, or of anything to do.
      const preview = await runProgram(["sync", "import", bundle, "--exit-code", "--store", root]);
      assertEquals([preview.code, preview.stdout.includes("What to type next")], [0, false]);
      assertStringIncludes(preview.stdout, "0 events of its history would be new");
      const data = await done(bundle, [...SCOPED, "--store", root], 6);
      const record = data.records.find(({ id }) => id === ID);
      assertEquals([record?.outcome, record?.rule, record?.action], ["forbidden", rule, "skipped"]);
      const told = await runProgram(["sync", "import", bundle, ...SCOPED, "--store", root]);
      assertStringIncludes(told.stdout, `${TARGET}: nothing could come in, 1 record left alone. Nothing was changed.`);
      assertEquals(differences(start, contentOf(root)), []);
    }
  }));

programTest(
  "an import writes only inside its scopes, and takes along only what that needs",
  () =>
    withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
      const bundle = await exported(join(folder, "a"), "a.tar");
      const b = join(folder, "b");
      const data = await done(bundle, ["--apply", "--scope", ID, "--store", b]);
      const objects = data.records.filter(({ kind }) => kind === "object");
      assertEquals(objects.filter(({ action }) => action === "written").map(({ id }) => id), [ID]);
      assert(objects.some(({ action }) => action === "outside"));
      const names = [...Deno.readDirSync(join(b, "objects"))].map(({ name }) => name);
      assertEquals(names, [FILE.slice("objects/".length)]);
      assertEquals([...Deno.readDirSync(join(b, "schemas"))].length, 1);
      const doctor = await runProgram(["sync", "doctor", "--store", b, "--json"]);
      assertEquals([doctor.code, JSON.parse(doctor.stdout).data.findings], [0, []]);
      assertEquals(
        (await done(bundle, [
          "--apply",
          "--scope",
          OTHER.replace("objects/object_", "object:").replace(".json", ""),
          "--store",
          b,
        ])).outcome?.nothing_to_do,
        false,
      );
    }),
);

programTest(
  "a preview changes nothing, in every format, from a file and from standard input",
  () =>
    withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
      const bundle = await exported(join(folder, "a"), "a.tar");
      const root = join(folder, "b");
      const env = { TMPDIR: folder };
      const start = contentOf(folder);
      const plain = await imported(bundle, ["--store", root], { env });
      assertEquals(plain.code, 0);
      const lines = await readLines(
        await runProgram(["sync", "import", bundle, "--store", root, "-o", "ndjson"], { env }),
        "sync import",
      );
      assertEquals(lines.records, plain.data?.records.map((record) => ({ ...record })));
      const piped = await imported("-", ["--store", root, "--exit-code"], { env, stdin: Deno.readFileSync(bundle) });
      assertEquals([piped.code, piped.data?.bundle.path, piped.data?.counts], [5, "-", plain.data?.counts]);
      const table = await runProgram(["sync", "import", bundle, "--store", root], { env });
      assertStringIncludes(table.stdout, "This is a preview: nothing was modified");
      assertEquals(differences(start, contentOf(folder)), []);
    }),
);

programTest(
  "--verify proves a restore without a store, and leaves nothing behind",
  () =>
    withStores({ a: HEALTHY }, async (folder) => {
      for (const target of ["profile:personal", TARGET, "workspace:atlas", ID]) {
        const bundle = await exported(join(folder, "a"), "b.tar", [], target);
        const start = contentOf(folder);
        const { code, data, document } = await imported(bundle, ["--verify"], { env: { TMPDIR: folder } });
        assertEquals([code, data?.mode, data?.drill?.proven, data?.drill?.differences], [0, "verify", true, []]);
        assertEquals(data?.drill?.members.filter(({ equal }) => !equal), []);
        assertEquals(document.source, { kind: "bundle", store: null, daemon: null });
        assertEquals(differences(start, contentOf(folder)), []);
        assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a", "b.tar"]);
        Deno.removeSync(bundle);
      }
    }),
);

programTest(
  "--record keeps the proof, which status, doctor and explain show with its age",
  () =>
    withStores({ a: HEALTHY }, async (folder) => {
      const a = join(folder, "a");
      const bundle = await exported(a, "a.tar");
      const start = contentOf(a);
      const data = await done(bundle, ["--verify", "--record", "--store", a]);
      const id = data.drill?.recorded_as ?? "";
      assertEquals(differences(start, contentOf(a)), [`repair-reports/${id}.json`]);
      const later = { env: { SOURCE_DATE_EPOCH: String(1782864000 + 3600) } };
      for (const command of ["status", "doctor"]) {
        const result = await runProgram(["sync", command, "--store", a, "--json"], later);
        const proof = (await readDocument(result, `sync ${command}`)).data?.["restore_proof"];
        assertEquals(proof, {
          report_id: id,
          bundle_sha256: data.bundle.sha256,
          target: data.bundle.target,
          at: "2026-07-01T00:00:00Z",
          age_seconds: 3600,
          of_this_store: true,
          records: data.bundle.records,
          events: data.bundle.events,
        });
        const { stdout } = await runProgram(["sync", command, "--store", a], later);
        assertStringIncludes(stdout, `proven for ${TARGET} at 2026-07-01T00:00:00Z`);
      }
      const restoreOf = async (root: string) => {
        const { stdout } = await runProgram(["sync", "explain", ID, "--store", root, "--json"]);
        return JSON.parse(stdout).data.answers.restore.proven;
      };
      assertEquals(await restoreOf(a), true);
      // The proof is of what the record said then, and of no other.
      Deno.writeTextFileSync(join(a, FILE), JSON.stringify({ ...recordIn(HEALTHY, FILE), title: "Changed" }));
      assertEquals(await restoreOf(a), false);
    }),
);

programTest(
  "--verify says exactly what did not come back",
  () =>
    withStores({ a: HEALTHY, b: withFields(HEALTHY, FILE, {}) }, async (folder) => {
      const bundle = await exported(join(folder, "a"), "a.tar");
      const bag = await Deno.makeTempDir({ dir: folder });
      await runTool("tar", ["xf", bundle], bag);
      // A bundle of somebody else's: a sound one, whose object breaks the contract of its kind.
      const objects = Deno.readTextFileSync(join(bag, "data/records/object.ndjson"));
      const broken = objects.split("\n").map((line) =>
        line.includes(`"${ID}"`) ? line.replace(/"state":"[a-z]+"/, '"state":"lost"') : line
      );
      Deno.writeTextFileSync(join(bag, "data/records/object.ndjson"), broken.join("\n"));
      await sealAgain(bag, join(folder, "broken.tar"));
      const { code, data } = await imported(join(folder, "broken.tar"), ["--verify"]);
      assertEquals([code, data?.drill?.proven], [6, false]);
      const [first] = data?.drill?.differences ?? [];
      assertEquals([first?.member, first?.id, first?.what], ["data/records/object.ndjson", ID, "missing"]);
      assertStringIncludes(first?.message ?? "", "schema.contract");
    }),
);

/** Packs an edited bag with hashes that fit. */
async function sealAgain(bag: string, out: string): Promise<void> {
  const sums = async (files: readonly string[], name: string) => {
    const { stdout } = await new Deno.Command("sha256sum", { args: [...files], cwd: bag }).output();
    await Deno.writeFile(join(bag, name), stdout);
  };
  const { stdout } = await new Deno.Command("tar", { args: ["tf", join(dirname(out), "a.tar")] }).output();
  const members = new TextDecoder().decode(stdout).trim().split("\n");
  await sums(members.filter((path) => path.startsWith("data/")), "manifest-sha256.txt");
  const payload = members.filter((path) => path.startsWith("data/")).map((path) => Deno.statSync(join(bag, path)).size);
  const info = Deno.readTextFileSync(join(bag, "bag-info.txt"));
  const octets = payload.reduce((sum, size) => sum + size, 0);
  Deno.writeTextFileSync(join(bag, "bag-info.txt"), info.replace(/Payload-Oxum: \d+/, `Payload-Oxum: ${octets}`));
  await sums(["bagit.txt", "bag-info.txt", "manifest-sha256.txt"], "tagmanifest-sha256.txt");
  const plain = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mode=0644", "--mtime=@0"];
  await runTool("tar", ["cf", out, ...plain, "-b1", ...members], bag);
}

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

for (const { name, store, options, code, error } of REFUSALS) {
  programTest(
    `an import is refused for ${name}, and changes nothing`,
    () =>
      withStores({ a: HEALTHY, b: store }, async (folder) => {
        const bundle = await exported(join(folder, "a"), "a.tar");
        const key = join(folder, "key.pub");
        Deno.writeTextFileSync(key, (await makeKeys()).publicPem);
        const root = join(folder, "b");
        const start = contentOf(root);
        const words = options.map((word) => word === "KEY" ? key : word);
        const result = await imported(bundle, [...words, "--store", root]);
        assertEquals([result.code, result.errors[0]?.["code"]], [code, error], result.stdout);
        assertEquals(typeof result.errors[0]?.["hint"], "string");
        assertEquals(differences(start, contentOf(root)), []);
      }),
  );
}

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
