/** Bundles written and read again, by us and by the tools of any host. */
import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { createEncryption } from "../../../commands/host/bundle/encryption.ts";
import { readBundle } from "../../../commands/host/bundle/open_bundle.ts";
import type { Sealing } from "../../../commands/host/bundle/write_bundle.ts";
import { createRunningHash } from "../../../commands/host/files/hashing.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { ACTORS, bundleOf, contentOf, EVENTS, inChunks, OBJECTS, readingOptions } from "../../helpers/bundles.ts";
import { inTemporaryFolder, runTool } from "../../helpers/tools.ts";

const identity = await generateX25519Identity();
const encrypt = await createEncryption([await identityToRecipient(identity)]);

const sealings:
  readonly (readonly [name: string, sealing: Partial<Sealing>, encrypted: boolean, compressed: boolean])[] = [
    ["plain", {}, false, false],
    ["compressed", { gzip: true }, false, true],
    ["encrypted", { encrypt }, true, false],
    ["compressed and encrypted", { gzip: true, encrypt }, true, true],
  ];

for (const [name, sealing, encrypted, compressed] of sealings) {
  for (const length of [1, 100, 1_000_000]) {
    Deno.test(`a bundle that is ${name} reads as it was written, in chunks of ${length} bytes`, () =>
      inTemporaryFolder(async (folder) => {
        const content = contentOf();
        const bytes = await bundleOf(content, sealing);
        const options = readingOptions(folder, { identities: encrypted ? [identity] : [] });
        const bundle = await readBundle(inChunks(bytes, length), options);
        assertEquals(bundle.descriptor, content.descriptor);
        assertEquals([bundle.encrypted, bundle.compressed, bundle.signature], [encrypted, compressed, {
          state: "none",
        }]);
        assertEquals(bundle.digest, { sha256: sha256(bytes), bytes: bytes.length });
        assertEquals(bundle.kinds, ["actor", "object"]);
        assertEquals([...bundle.records("actor")].map(({ value }) => value), [...ACTORS]);
        assertEquals([...bundle.records("object")].map(({ value }) => value), [...OBJECTS]);
        assertEquals([...bundle.records("schema")], []);
        assertEquals(
          [...bundle.events()].map(({ value, number }) => [number, value]),
          EVENTS.map((e, at) => [at + 1, e]),
        );
        bundle.close();
        assertEquals([...Deno.readDirSync(folder)], []);
      }));
  }
}

Deno.test("two readers of the same lines do not get in each other's way", () =>
  inTemporaryFolder(async (folder) => {
    const events = Array.from({ length: 30_000 }, (_, at) => ({ event_id: `evt-${at}`, text: "x".repeat(20) }));
    const bundle = await readBundle(inChunks(await bundleOf(contentOf({}, events))), readingOptions(folder));
    const second = bundle.events()[Symbol.iterator]();
    for (const { number } of bundle.events()) assertEquals(second.next().value?.number, number);
    bundle.close();
  }));

Deno.test("the same content gives the same bytes, and another time others", async () => {
  const content = contentOf();
  const later = { ...content, descriptor: { ...content.descriptor, created_at: "2026-02-03T04:05:07Z" } };
  for (const gzip of [false, true]) {
    assertEquals(await bundleOf(content, { gzip }), await bundleOf(contentOf(), { gzip }));
    assertNotEquals(await bundleOf(content, { gzip }), await bundleOf(later, { gzip }));
  }
});

Deno.test("a bundle of nothing is one", () =>
  inTemporaryFolder(async (folder) => {
    const bundle = await readBundle(inChunks(await bundleOf(contentOf({}, []))), readingOptions(folder));
    assertEquals([bundle.kinds, [...bundle.events()]], [[], []]);
    bundle.close();
  }));

Deno.test("a bundle is not written where a source changes between the two times that it is read", async () => {
  let times = 0;
  const changing = { open: () => [new TextEncoder().encode(`{"n":${++times}}\n`)] };
  const error = await assertRejects(() => bundleOf({ ...contentOf({}, []), journal: changing }), CliError);
  assertEquals(error.exit, "io");
  const packed = await assertRejects(
    () => bundleOf({ ...contentOf({}, []), journal: changing }, { gzip: true }),
    CliError,
  );
  assertEquals(packed.message, error.message);
});

const ORDER = [
  "bagit.txt",
  "bag-info.txt",
  "manifest-sha256.txt",
  "data/bundle.json",
  "data/records/actor.ndjson",
  "data/records/object.ndjson",
  "data/journal.ndjson",
  "tagmanifest-sha256.txt",
];

Deno.test("tar lists a bundle in its order and unpacks it, and sha256sum finds it sound", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "b.tar.gz");
    await Deno.writeFile(file, await bundleOf(contentOf(), { gzip: true }));
    const listed = await runTool("tar", ["--list", "--verbose", "--utc", "--full-time", "--file", file]);
    assertEquals(
      listed.split("\n").filter((line) => line !== "").map((line) => line.split(/ +/)),
      ORDER.map((path, at) => {
        const bytes = listed.split("\n")[at]?.split(/ +/)[2];
        return ["-rw-r--r--", "0/0", bytes, "2026-02-03", "04:05:06", path];
      }),
    );
    const out = join(folder, "out");
    await Deno.mkdir(out);
    await runTool("tar", ["--extract", "--file", file], out);
    assertEquals(
      await runTool("sha256sum", ["--check", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"], out),
      [...ORDER.slice(3, 7), ...ORDER.slice(0, 3)].map((path) => `${path}: OK\n`).join(""),
    );
  }));

Deno.test("tar makes the same bytes of the same members, and more zeros at the end", () =>
  inTemporaryFolder(async (folder) => {
    const bundle = await bundleOf();
    await Deno.writeFile(join(folder, "b.tar"), bundle);
    await runTool("tar", ["--extract", "--file", "b.tar"], folder);
    const owner = ["--owner=0", "--group=0", "--numeric-owner", "--mode=0644", "--mtime=2026-02-03T04:05:06Z"];
    await runTool("tar", ["--create", "--format=ustar", ...owner, "--file", "again.tar", ...ORDER], folder);
    const made = await Deno.readFile(join(folder, "again.tar"));
    assertEquals(made.subarray(0, bundle.length), bundle);
    assertEquals(made.subarray(bundle.length).every((byte) => byte === 0), true);
  }));

for (const format of ["ustar", "gnu"]) {
  Deno.test(`a bundle that was packed again by tar as ${format} reads as before`, () =>
    inTemporaryFolder(async (folder) => {
      const content = contentOf();
      await Deno.writeFile(join(folder, "b.tar"), await bundleOf(content));
      await runTool("tar", ["--extract", "--file", "b.tar"], folder);
      await runTool("tar", ["--create", `--format=${format}`, "--file", "again.tar", ...ORDER], folder);
      const packed = await Deno.readFile(join(folder, "again.tar"));
      const bundle = await readBundle(inChunks(packed), readingOptions(folder));
      assertEquals(bundle.descriptor, content.descriptor);
      bundle.close();
    }));
}

function sha256(bytes: Uint8Array): string {
  const hash = createRunningHash();
  hash.update(bytes);
  return hash.digest();
}
