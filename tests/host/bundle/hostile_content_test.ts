/** Bundles of sound archives whose content lies: each is refused with its own words. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { BundleContent } from "../../../commands/host/types/bundle.ts";
import { readBundle } from "../../../commands/host/bundle/open_bundle.ts";
import { BUNDLE_LIMITS, type BundleLimits } from "../../../lib/bundle/limits.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { bundleOf, contentOf, DESCRIPTOR, inChunks, readingOptions } from "../../helpers/bundles.ts";
import {
  assertRefused,
  descriptorWith,
  EVENTS_PATH,
  OBJECTS_PATH,
  replaced,
  rewritten,
} from "../../helpers/damaged_bundles.ts";
import { packTar, textEntry, unpackTar } from "../../helpers/tars.ts";
import { inTemporaryFolder } from "../../helpers/tools.ts";

Deno.test("a bundle over a limit is refused by what it says of itself, before its lines are read", async () => {
  const limits = (changes: Partial<BundleLimits>) => ({ limits: { ...BUNDLE_LIMITS, ...changes } });
  const bytes = await bundleOf();
  // The lines behind the descriptor are cut off: nobody gets so far.
  const start = bytes.slice(0, 6 * 1024);
  await assertRefused(start, "it holds 3 records, more than the limit of 2", limits({ records: 2 }));
  await assertRefused(start, "it holds 2 events, more than the limit of 1", limits({ events: 1 }));
});

type Case = readonly [name: string, bytes: Uint8Array, reason: string];

const cases: readonly Case[] = [
  [
    "of an older BagIt",
    rewritten("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
    'its member "bagit.txt" is not that of BagIt 1.0',
  ],
  [
    "that says another size",
    replaced("bag-info.txt", textEntry("bag-info.txt", "Bagging-Date: 2026-02-03\nPayload-Oxum: 1.1\n")),
    'its member "bag-info.txt" does not have the SHA-256 that "tagmanifest-sha256.txt" gives',
  ],
  [
    "whose descriptor is no JSON",
    rewritten("data/bundle.json", "{"),
    'its member "data/bundle.json": Unexpected character at line 1, column 2',
  ],
  [
    "whose descriptor is too deep",
    rewritten("data/bundle.json", "[".repeat(100_000)),
    'its member "data/bundle.json": Nested deeper than 900 levels',
  ],
  [
    "whose descriptor is not UTF-8",
    replaced("data/bundle.json", { path: "data/bundle.json", content: Uint8Array.of(0xff) }),
    'its member "data/bundle.json": it is not UTF-8 text',
  ],
  [
    "of no format",
    descriptorWith({ format: undefined }),
    'its member "data/bundle.json": its format is "", not "sourceos.bundle/v1"',
  ],
  [
    "of another format",
    descriptorWith({ format: "other/v1" }),
    'its member "data/bundle.json": its format is "other/v1", not "sourceos.bundle/v1"',
  ],
  [
    "with a target whose id is a path",
    descriptorWith({ target: { kind: "object", id: "../x" } }),
    'its member "data/bundle.json": it names an id that no bundle may hold: it holds a path separator',
  ],
  [
    "with a target of another kind",
    descriptorWith({ target: { kind: "device", id: "d" } }),
    'its member "data/bundle.json": its field "target.kind" does not keep the format',
  ],
  [
    "with a huge generation",
    rewritten(
      "data/bundle.json",
      JSON.stringify(DESCRIPTOR).replace('_generation":3', `_generation":1${"0".repeat(400)}`),
    ),
    'its member "data/bundle.json": its field "active_generation" does not keep the format',
  ],
  [
    "made on no day",
    descriptorWith({ created_at: "2026-02-30T00:00:00Z" }),
    'its member "data/bundle.json": its field "created_at" names no moment',
  ],
  [
    "with too few records",
    descriptorWith({ counts: { records: { object: 3, actor: 1 }, events: 2 } }),
    'it does not hold as many records and events as its member "data/bundle.json" says',
  ],
  [
    "with too many events",
    descriptorWith({ counts: { records: { object: 2, actor: 1 }, events: 1 } }),
    'it does not hold as many records and events as its member "data/bundle.json" says',
  ],
  [
    "with records of a kind that it does not say",
    descriptorWith({ counts: { records: { object: 2, ["__proto__"]: 1 }, events: 2 } }),
    'it does not hold as many records and events as its member "data/bundle.json" says',
  ],
  ["with an empty line", rewritten(EVENTS_PATH, "{}\n\n"), `line 2 of its member "${EVENTS_PATH}" is empty`],
  [
    "with a line without an end",
    rewritten(EVENTS_PATH, "{}\n{}"),
    `the last line of its member "${EVENTS_PATH}" has no end`,
  ],
  ["with an empty list of records", rewritten(OBJECTS_PATH, ""), `its member "${OBJECTS_PATH}" is empty`],
];

for (const [name, bytes, reason] of cases) {
  Deno.test(`a bundle ${name} is refused`, () => assertRefused(bytes, reason));
}

Deno.test("a bundle of a later format is refused as such, whatever else it has", () =>
  inTemporaryFolder(async (folder) => {
    const later = descriptorWith({ format: "sourceos.bundle/v2", counts: "other" });
    const bytes = packTar(
      unpackTar(later).flatMap((entry) =>
        entry.path === EVENTS_PATH ? [textEntry("data/blobs.bin", "x"), entry] : [entry]
      ),
    );
    const error = await assertRejects(() => readBundle(inChunks(bytes), readingOptions(folder)), CliError);
    assertEquals([error.exit, error.hint], ["too_new", "Use a newer release of this program"]);
  }));

/** Lines that hold together as a bundle, and are found out when they are read. */
const lines: readonly (readonly [name: string, text: string, reason: string])[] = [
  ["no JSON", "{]\n{}\n", "line 1 XX is no JSON object: Unexpected character at line 1, column 2"],
  ["a list", "[]\n{}\n", "line 1 XX is no JSON object: A list instead of an object"],
  [
    "too deep",
    `{"object_id":${"[".repeat(1000)}${"]".repeat(1000)}}\n{}\n`,
    "line 1 XX is no JSON object: Nested deeper than 900 levels",
  ],
  ["without an id", '{"a":1}\n{}\n', 'line 1 XX has no "object_id"'],
  ["with an id that is no text", '{"object_id":1}\n{}\n', 'line 1 XX has no "object_id"'],
  ["with an id of its prototype", '{"__proto__":{"object_id":"a"}}\n{}\n', 'line 1 XX has no "object_id"'],
  ["with an empty id", '{"object_id":""}\n{}\n', 'line 1 XX has no "object_id"'],
  [
    "with a key twice",
    '{"object_id":"a","object_id":"b"}\n{}\n',
    "line 1 XX is not in the one form that a value has in a bundle",
  ],
  [
    "with keys out of order",
    '{"object_id":"a","a":1}\n{}\n',
    "line 1 XX is not in the one form that a value has in a bundle",
  ],
  ["with spaces", '{"object_id": "a"}\n{}\n', "line 1 XX is not in the one form that a value has in a bundle"],
  ["with NaN", '{"a":NaN,"object_id":"a"}\n{}\n', "line 1 XX is not in the one form that a value has in a bundle"],
  [
    "with a number beyond all",
    '{"a":1e999,"object_id":"a"}\n{}\n',
    "line 1 XX is not in the one form that a value has in a bundle",
  ],
  [
    "with a byte order mark",
    '\ufeff{"object_id":"a"}\n{}\n',
    "line 1 XX is not in the one form that a value has in a bundle",
  ],
  ["with one id twice", '{"object_id":"a"}\n{"object_id":"a"}\n', "line 2 XX has the id of the line before"],
  ["out of order", '{"object_id":"b"}\n{"object_id":"a"}\n', "line 2 XX is out of order"],
];

