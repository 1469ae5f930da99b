import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import type { JournalEvent } from "../../../lib/journal/event.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { createJournalSearch, type FoundEvents, type SearchRole } from "../../../lib/journal/search.ts";
import { encode, sampleEvent } from "./sample.ts";

interface Question {
  readonly role: SearchRole;
  readonly id: string;
  readonly newest?: number;
  readonly chunkBytes?: number;
  readonly maxLineBytes?: number;
}

function searchBytes(bytes: Uint8Array, { chunkBytes, newest = 3, ...question }: Question): FoundEvents {
  const search = createJournalSearch({ ...question, newest });
  const step = chunkBytes ?? Math.max(bytes.length, 1);
  // One buffer, filled again for each chunk, as the host does it.
  const buffer = new Uint8Array(step);
  for (let start = 0; start < bytes.length; start += step) {
    const chunk = bytes.subarray(start, start + step);
    buffer.set(chunk);
    search.add(buffer.subarray(0, chunk.length));
  }
  return search.finish();
}

/** The same answer by way of the fold, which reads every line. */
function foldEvery(bytes: Uint8Array, { role, id, newest = 3, maxLineBytes }: Question): FoundEvents {
  const events: JournalEvent[] = [];
  const fold = createJournalFold({
    ...(maxLineBytes === undefined ? {} : { maxLineBytes }),
    onEvent: (event) => void (event[FIELDS[role]] === id && events.push(event)),
  });
  fold.add(bytes);
  const { summary } = fold.finish({ state: "present", error: null, sha256: null });
  return {
    total: events.length,
    head: role === "object" ? summary.objects.find((head) => head.object_id === id) ?? null : null,
    first: events[0] ?? null,
    newest: newest === 0 ? [] : events.slice(-newest),
    bytes: bytes.length,
  };
}

const IDS = [
  "object:alpha",
  "object:alp",
  'quote:"',
  "back\\slash",
  "a/b",
  "café",
  "日本",
  "\u{1f600}",
  "tab\there",
  "nul\0",
  "\u2028",
  "\ud800",
  "\x7f",
];

/** A string as JSON, with some of its characters escaped that need not be. */
const spelling = (id: string) =>
  fastCheck.array(fastCheck.constantFrom("plain", "lower", "upper", "short"), {
    minLength: id.length,
    maxLength: id.length,
  }).map((ways) =>
    `"${
      [...Array(id.length).keys()].map((index) => {
        const hex = id.charCodeAt(index).toString(16).padStart(4, "0");
        if (ways[index] === "lower") return `\\u${hex}`;
        if (ways[index] === "upper") return `\\u${hex.toUpperCase()}`;
        if (ways[index] === "short" && id[index] === "/") return "\\/";
        return null;
      }).reduce((text, escaped, index) => {
        // A pair of surrogates is one character in UTF-8: both halves are written the same way.
        const isPair = /[\ud800-\udbff]/.test(id.charAt(index)) && index + 1 < id.length;
        const isSecond = /[\udc00-\udfff]/.test(id.charAt(index));
        if (isSecond) return text;
        if (isPair) {
          const pair = id.slice(index, index + 2);
          return text + (escaped === null ? pair : [...pair].map(escapeAll).join(""));
        }
        return text + (escaped ?? JSON.stringify(id[index]).slice(1, -1));
      }, "")
    }"`
  );

