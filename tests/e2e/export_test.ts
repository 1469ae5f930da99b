/** Exports through the program: the preview, the bundle in a file and on standard output, and what goes wrong. */
import { createDeadline } from "../../commands/host/terminal/deadline.ts";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { OpenBundle } from "../../commands/host/types/bundle.ts";
import { createBundles } from "../../commands/host/bundle/bundles.ts";
import { createNamedFiles } from "../../commands/host/files/named_files.ts";
import { bytesOf, editDocument, readDocument as recordIn, withBytes, withFiles } from "../../fixtures/faults/edit.ts";
import { recordFile, recordPath } from "../../fixtures/records.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import { PLAIN_USER, programTest, runProgram, runShell } from "../helpers/program.ts";
import { faultyStore, HEALTHY, readableByAll, treeOf, withStore } from "../helpers/stores.ts";
import { runTool } from "../helpers/tools.ts";
import { OBJECT } from "../helpers/commands.ts";
import { readDocument, readLines } from "../helpers/machine_documents.ts";
import { NO_PROGRESS } from "../helpers/no_progress.ts";

const OBJECT_FILE = recordPath("object", OBJECT);
const { profile_id: PROFILE, workspace_id: WORKSPACE } = recordIn(HEALTHY, OBJECT_FILE);
const JOURNAL = "journal.jsonl";

/** The object as a secret, and a decision that lets it move. */
const SECRET: StoreFiles = withFiles(
  editDocument(HEALTHY, OBJECT_FILE, { privacy_class: "secret", sync_visibility: "local_only" }),
  [recordFile("decision", "policy-decision:move", {
    decision_id: "policy-decision:move",
    effect: "allow",
    policy_id: "sourceos.policy/move",
    policy_version: "v1",
    actor_id: "actor:ada",
    object_id: OBJECT,
    profile_id: PROFILE ?? null,
    workspace_id: WORKSPACE ?? null,
    rationale: "It moves to the new host.",
    decided_at: "2026-06-01T00:00:00Z",
  }, "2026-06-01T00:00:00Z")],
);

function exportOf(root: string, ...args: readonly string[]): readonly string[] {
  return ["sync", "export", ...args, "--store", root];
}

/** Opens a bundle as import does. */
async function openBundle(path: string, identities: readonly string[] = []): Promise<OpenBundle> {
  const bundles = createBundles(
    () => dirname(path),
    createNamedFiles({ deadline: createDeadline(), progress: NO_PROGRESS }),
    {
      deadline: createDeadline(),
      progress: NO_PROGRESS,
      words: [],
    },
  );
  return await bundles.open(path, { verifyKey: null, requireSignature: false, identities });
}

async function assertNoLeftovers(folder: string, ...expected: readonly string[]): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assertEquals(names.sort(), [...expected, "store"].sort());
}

programTest("export shows what would leave, and changes nothing", () =>
  withStore(HEALTHY, async (root) => {
    const before = treeOf(dirname(root));
    const plain = await runProgram(exportOf(root, "profile:work", "-o", "json"));
    const graded = await runProgram(exportOf(root, "profile:work", "--exit-code", "-o", "yaml"));
    const { data } = await readDocument(plain, "sync export");
    await readDocument(graded, "sync export", "yaml");
    assertEquals([plain.code, graded.code], [0, 5]);
    const { records } = await readLines(
      await runProgram(exportOf(root, "profile:work", "-o", "ndjson")),
      "sync export",
    );
    assertEquals(records, data?.["exclusions"]);
    assertEquals((records ?? []).length > 0, true);
    assertEquals(treeOf(dirname(root)), before);
  }));

