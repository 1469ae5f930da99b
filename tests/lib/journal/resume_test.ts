import { assert, assertEquals } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import fastCheck from "../../helpers/properties.ts";
import { createJournalFold, type FoldedPrefix, resumeJournalFold } from "../../../lib/journal/fold.ts";
import { knownLanes } from "../../../lib/journal/lanes.ts";
import { formatEventId } from "../../../lib/journal/ordinals.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { FoldState } from "../../../lib/model/fold_state.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";
import { anyBytes } from "./any_journal.ts";
import { encode, foldBytes, sampleEvent } from "./sample.ts";

const ENDING = { state: "present", error: null, sha256: null } as const;
const LANES = ["ä", "__proto__"];

/** The prefix as it comes back from the disk. */
function foldPrefix(bytes: Uint8Array): FoldedPrefix {
  const fold = createJournalFold({ lanes: LANES });
  fold.add(bytes);
  const state: unknown = JSON.parse(stringifyJson(fold.state()));
  assert(Value.Check(FoldState, state));
  const { summary } = fold.finish(ENDING);
  return { bytes: summary.bytes, events: summary.events, state, objects: summary.objects, actors: summary.actors };
}

function resumed(bytes: Uint8Array, cut: number): JournalSummary {
  const fold = resumeJournalFold(foldPrefix(bytes.subarray(0, cut)), { lanes: LANES });
  fold.add(bytes.subarray(cut));
  return fold.finish(ENDING).summary;
}

/** The places behind each newline, and the start. */
function lineStarts(bytes: Uint8Array): readonly number[] {
  return [0, ...[...bytes].flatMap((byte, index) => byte === 0x0a ? [index + 1] : [])];
}

const manyIds = fastCheck.array(
  fastCheck.record({
    ordinal: fastCheck.integer({ min: 1, max: 40 }),
    patch: fastCheck.constantFrom<Readonly<Record<string, unknown>>>(
      {},
      { lane: "__proto__", object_id: "__proto__", producer: "__proto__", event_type: "__proto__" },
      { lane: "ä" },
      { lane: "nowhere", applied: false },
      { object_id: null, created_at: "2027-01-01T00:00:00Z" },
      { event_type: "delete", object_id: "object:beta" },
      { created_at: "yesterday", schema: "other" },
      { event_id: "evt-x" },
      { payload: { content_hash: "sha256:5a" } },
      { payload: { import: { bundle_sha256: "5a", events: 2 } } },
      { created_at: "2025-01-01T00:00:00Z", payload: { content_hash: "sha256:a5" } },
    ),
  }),
  { maxLength: 40 },
).map((events) =>
  encode(
    events.map(({ ordinal, patch }) => `${sampleEvent(ordinal, { event_id: formatEventId(ordinal), ...patch })}\n`)
      .join(""),
  )
);

Deno.test("resumeJournalFold() behind any line gives the summary of the whole", () => {
  let inTheMiddle = 0;
  fastCheck.assert(
    fastCheck.property(fastCheck.oneof(anyBytes, manyIds), fastCheck.nat(), (bytes, seed) => {
      const starts = lineStarts(bytes);
      const cut = starts[seed % starts.length] ?? 0;
      const whole = foldBytes(bytes, { lanes: LANES });
      assertEquals(resumed(bytes, cut), { ...whole, bytes_parsed: bytes.length - cut });
      if (cut > 0 && cut < bytes.length) inTheMiddle++;
    }),
    { numRuns: 1_000 },
  );
  assert(inTheMiddle > 300);
});

Deno.test("resumeJournalFold() goes on counting anomalies that are no longer kept", () => {
  const bytes = encode("{\n".repeat(1_500));
  const whole = foldBytes(bytes, { lanes: LANES });
  assertEquals(whole.anomalies.length, 1_000);
  for (const cut of [1_000, 2_000, 2_002, 2_500]) {
    assertEquals(resumed(bytes, cut), { ...whole, bytes_parsed: bytes.length - cut });
  }
});

Deno.test("resumeJournalFold() remembers that it could not keep every gap", () => {
  const text = Array.from({ length: 10_010 }, (_, index) => `${sampleEvent(index * 2 + 2)}\n`).join("");
  const bytes = encode(`${text}${sampleEvent(20_015)}\n${sampleEvent(3)}\n`);
  const whole = foldBytes(bytes, { lanes: LANES });
  const starts = lineStarts(bytes);
  for (const cut of [starts[10_005] ?? 0, starts[10_011] ?? 0]) {
    assertEquals(resumed(bytes, cut), { ...whole, bytes_parsed: bytes.length - cut });
  }
});

Deno.test("JournalFold.state() is null within a line, where nothing can be gone on from", () => {
  const fold = createJournalFold();
  fold.add(encode(`${sampleEvent(1)}\n{`));
  assertEquals(fold.state(), null);
});

Deno.test("knownLanes() names the lanes that the specification does not, each once and sorted", () => {
  assertEquals(knownLanes(["ü", "normal", "b", "ü"]), ["b", "ü"]);
});
