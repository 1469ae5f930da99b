import { assert, assertEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { readEvent } from "../../../lib/journal/event.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { createUsualLineReader } from "../../../lib/journal/usual_line.ts";
import { unpackHeads } from "../../../lib/journal/heads.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import fastCheck from "../../helpers/properties.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { encode } from "./sample.ts";

const reader = createUsualLineReader();

/** An event as the reference daemon writes it, the texts of some fields replaced by others as they stand in JSON. */
function daemonLine(ordinal: number, fields: Readonly<Record<string, string>> = {}): string {
  const event = {
    schema: '"sourceos.journal-event/v1alpha1"',
    event_id: `"evt-${String(ordinal).padStart(8, "0")}"`,
    event_type: '"update"',
    lane: '"normal"',
    object_id: '"object:alpha"',
    producer: '"actor:one"',
    created_at: `"2026-01-01T00:00:${String(ordinal % 60).padStart(2, "0")}Z"`,
    payload: '{"field": "title", "content_hash": "sha256:5a", "revision": 2}',
    applied: "true",
    ...fields,
  };
  return `{${Object.entries(event).map(([name, text]) => `"${name}": ${text}`).join(", ")}}\n`;
}

Deno.test("UsualLineReader.read() gives the event of a line as the daemon writes it", () => {
  const text = `\n${daemonLine(7)}`;
  assertEquals(reader.read(text, 1, { line: 3, offset: 500 }), {
    event: {
      event_id: "evt-00000007",
      event_type: "update",
      lane: "normal",
      object_id: "object:alpha",
      producer: "actor:one",
      created_at: "2026-01-01T00:00:07Z",
      payload: { content_hash: "sha256:5a" },
      applied: true,
      line: 3,
      offset: 500,
    },
    length: text.length - 1,
  });
});

const cases: readonly (readonly [string, string, boolean])[] = [
  ["takes an empty payload", daemonLine(1, { payload: "{}" }), true],
  ["takes a line without spaces", `${JSON.stringify(JSON.parse(daemonLine(1)))}\n`, true],
  ["takes an event that is not applied", daemonLine(1, { applied: "false" }), true],
  ["takes escapes in a payload's value", daemonLine(1, { payload: String.raw`{"title": "\u00e4 \"\\\n"}` }), true],
  ["takes a text that looks like a hash", daemonLine(1, { payload: String.raw`{"a": "\"content_hash\": \"b"}` }), true],
  ["takes numbers that a double holds", daemonLine(1, { payload: '{"a": -0.5, "b": 999999999999999}' }), true],
  ["leaves a number that it may not hold", daemonLine(1, { payload: '{"a": 1234567890123456}' }), false],
  ["leaves an exponent", daemonLine(1, { payload: '{"a": 1e400}' }), false],
  ["leaves a number that is no JSON", daemonLine(1, { payload: '{"a": 01}' }), false],
  ["leaves NaN", daemonLine(1, { payload: '{"a": NaN}' }), false],
  ["leaves a list in the payload", daemonLine(1, { payload: '{"a": []}' }), false],
  ["leaves an object in the payload", daemonLine(1, { payload: '{"import": {}}' }), false],
  ["leaves a payload that is none", daemonLine(1, { payload: "null" }), false],
  ["leaves a trailing comma", daemonLine(1, { payload: '{"a": 1, }' }), false],
  ["leaves two hashes", daemonLine(1, { payload: '{"content_hash": "a", "content_hash": "b"}' }), false],
  ["leaves a hash that is no text", daemonLine(1, { payload: '{"content_hash": null}' }), false],
  ["leaves an escaped key", daemonLine(1, { payload: String.raw`{"content\u005fhash": "a"}` }), false],
  ["leaves an escaped hash", daemonLine(1, { payload: String.raw`{"content_hash": "\u0061"}` }), false],
  ["leaves an escaped id", daemonLine(1, { object_id: String.raw`"\u00e4"` }), false],
  ["leaves an empty id", daemonLine(1, { object_id: '""' }), false],
  ["leaves no object", daemonLine(1, { object_id: "null" }), false],
  ["leaves another schema", daemonLine(1, { schema: '"sourceos.journal-event/v1beta1"' }), false],
  ["leaves a further field", daemonLine(1, { extra: "1" }), false],
  ["leaves what is not ASCII", daemonLine(1, { payload: '{"title": "ä"}' }), false],
  ["leaves a control character", daemonLine(1, { payload: '{"title": "\t"}' }), false],
  ["leaves a carriage return", daemonLine(1).replace("\n", "\r\n"), false],
  ["leaves a line without its newline", daemonLine(1).trimEnd(), false],
  ["leaves a line of more than a block", daemonLine(1, { payload: `{"a": "${"b".repeat(65_536)}"}` }), false],
];

for (const [name, line, expected] of cases) {
  Deno.test(`UsualLineReader.read() ${name}`, () => {
    assertEquals(reader.read(line, 0, { line: 1, offset: 0 }) !== null, expected);
  });
}

/** What stands for a field here and there, as text in JSON. */
const oddFields = {
  event_id: ['"evt-00000001"', '"evt-1"', '"corrupt-line-3"', '""', "7"],
  event_type: ['"add"', '"delete"', '"repair"', '"corrupt"', "null"],
  lane: ['"audit"', '"priority"', '"nowhere"'],
  object_id: ['"object:beta"', '"object-evt-00000003"', '"__proto__"', String.raw`"object:\u00e4"`, "null"],
  producer: ['"actor:two"', '"__proto__"', "{}"],
  created_at: ['"2025-01-01T00:00:00Z"', '"2026-01-01T00:00:59Z"', '"2026-02-30T00:00:00Z"', '"now"'],
  payload: [
    "{}",
    '{"content_hash": ""}',
    `{"content_hash": "sha256:${"0a".repeat(32)}"}`,
    String.raw`{"title": "a \"b\" \\ \ud83d\ude00", "n": -1.5}`,
    '{"content_hash": "a", "content_hash": null}',
    '{"n": 12345678901234567890}',
    '{"import": {"bundle_sha256": "5a", "events": 1}}',
    '{"import": "5a"}',
  ],
  applied: ["false", "1"],
  schema: ['"other"'],
  content_hash: ['"sha256:5a"'],
};

const oddField = fastCheck.constantFrom(
  ...Object.entries(oddFields).flatMap(([name, texts]) => texts.map((text) => ({ [name]: text }))),
);

const line = fastCheck.tuple(fastCheck.option(fastCheck.nat(40), { freq: 8 }), fastCheck.option(oddField, { freq: 2 }));

/** Something put in the place of a few characters, wherever in the journal. */
const edit = fastCheck.record({
  at: fastCheck.nat(1_000_000),
  removed: fastCheck.constantFrom(0, 1, 1, 2, 400),
  inserted: fastCheck.oneof(
    fastCheck.constantFrom("", "", '"', "\\", "\n", "\r", " ", ", ", ": ", "{", "}", "[]", "0", "e9", "NaN", "\x85"),
    fastCheck.constantFrom("\u2028", "ä", "\u{1f600}", "\ud800", "\t", "\\u00e4", '"content_hash": ', '"import": '),
    fastCheck.string({ maxLength: 3 }),
  ),
});

/** Journals as the daemon writes them, with odd lines among the others, and damaged in up to three places. */
const mutatedJournal = fastCheck.tuple(
  fastCheck.array(line, { minLength: 1, maxLength: 12 }),
  fastCheck.array(edit, { maxLength: 3 }),
).map(([lines, edits]) => {
  const whole = lines.map(([ordinal, odd], index) => daemonLine(ordinal ?? index + 1, odd ?? {})).join("");
  return edits.reduce((text, { at, removed, inserted }) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + inserted + text.slice(place + removed);
  }, whole);
});

