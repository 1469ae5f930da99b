import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import {
  cacheHeader,
  cacheLine,
  isUnsettled,
  openRecordCache,
  readRecordCache,
  recordCacheLines,
  stampOf,
} from "../../../lib/derived/record_cache.ts";
import { fileEntry } from "../../helpers/snapshots.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

const AT = new Date("2026-05-05T02:42:39.500Z");
const HEADER = cacheHeader(AT);
const STAMP = "7 120 1777948959000 1777948959001";

/** Read in pieces of so many bytes. */
function open(text: string | Uint8Array, piece = 1 << 16) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  let at = 0;
  return openRecordCache(() => at >= bytes.length ? null : bytes.subarray(at, at += piece));
}

const RECORDS: readonly (readonly [path: string, record: JsonObject])[] = [
  ["conflicts/conflict_a.json", { conflict_id: "conflict:a" }],
  ["objects/object_a.json", { object_id: "object:a", "9": 1, list: [1.5, null, true], big: 12345678901234567890n }],
  ["objects/object_b.json", { object_id: "object:b", text: 'tea \u00e9 "\n' }],
  ["profiles/profile_a.json", {}],
];
const TEXT = HEADER + RECORDS.map(([path, record]) => cacheLine(path, STAMP, record)).join("");

for (const piece of [1, 7, 1 << 16]) {
  Deno.test(`openRecordCache() gives back every record that was written, in pieces of ${piece} bytes`, () => {
    const cache = open(TEXT, piece);
    assertEquals(cache?.asOf, "2026-05-05T02:42:39Z");
    assertEquals(RECORDS.map(([path]) => cache?.find(path, STAMP)), RECORDS.map(([, record]) => record));
  });
}

const lookups: readonly [name: string, asked: readonly (readonly [path: string, stamp: string])[], number][] = [
  ["nothing of a file in another state", RECORDS.map(([path]) => [path, "7 120 1777948959000 1777948959002"]), 0],
  ["nothing of a file that is not listed", [["objects/object_aa.json", STAMP]], 0],
  ["what follows one that is not listed", [["objects/object_aa.json", STAMP], ["objects/object_b.json", STAMP]], 1],
  ["what follows one that was passed over", [["objects/object_b.json", STAMP], ["profiles/profile_a.json", STAMP]], 2],
  ["nothing that lies before", [["profiles/profile_a.json", STAMP], ["objects/object_a.json", STAMP]], 1],
];
for (const [name, asked, count] of lookups) {
  Deno.test(`openRecordCache() finds ${name}`, () => {
    const cache = open(TEXT);
    assertEquals(asked.filter(([path, stamp]) => (cache?.find(path, stamp) ?? null) !== null).length, count);
  });
}

const LINE = cacheLine("objects/object_a.json", STAMP, { object_id: "object:a" });
const unreadable: readonly [name: string, text: string][] = [
  ["empty", ""],
  ["without a header", LINE],
  ["of a newer version", HEADER.replace("/v1", "/v2") + LINE],
  ["without its time", `{"schema":"sourceos.cli.record-cache/v1"}\n${LINE}`],
  ["of a time that is none", HEADER.replace("2026-05-05", "2026-13-05") + LINE],
  ["whose header is no object", `[]\n${LINE}`],
  ["whose header is cut off", HEADER.slice(0, -1)],
];
for (const [name, text] of unreadable) {
  Deno.test(`openRecordCache() is null for one ${name}`, () => assertEquals(open(text), null));
}

const skipped: readonly [name: string, line: string][] = [
  ["an empty one", "\n"],
  ["no JSON", "x\n"],
  ["an object", '{"path":"objects/object_a.json"}\n'],
  ["one of two values", `["objects/object_a.json","${STAMP}"]\n`],
  ["one of four values", LINE.replace("}]", "},1]")],
  ["one without a path", LINE.replace('"objects/object_a.json"', "1")],
  ["one without a state", LINE.replace(`"${STAMP}"`, "7")],
  ["one whose record is a list", LINE.replace(/\{.*\}/, "[]")],
  ["one whose record says NaN", LINE.replace('"object:a"', "NaN")],
  ["one that lies in no registry", LINE.replace("objects/", "elsewhere/")],
  ["one that is no path", LINE.replace("objects/object_a.json", "")],
];
for (const [name, line] of skipped) {
  Deno.test(`openRecordCache() passes over a line that is ${name}`, () => {
    const cache = open(HEADER + line + cacheLine("objects/object_b.json", STAMP, { object_id: "object:b" }));
    assertEquals(
      ["objects/object_a.json", "objects/object_b.json"].map((path) => cache?.find(path, STAMP) ?? null),
      [null, { object_id: "object:b" }],
    );
  });
}