programTest(
  "export writes the same bundle twice, at any time, which opens and holds what the preview said",
  () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      const preview = await readDocument(await runProgram(exportOf(root, "profile:work", "-o", "json")), "sync export");
      const written = await runProgram(exportOf(root, "profile:work", "--out", join(folder, "a.tar"), "-o", "json"), {
        env: { SOURCE_DATE_EPOCH: "" },
      });
      const again = await runProgram(exportOf(root, "profile:work", "--out", join(folder, "b.tar")), {
        env: { SOURCE_DATE_EPOCH: "", TZ: "Asia/Kolkata", LC_ALL: "tr_TR.UTF-8" },
      });
      assertEquals([written.code, again.code], [0, 0]);
      const bytes = await Deno.readFile(join(folder, "a.tar"));
      assertEquals(bytes, await Deno.readFile(join(folder, "b.tar")));
      assertEquals(((await Deno.stat(join(folder, "a.tar"))).mode ?? 0) & 0o777, 0o600);

      const { data } = await readDocument(written, "sync export");
      const bundle = await openBundle(join(folder, "a.tar"));
      assertEquals(data, {
        ...preview.data,
        bundle: {
          path: join(folder, "a.tar"),
          ...bundle.digest,
          created_at: bundle.descriptor.created_at,
          signed: false,
          compressed: false,
        },
      });
      const told = bundle.kinds.map((kind) => ({ kind, records: [...bundle.records(kind)].length }));
      const counts = new Map(Object.entries(bundle.descriptor.counts.records));
      assertEquals(told.map(({ kind, records }) => counts.get(kind) === records), told.map(() => true));
      for (const { value, text } of bundle.records("object")) {
        const id = String(value["object_id"]);
        assertEquals(text, canonicalJson(recordIn(HEALTHY, recordPath("object", id))));
        assertEquals(value["profile_id"], "profile:work");
      }
      const objects = new Set([...bundle.records("object")].map(({ value }) => value["object_id"]));
      assertEquals([...bundle.events()].filter(({ value }) => !objects.has(value["object_id"])), []);
      assertEquals([...bundle.events()].length, bundle.descriptor.counts.events);
      bundle.close();
      await assertNoLeftovers(folder, "a.tar", "b.tar");
      // Nothing says where the store lay, or on which host.
      assertEquals(new TextDecoder().decode(bytes).includes(folder), false);
      assertEquals(new TextDecoder().decode(bytes).includes(Deno.hostname()), false);
    }),
);

programTest(
  "export writes a bundle that tar and sha256sum check without the program",
  () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      await runProgram(exportOf(root, "workspace:home", "--out", join(folder, "a.tar")));
      await Deno.mkdir(join(folder, "bag"));
      await runTool("tar", ["xf", "../a.tar"], join(folder, "bag"));
      for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"]) {
        await runTool("sha256sum", ["--strict", "-c", manifest], join(folder, "bag"));
      }
    }),
);

programTest(
  "export sends the bundle to standard output, and its answer to standard error",
  () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      await runProgram(exportOf(root, "profile:work", "--gzip", "--out", join(folder, "a.tar.gz")));
      const { code, stderr } = await runShell(
        '"$@" >"$OUT"',
        exportOf(root, "profile:work", "--gzip", "--out", "-", "--json"),
        {
          env: { OUT: join(folder, "b.tar.gz") },
        },
      );
      assertEquals(code, 0);
      assertEquals(await Deno.readFile(join(folder, "a.tar.gz")), await Deno.readFile(join(folder, "b.tar.gz")));
      const { data } = await readDocument({ stdout: stderr, code }, "sync export");
      assertEquals(isBundleAt(data, "-"), true);
      await runTool("gzip", ["-t", "b.tar.gz"], folder);
    }),
);

function isBundleAt(data: unknown, path: string): boolean {
  return JSON.stringify(data).includes(`"bundle":{"path":"${path}"`);
}

programTest(
  "export lets a secret leave with a decision that names it, and only encrypted",
  () =>
    withStore(SECRET, async (root) => {
      const folder = dirname(root);
      const identity = await generateX25519Identity();
      await Deno.writeTextFile(join(folder, "identity.txt"), `${identity}\n`);
      const out = join(folder, "secret.tar.age");
      const decided = ["--policy-decision", "policy-decision:move"];
      const sealed = ["--encrypt-to", await identityToRecipient(identity)];
      for (const more of [[], decided, sealed]) {
        const refused = await runProgram(exportOf(root, OBJECT, "--out", out, "-o", "json", ...more));
        const { errors } = await readDocument(refused, "sync export");
        assertEquals([refused.code, errors[0]?.code], [12, "denied"]);
        await assertNoLeftovers(folder, "identity.txt");
      }
      const preview = await runProgram(exportOf(root, OBJECT, ...decided, ...sealed));
      assertStringIncludes(preview.stdout, ` ${decided.join(" ")} --encrypt-to RECIPIENT --store ${root}\n`);
      const { code, stderr } = await runProgram(exportOf(root, OBJECT, "--out", out, ...decided, ...sealed));
      assertEquals([code, stderr], [0, ""]);
      const bundle = await openBundle(out, [join(folder, "identity.txt")]);
      assertEquals([bundle.encrypted, bundle.descriptor.policy_decisions_used], [true, ["policy-decision:move"]]);
      assertEquals([...bundle.records("object")].map(({ value }) => value["object_id"]), [OBJECT]);
      bundle.close();
    }),
);

