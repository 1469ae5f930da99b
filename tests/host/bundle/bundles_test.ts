/** Bundles in files, with keys in files, as the program's host writes and reads them. */
import { createDeadline } from "../../../commands/host/terminal/deadline.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Bundles, BundleSealing, OpenOptions } from "../../../commands/host/types/bundle.ts";
import { createBundles } from "../../../commands/host/bundle/bundles.ts";
import { createNamedFiles } from "../../../commands/host/files/named_files.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { bundleOf, contentOf, linesText, makeKeys } from "../../helpers/bundles.ts";
import { isInstalled } from "../../helpers/program.ts";
import { inTemporaryFolder, runTool } from "../../helpers/tools.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

const UNSEALED: BundleSealing = { signKey: null, recipients: [], gzip: false };
const PLAIN: OpenOptions = { verifyKey: null, requireSignature: false, identities: [] };
const keys = await makeKeys();
const otherKeys = await makeKeys();
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

interface Place {
  readonly bundles: Bundles;
  readonly folder: string;
  /** A path in the folder. */
  at(name: string): string;
  /** What is in the folder besides the keys. */
  names(): readonly string[];
}

const KEY_FILES = new Map([
  ["key.pem", keys.privatePem],
  ["public.pem", keys.publicPem],
  ["other.pem", otherKeys.publicPem],
  ["identity.txt", `# created: 2026-02-03\n# public key: ${recipient}\n${identity}\n`],
  ["other.txt", `${await generateX25519Identity()}\n`],
  ["broken.txt", `${identity.slice(0, -1)}\n`],
  ["notes.txt", "hello\n"],
]);

function inPlace(work: (place: Place) => void | Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    for (const [name, text] of KEY_FILES) await Deno.writeTextFile(join(folder, name), text);
    await work({
      folder,
      bundles: createBundles(
        (name) => name === "TMPDIR" ? folder : null,
        createNamedFiles({ deadline: createDeadline(), progress: NO_PROGRESS }),
        { deadline: createDeadline(), progress: NO_PROGRESS, words: [] },
      ),
      at: (name) => join(folder, name),
      names: () => [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => !KEY_FILES.has(name)),
    });
  });
}

async function failure(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { exit, code, message } = await assertRejects(work, CliError);
  return [exit, code, message];
}

Deno.test("a bundle is written as a new file of its owner's, and says what it is", () =>
  inPlace(async ({ bundles, at, names }) => {
    const digest = await bundles.write(at("b.tar"), contentOf(), UNSEALED);
    const { mode, size } = await Deno.stat(at("b.tar"));
    assertEquals([(mode ?? 0) & 0o777, size, names()], [0o600, digest.bytes, ["b.tar"]]);
    assertEquals(await Deno.readFile(at("b.tar")), await bundleOf());
    const bundle = await bundles.open(at("b.tar"), PLAIN);
    assertEquals([bundle.digest, bundle.signature, names()], [digest, { state: "none" }, ["b.tar"]]);
    bundle.close();
  }));

Deno.test("a bundle that is signed, compressed and encrypted opens with both keys", () =>
  inPlace(async ({ bundles, at }) => {
    const recipients = [await identityToRecipient(await generateX25519Identity()), recipient];
    await bundles.write(at("b"), contentOf(), { signKey: at("key.pem"), recipients, gzip: true });
    const bundle = await bundles.open(at("b"), {
      verifyKey: at("public.pem"),
      requireSignature: true,
      identities: [at("other.txt"), at("identity.txt")],
    });
    assertEquals([bundle.encrypted, bundle.compressed, bundle.signature], [true, true, {
      state: "valid",
      key: keys.verifyKey.fingerprint,
    }]);
    assertEquals([...bundle.records("actor")].map(({ text }) => text), ['{"actor_id":"actor:one"}']);
    bundle.close();
  }));

for (const gzip of [false, true]) {
  for (const recipients of [[], [recipient]]) {
    Deno.test(`a bundle of many chunks says what was put in: gzip ${gzip}, ${recipients.length} recipients`, () =>
      inPlace(async ({ bundles, at }) => {
        const events = Array.from({ length: 5_000 }, (_, number) => ({ body: "é".repeat(number % 200), number }));
        const journal = bundles.createSpool();
        for (const event of events) journal.write(new TextEncoder().encode(linesText([event])));
        const content = { ...contentOf({}, events), journal };
        await bundles.write(at("b"), content, { signKey: null, recipients, gzip });
        const bundle = await bundles.open(at("b"), { ...PLAIN, identities: [at("identity.txt")] });
        assertEquals([...bundle.events()].map(({ value }) => value), events);
        bundle.close();
        journal.close();
      }));
  }
}