function escapeAll(text: string): string {
  return [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

const FIELDS = { object: "object_id", producer: "producer", event: "event_id" } as const;

function eventLine(id: string, field: string): fastCheck.Arbitrary<string> {
  return fastCheck.tuple(
    spelling(id),
    fastCheck.constantFrom("add", "update", "delete", "policy"),
    fastCheck.constantFrom("\n", "\r\n", "\n \n", ""),
  ).map(([text, type, end]) =>
    sampleEvent(7, { event_type: type, [field]: "REPLACED" }).replace('"REPLACED"', () => text) + end
  );
}

/** Journals in which the id stands where it is looked for, elsewhere, and among noise. */
function journalWith(id: string, role: SearchRole): fastCheck.Arbitrary<Uint8Array> {
  const fragment = fastCheck.oneof(
    { weight: 4, arbitrary: eventLine(id, FIELDS[role]) },
    eventLine(id, "note"),
    fastCheck.constantFrom(...IDS).chain((other) => eventLine(other, FIELDS[role])),
    fastCheck.constantFrom("\n", "{", '"object:alpha"', "\ufeff", "NaN", '{"a":"\\u006f\\/"}\n', "\\u", "\\u00"),
  );
  return fastCheck.tuple(
    fastCheck.array(fragment, { maxLength: 15 }),
    fastCheck.uint8Array({ maxLength: 3 }),
    fastCheck.array(fragment, { maxLength: 5 }),
  ).map(([before, noise, after]) => Uint8Array.from([...encode(before.join("")), ...noise, ...encode(after.join(""))]));
}

const asked = fastCheck.tuple(
  fastCheck.constantFrom<SearchRole>("object", "producer", "event"),
  fastCheck.constantFrom(...IDS),
).chain(([role, id]) =>
  fastCheck.record({ role: fastCheck.constant(role), id: fastCheck.constant(id), bytes: journalWith(id, role) })
);

Deno.test("createJournalSearch() finds what the fold finds, however ids are written and bytes are cut", () => {
  let found = 0;
  fastCheck.assert(
    fastCheck.property(
      asked,
      fastCheck.integer({ min: 1, max: 300 }),
      fastCheck.integer({ min: 0, max: 4 }),
      fastCheck.option(fastCheck.integer({ min: 200, max: 400 }), { nil: undefined }),
      ({ bytes, role, id }, chunkBytes, newest, maxLineBytes) => {
        const question = { role, id, newest, ...(maxLineBytes === undefined ? {} : { maxLineBytes }) };
        const expected = foldEvery(bytes, question);
        assertEquals(searchBytes(bytes, { ...question, chunkBytes }), expected);
        found += expected.total;
      },
    ),
    { numRuns: 1_000 },
  );
  assertEquals(found > 500, true);
});

const line = (patch: Readonly<Record<string, unknown>>) => sampleEvent(1, patch);

const CASES: readonly { readonly name: string; readonly journal: string; readonly question: Question }[] = [
  { name: "nothing in an empty journal", journal: "", question: { role: "object", id: "object:alpha" } },
  {
    name: "an id at the border of two blocks",
    journal: `${line({ payload: { text: "x".repeat(300_000) } })}\n${line({})}\n${line({ object_id: "b" })}\n`,
    question: { role: "object", id: "object:alpha", chunkBytes: 262_144 },
  },
  {
    name: "lines behind a line that is longer than the limit",
    journal: `${line({ payload: { text: "x".repeat(2_000) } })}\n${line({})}\n`,
    question: { role: "object", id: "object:alpha", maxLineBytes: 1_000 },
  },
  {
    name: "no event in a line that is torn, one in a line that only lacks its newline",
    journal: `${line({})}\n${line({})}`,
    question: { role: "producer", id: "actor:one" },
  },
  {
    name: "an id that another field or a longer id holds too",
    journal: `${line({ object_id: "object:alphabet", payload: { was: "object:alpha" } })}\n${line({})}\n`,
    question: { role: "object", id: "object:alpha" },
  },
  {
    name: "the last of two fields with one name",
    journal: `${line({}).replace("{", '{"object_id":"object:other",')}\n`,
    question: { role: "object", id: "object:other" },
  },
];

for (const { name, journal, question } of CASES) {
  Deno.test(`createJournalSearch() finds ${name}`, () => {
    assertEquals(searchBytes(encode(journal), question), foldEvery(encode(journal), question));
  });
}

Deno.test("createJournalSearch() keeps the newest events in the order of the journal", () => {
  const ordinals = [1, 2, 3, 4, 5];
  const bytes = encode(ordinals.map((ordinal) => `${sampleEvent(ordinal)}\n`).join(""));
  const { total, first, newest } = searchBytes(bytes, { role: "object", id: "object:alpha", newest: 3 });
  assertEquals(
    { total, first: first?.event_id, newest: newest.map((event) => [event.event_id, event.line]) },
    {
      total: 5,
      first: "evt-00000001",
      newest: [["evt-00000003", 3], ["evt-00000004", 4], ["evt-00000005", 5]],
    },
  );
});