programTest("export signs with an Ed25519 key that openssl made", () =>
  withStore(HEALTHY, async (root) => {
    const folder = dirname(root);
    await runTool("openssl", ["genpkey", "-algorithm", "ed25519", "-out", "key.pem"], folder);
    await runTool("openssl", ["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"], folder);
    const out = join(folder, "a.tar");
    const { code } = await runProgram(exportOf(root, OBJECT, "--out", out, "--sign", join(folder, "key.pem")));
    const bundles = createBundles(
      () => folder,
      createNamedFiles({ deadline: createDeadline(), progress: NO_PROGRESS }),
      {
        deadline: createDeadline(),
        progress: NO_PROGRESS,
        words: [],
      },
    );
    const verifyKey = join(folder, "public.pem");
    const bundle = await bundles.open(out, { verifyKey, requireSignature: true, identities: [] });
    assertEquals([code, bundle.signature.state], [0, "valid"]);
    bundle.close();
  }));

programTest("export never writes over a file", () =>
  withStore(HEALTHY, async (root) => {
    const folder = dirname(root);
    const out = join(folder, "a.tar");
    await Deno.writeTextFile(out, "mine");
    const { code, stderr } = await runProgram(exportOf(root, "profile:work", "--out", out));
    assertEquals(code, 2);
    assertStringIncludes(stderr, `Cannot write "${out}": the file exists`);
    assertEquals(await Deno.readTextFile(out), "mine");
    await assertNoLeftovers(folder, "a.tar");
  }));

const failures: readonly (readonly [name: string, args: readonly string[], code: number])[] = [
  ["into a folder that is not there", ["profile:work", "--out", "$FOLDER/nowhere/a.tar"], 17],
  ["with a key that is not there", ["profile:work", "--out", "$FOLDER/a.tar", "--sign", "$FOLDER/key.pem"], 17],
  ["to a recipient that is none", ["profile:work", "--out", "$FOLDER/a.tar", "--encrypt-to", "bob"], 2],
  ["of what may not leave", ["profile:vault", "--out", "$FOLDER/a.tar"], 12],
  ["with a decision that is not there", ["profile:work", "--out", "$FOLDER/a.tar", "--policy-decision", "x"], 17],
  ["to no path", ["profile:work", "--out", ""], 2],
  ["compressed without a file", ["profile:work", "--gzip"], 2],
];

for (const [name, args, want] of failures) {
  programTest(`export ${name} fails, and leaves no file`, () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      const before = treeOf(root);
      const given = args.map((arg) => arg.replace("$FOLDER", folder));
      const { code, stdout } = await runProgram(exportOf(root, ...given, "-o", "json"), { env: { TMPDIR: folder } });
      await readDocument({ stdout, code }, "sync export");
      assertEquals([code, treeOf(root)], [want, before]);
      await assertNoLeftovers(folder);
    }));
}

programTest("export onto a full disk says so", () =>
  withStore(HEALTHY, async (root) => {
    const { code, stderr } = await runShell('"$@" >/dev/full', exportOf(root, "profile:work", "--out", "-"));
    assertEquals(code, 19);
    assertStringIncludes(stderr, "No space left on device");
  }));

programTest(
  "export on a disk with no room for what it puts aside or writes leaves no file",
  () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      // A limit of the size of files stands for a disk that is full.
      const { code } = await runShell(
        'trap "" XFSZ; ulimit -f 8; "$@"',
        exportOf(root, "profile:work", "--out", join(folder, "a.tar")),
        { env: { TMPDIR: folder } },
      );
      assertEquals(code, 19);
      await assertNoLeftovers(folder);
    }),
);

