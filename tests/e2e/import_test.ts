/** Imports through the program: round trips, what replaces what, what becomes a conflict. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import { makeKeys } from "../helpers/bundles.ts";
import { BRIDGE, emptyStore, recordIn, withBridge, withFields } from "../helpers/import_stores.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY } from "../helpers/stores.ts";
import { readLines } from "../helpers/machine_documents.ts";
import {
  before,
  done,
  exported,
  FILE,
  ID,
  imported,
  OTHER,
  SCOPED,
  TARGET,
  unpack,
  wentOn,
  withoutBridge,
  withStores,
} from "../helpers/import_runs.ts";

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
        const keysGiven = opening.map((word) => ` ${word}`).join("");
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
      "fork",
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