Deno.test("a signature is not trusted where no key is given", () =>
  inPlace(async ({ bundles, at }) => {
    await bundles.write(at("b.tar"), contentOf(), { ...UNSEALED, signKey: at("key.pem") });
    const bundle = await bundles.open(at("b.tar"), PLAIN);
    assertEquals(bundle.signature, { state: "unverified" });
    bundle.close();
  }));

Deno.test("a bundle is never written over a file, whatever is in it", () =>
  inPlace(async ({ bundles, at, names }) => {
    await Deno.writeTextFile(at("b.tar"), "mine");
    assertEquals(await failure(() => bundles.write(at("b.tar"), contentOf(), UNSEALED)), [
      "usage",
      "usage",
      `Cannot write "${at("b.tar")}": the file exists`,
    ]);
    assertEquals([await Deno.readTextFile(at("b.tar")), names()], ["mine", ["b.tar"]]);
  }));

Deno.test("a bundle that fails on the way leaves no file", () =>
  inPlace(async ({ bundles, at, names }) => {
    const failing = {
      *open() {
        yield new TextEncoder().encode("{}\n");
        throw new CliError("io", "Cannot read the journal: the disk is gone");
      },
    };
    for (const gzip of [false, true]) {
      const write = () => bundles.write(at("b"), { ...contentOf(), journal: failing }, { ...UNSEALED, gzip });
      assertEquals(await failure(write), ["io", "io", "Cannot read the journal: the disk is gone"]);
    }
    assertEquals(names(), []);
  }));

const wrongSealings: readonly (readonly [name: string, sealing: Partial<BundleSealing>, message: string])[] = [
  [
    "a recipient that is none",
    { recipients: ["age1nobody"] },
    'Cannot encrypt to "age1nobody": it is no age recipient',
  ],
  [
    "an ssh key as recipient",
    { recipients: ["ssh-ed25519 AAAA"] },
    'Cannot encrypt to "ssh-ed25519 AAAA": it is no age recipient',
  ],
  [
    "a public key to sign with",
    { signKey: "public.pem" },
    'Cannot use key "PLACE/public.pem": it is not a PKCS#8 private key in PEM of the type Ed25519',
  ],
  [
    "a text to sign with",
    { signKey: "notes.txt" },
    'Cannot use key "PLACE/notes.txt": it is not a PKCS#8 private key in PEM of the type Ed25519',
  ],
];

for (const [name, { signKey = null, recipients = [] }, message] of wrongSealings) {
  Deno.test(`no bundle is written with ${name}`, () =>
    inPlace(async ({ folder, bundles, at, names }) => {
      const sealing = { signKey: signKey === null ? null : at(signKey), recipients, gzip: false };
      const wanted = message.replace("PLACE", folder);
      assertEquals(await failure(() => bundles.write(at("b.tar"), contentOf(), sealing)), ["usage", "usage", wanted]);
      assertEquals(names(), []);
    }));
}

type Opening = readonly [name: string, options: Partial<OpenOptions>, exit: string, code: string, message: string];
const wrongOpenings: readonly Opening[] = [
  [
    "another key",
    { verifyKey: "other.pem" },
    "bad_input",
    "wrong_signature",
    'Cannot read bundle "PLACE/b": its member "signature.ed25519" is not of the key given',
  ],
  [
    "a private key",
    { verifyKey: "key.pem" },
    "usage",
    "usage",
    'Cannot use key "PLACE/key.pem": it is not an SPKI public key in PEM of the type Ed25519',
  ],
  [
    "no key, where a signature is required",
    { requireSignature: true },
    "usage",
    "usage",
    'Cannot check the signature of "PLACE/b": no key is given',
  ],
  ["no identity", { identities: [] }, "bad_input", "encrypted", 'Cannot read bundle "PLACE/b": it is encrypted'],
  [
    "another identity",
    { identities: ["other.txt"] },
    "bad_input",
    "wrong_identity",
    'Cannot read bundle "PLACE/b": none of the identities given opens it',
  ],
  [
    "a malformed identity",
    { identities: ["broken.txt"] },
    "usage",
    "usage",
    "Cannot use an age identity: it is malformed",
  ],
  [
    "a file without identities",
    { identities: ["notes.txt"] },
    "usage",
    "usage",
    'Cannot use identity file "PLACE/notes.txt": it does not hold age identities and nothing else',
  ],
  [
    "a key that is not there",
    { verifyKey: "absent.pem" },
    "not_found",
    "not_found",
    'Cannot read "PLACE/absent.pem": there is no such file',
  ],
  ["a key from standard input", { verifyKey: "-" }, "usage", "usage", "Cannot read a key from standard input"],
];