for (const [name, text, reason] of lines) {
  Deno.test(`a record ${name} is refused when it is read`, () =>
    inTemporaryFolder(async (folder) => {
      const bundle = await readBundle(inChunks(rewritten(OBJECTS_PATH, text)), readingOptions(folder));
      const { exit, message } = await assertRejects(
        () => Promise.resolve().then(() => [...bundle.records("object")]),
        CliError,
      );
      const wanted = reason.replace("XX", `of its member "${OBJECTS_PATH}"`);
      assertEquals([exit, message], ["bad_input", `Cannot read bundle "b.tar": ${wanted}`]);
      bundle.close();
    }));
}

for (const id of ["../../etc/passwd", "a\0b", "a\nb", "object/alpha", "a\\b", "a..b", "\u202eb", "\ud800"]) {
  Deno.test(`a bundle with the id ${JSON.stringify(id)} is refused where it is read, whoever has it`, () =>
    inTemporaryFolder(async (folder) => {
      const read = async (content: BundleContent) =>
        await readBundle(inChunks(await bundleOf(content)), readingOptions(folder));
      const ofRecord = await read(contentOf({ object: [{ object_id: id }] }));
      assertEquals(assertThrows(() => [...ofRecord.records("object")], CliError).exit, "bad_input");
      const ofEvent = await read(contentOf({}, [{ event_id: "evt-00000001", object_id: id }]));
      assertEquals(assertThrows(() => [...ofEvent.events()], CliError).exit, "bad_input");
      ofRecord.close();
      ofEvent.close();
    }));
}

for (const id of ["оbject:alpha", "object:Zoë’s diary"]) {
  Deno.test(`a record with the id ${JSON.stringify(id)} is handed on as it is`, () =>
    inTemporaryFolder(async (folder) => {
      const content = contentOf({ object: [{ object_id: id }] });
      const bundle = await readBundle(inChunks(await bundleOf(content)), readingOptions(folder));
      assertEquals([...bundle.records("object")].map(({ value }) => value), [{ object_id: id }]);
      bundle.close();
    }));
}