programTest("export to a reader that leaves ends quietly", () =>
  withStore(HEALTHY, async (root) => {
    const { stdout, stderr } = await runShell(
      'set +o pipefail; "$@" | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}"',
      exportOf(root, "profile:personal", "--out", "-"),
    );
    assert(["141", "0"].includes(stdout.trim()) && !stderr.includes("error"), `ended with ${stdout.trim()}: ${stderr}`);
  }));

const BY_RULE = "Kept back by rule: 7 records (6 visibility.local-only, 1 privacy.above-work).";
const TORN = withBytes(HEALTHY, "objects/object_torn.json", new TextEncoder().encode("{"));

const LEFT_BACK: readonly (readonly [what: string, target: string, store: StoreFiles, exit: number, last: string])[] = [
  ["nothing stays", OBJECT, TORN, 0, "Nothing was kept back."],
  ["rules keep records back", "profile:work", HEALTHY, 0, BY_RULE],
  [
    "a file cannot be read",
    "profile:work",
    TORN,
    6,
    `${BY_RULE} Should have left and could not: 1 record (1 record.unreadable).`,
  ],
  [
    "two files claim one id",
    "profile:work",
    faultyStore("two-files-one-id"),
    6,
    `${BY_RULE} Should have left and could not: 2 records (2 record.ambiguous).`,
  ],
];

for (const [what, target, store, exit, last] of LEFT_BACK) {
  programTest(
    `export ends with ${exit} where ${what}, and says so on its last line`,
    () =>
      withStore(store, async (root) => {
        const { code, stdout } = await runProgram(exportOf(root, target, "--out", join(dirname(root), "a.tar")));
        assertEquals([code, stdout.trimEnd().split("\n").at(-1)], [exit, last]);
      }),
  );
}

programTest("export skips an event that cannot be written again, and says so", () => {
  const line = new TextDecoder().decode(bytesOf(HEALTHY, JOURNAL)).split("\n").find((one) => one.includes(OBJECT)) ??
    "";
  const odd = new TextEncoder().encode(`${line.replace("{", '{"x": NaN, ')}\n`);
  const journal = Uint8Array.from([...bytesOf(HEALTHY, JOURNAL), ...odd]);
  return withStore(withBytes(HEALTHY, JOURNAL, journal), async (root) => {
    const { code, stdout } = await runProgram(exportOf(root, OBJECT, "--out", join(dirname(root), "a.tar")));
    assertEquals(code, 6);
    assertStringIncludes(stdout, "1 journal line about objects that leave: no whole event of a known format");
  });
});

programTest("export previews a saved snapshot, and writes no bundle of it", () =>
  withStore(HEALTHY, async (root) => {
    const folder = dirname(root);
    const snapshot = join(folder, "state.json");
    await runProgram(["sync", "doctor", "--store", root, "--save-snapshot", snapshot]);
    const args = ["sync", "export", OBJECT, "--snapshot", snapshot, "-o", "json"];
    const live = await readDocument(await runProgram(exportOf(root, OBJECT, "-o", "json")), "sync export");
    const saved = await readDocument(await runProgram(args), "sync export");
    // Of those who made the history a snapshot knows only the last.
    const withoutActors = (data: unknown) =>
      JSON.parse(JSON.stringify(data)).filter(({ kind }: { readonly kind: string }) => kind !== "actor");
    assertEquals(withoutActors(saved.data?.["records"]), withoutActors(live.data?.["records"]));
    assertEquals(saved.warnings.map(({ code }) => code), ["journal_not_read"]);
    const refused = await runProgram([...args, "--out", join(folder, "a.tar")]);
    await readDocument(refused, "sync export");
    assertEquals(refused.code, 22);
    await assertNoLeftovers(folder, "state.json");
  }));

programTest(
  "export needs no permission to write in the store",
  () =>
    withStore(readableByAll(HEALTHY), async (root) => {
      const { code, stderr } = await runShell('umask 077; "$@" --out - | tar tf - >/dev/null', exportOf(root, OBJECT), {
        user: PLAIN_USER,
      });
      assertEquals([code, stderr.includes("error")], [0, false]);
    }),
  { compiledOnly: true },
);