for (const [name, options, exit, code, message] of wrongOpenings) {
  Deno.test(`a bundle does not open with ${name}`, () =>
    inPlace(async ({ folder, bundles, at, names }) => {
      await bundles.write(at("b"), contentOf(), { signKey: at("key.pem"), recipients: [recipient], gzip: false });
      const { verifyKey = null, requireSignature = false, identities = ["identity.txt"] } = options;
      const key = verifyKey === null || verifyKey === "-" ? verifyKey : at(verifyKey);
      const open = () => bundles.open(at("b"), { verifyKey: key, requireSignature, identities: identities.map(at) });
      assertEquals(await failure(open), [exit, code, message.replace("PLACE", folder)]);
      assertEquals(names(), ["b"]);
    }));
}

Deno.test("a bundle that is not there or is a folder says so", () =>
  inPlace(async ({ bundles, at }) => {
    const message = async (name: string) => (await failure(() => bundles.open(at(name), PLAIN))).slice(1);
    assertEquals(await message("absent"), ["not_found", `Cannot read "${at("absent")}": there is no such file`]);
    assertEquals(await message("."), ["io", `Cannot read "${at(".")}": it is a folder`]);
  }));

Deno.test("what is put aside has no name and can be read many times", () =>
  inPlace(({ bundles, names }) => {
    const spool = bundles.createSpool();
    const part = new Uint8Array(100_000).map((_, at) => at % 251);
    for (let times = 0; times < 10; times++) spool.write(part);
    spool.write(new Uint8Array(600_000).fill(7));
    const read = () => {
      let sum = 0;
      for (const chunk of spool.open()) sum += chunk.reduce((a, b) => a + b, 0);
      return sum;
    };
    const sum = part.reduce((a, b) => a + b, 0) * 10 + 600_000 * 7;
    assertEquals([spool.bytes(), read(), read(), names()], [1_600_000, sum, sum, []]);
    spool.write(part.subarray(0, 2));
    assertEquals([spool.bytes(), read()], [1_600_002, sum + 1]);
    spool.close();
  }));

Deno.test({
  name: "openssl verifies the signature of an unpacked bundle, and makes keys that sign one",
  ignore: !isInstalled("openssl"),
  fn: () =>
    inPlace(async ({ bundles, at }) => {
      await runTool("openssl", ["genpkey", "-algorithm", "ed25519", "-out", at("k.pem")]);
      await runTool("openssl", ["pkey", "-in", at("k.pem"), "-pubout", "-out", at("p.pem")]);
      await bundles.write(at("b.tar"), contentOf(), { ...UNSEALED, signKey: at("k.pem") });
      await runTool("tar", ["--extract", "--file", "b.tar"], at("."));
      const signed = ["-in", "tagmanifest-sha256.txt", "-sigfile", "signature.ed25519"];
      const verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", at("p.pem"), ...signed];
      assertEquals(await runTool("openssl", verify, at(".")), "Signature Verified Successfully\n");
      const bundle = await bundles.open(at("b.tar"), { ...PLAIN, verifyKey: at("p.pem"), requireSignature: true });
      assertEquals(bundle.signature.state, "valid");
      bundle.close();
      await runTool("openssl", ["genpkey", "-algorithm", "x25519", "-out", at("x.pem")]);
      const [exit] = await failure(() =>
        bundles.write(at("x.tar"), contentOf(), { ...UNSEALED, signKey: at("x.pem") })
      );
      assertEquals(exit, "usage");
    }),
});

Deno.test({
  name: "age decrypts a bundle, and encrypts one that opens",
  ignore: !isInstalled("age"),
  fn: () =>
    inPlace(async ({ bundles, at }) => {
      await bundles.write(at("b.age"), contentOf(), { ...UNSEALED, recipients: [recipient] });
      await runTool("age", ["--decrypt", "--identity", at("identity.txt"), "--output", at("b.tar"), at("b.age")]);
      assertEquals(await Deno.readFile(at("b.tar")), await bundleOf());
      await runTool("age", ["--recipient", recipient, "--output", at("again.age"), at("b.tar")]);
      const bundle = await bundles.open(at("again.age"), { ...PLAIN, identities: [at("identity.txt")] });
      assertEquals(bundle.encrypted, true);
      bundle.close();
    }),
});