Deno.test("UsualLineReader.read() takes nothing that parsing reads in another way", () => {
  let taken = 0;
  fastCheck.assert(
    fastCheck.property(mutatedJournal, (journal) => {
      for (const [index, text] of journal.split("\n").entries()) {
        const usual = reader.read(`${text}\n`, 0, { line: index + 1, offset: 9 });
        if (usual === null) continue;
        taken++;
        const result = parseJsonObject(text);
        assert(result.ok);
        const event = readEvent(result.value, index + 1, 9);
        const hash = event?.payload?.["content_hash"];
        assertEquals<unknown>({ ...event, payload: hash === undefined ? {} : { content_hash: hash } }, usual.event);
        assertEquals([result.oddities, usual.length], [[], text.length + 1]);
      }
    }),
    { numRuns: IS_SOAK ? 20_000 : 300 },
  );
  assert(taken > 1_000);
});

/** All that a fold tells, as text; one that hands out every event parses every line. */
function folded(bytes: Uint8Array, options: { readonly onEvent?: () => void }): string {
  const fold = createJournalFold({ ...options, segmentBytes: 700 });
  const segments = [...fold.add(bytes.subarray(0, 1_000)), ...fold.add(bytes.subarray(1_000))];
  const state = fold.state();
  return JSON.stringify([segments, state, fold.finish({ state: "present", error: null, sha256: null })]);
}

/** The heads of objects, handed from one thread to another. */
function handedOver(bytes: Uint8Array): string {
  const fold = createJournalFold();
  fold.add(bytes);
  const { summary, heads } = fold.finishPacked({ state: "present", error: null, sha256: null });
  return JSON.stringify({ ...summary, objects: unpackHeads(heads) });
}

function assertReadAlike(journal: Uint8Array): void {
  const plain = folded(journal, { onEvent: () => {} });
  assertEquals(folded(journal, {}), plain);
  assert(plain.includes(handedOver(journal)), "heads that were packed are the same");
}

Deno.test("createJournalFold() tells the same of a journal whether or not it parses its usual lines", () => {
  fastCheck.assert(
    fastCheck.property(mutatedJournal, (journal) => assertReadAlike(encode(journal))),
    { numRuns: IS_SOAK ? 20_000 : 300 },
  );
});

function journalOf(files: StoreFiles): Uint8Array {
  const file = files.get("journal.jsonl");
  return file?.kind === "file" ? file.bytes : new Uint8Array();
}

Deno.test("createJournalFold() tells the same of every fault, whether or not it parses the usual lines", () => {
  const healthy = generateStore({ seed: 7, events: 200, objects: 60 });
  for (const { name } of FAULTS) assertReadAlike(journalOf(applyFaults(healthy, [name], 7).files));
});