const DATE = new Date(1_000);
const states: readonly [name: string, Parameters<typeof stampOf>[0], string | null][] = [
  ["everything told", { inode: 7, bytes: 1, modified: DATE, changed: AT }, `7 1 1000 ${AT.getTime()}`],
  ["no inode", { inode: null, bytes: 1, modified: DATE, changed: DATE }, null],
  ["no time of writing", { inode: 7, bytes: 1, modified: null, changed: DATE }, null],
  ["no time of the last change", { inode: 7, bytes: 1, modified: DATE, changed: null }, null],
];
for (const [name, state, stamp] of states) {
  Deno.test(`stampOf() with ${name}`, () => assertEquals(stampOf(state), stamp));
}

const ages: readonly [name: string, modified: number | null, changed: number | null, boolean][] = [
  ["three seconds old", 7_000, 7_000, false],
  ["younger", 7_000, 7_001, true],
  ["written a moment ago", 7_001, 1_000, true],
  ["of a clock that is ahead", 20_000, 1_000, true],
  ["of no known time", null, null, true],
];
for (const [name, modified, changed, isYoung] of ages) {
  Deno.test(`isUnsettled() for a file ${name}`, () => {
    const date = (time: number | null) => time === null ? null : new Date(time);
    const state = { inode: 7, bytes: 1, modified: date(modified), changed: date(changed) };
    assertEquals(isUnsettled(state, new Date(10_000)), isYoung);
  });
}

Deno.test("openRecordCache() never throws, and keeps to the lines that nobody touched", () => {
  const bytes = new TextEncoder().encode(TEXT);
  const touch = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
  const property = fc.property(
    fc.array(touch, { minLength: 1, maxLength: 4 }),
    fc.nat(bytes.length),
    (touches, end) => {
      const changed = bytes.slice(0, end);
      for (const { at, byte } of touches) if (at < end) changed[at] = byte;
      const cache = open(changed);
      const lines = new Set(new TextDecoder().decode(changed).split("\n").map((line) => `${line}\n`));
      for (const [path, record] of cache === null ? [] : RECORDS) {
        const found = cache?.find(path, STAMP) ?? null;
        if (found !== null && lines.has(cacheLine(path, STAMP, record))) assertEquals(found, record);
      }
    },
  );
  fc.assert(property, { numRuns: 2_000 });
});

const entry = (kind: RecordKind, path: string, record: JsonObject | null, oddities: string[] = []) => ({
  kind,
  file: fileEntry(path),
  oddities,
  record,
});
const READ = [
  entry("object", "objects/object_a.json", { object_id: "object:a" }),
  entry("object", "objects/object_b.json", { object_id: "object:b" }, ["a byte order mark"]),
  entry("object", "objects/object_c.json", null),
  entry("object", "objects/object_d.json", { object_id: "object:d" }),
  entry("conflict", "conflicts/conflict_a.json", { conflict_id: "conflict:a" }),
];
const STATES = {
  asOf: AT,
  stamps: new Map(READ.map(({ file: { path } }) => [path, STAMP] as const).filter(([path]) => !path.includes("_d"))),
};

Deno.test("recordCacheLines() lists what was read plainly and in a known state, whoever names others first", () => {
  assertEquals([...recordCacheLines(READ, STATES)], [
    HEADER,
    cacheLine("conflicts/conflict_a.json", STAMP, { conflict_id: "conflict:a" }),
    cacheLine("objects/object_a.json", STAMP, { object_id: "object:a" }),
  ]);
});

Deno.test("readRecordCache() tells what the cache of the same records tells, in any order", () => {
  const byPath = new Map(READ.map((one) => [one.file.path, one]));
  const read = readRecordCache((path) => byPath.get(path) ?? null, STATES);
  const written = () => open([...recordCacheLines(READ, STATES)].join(""));
  assertEquals(read.asOf, written()?.asOf);
  for (const path of [...byPath.keys(), "objects/other.json"]) {
    assertEquals(read.find(path, STAMP), written()?.find(path, STAMP));
    assertEquals(read.find(path, `${STAMP}0`), null);
  }
});
