import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { auditTime, createAuditReading, createTellingReader } from "../../../lib/content_sync/audit.ts";

function read(text: string | Uint8Array, cutAt: readonly number[] = []) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const reading = createAuditReading();
  const cuts = [0, ...cutAt.map((place) => Math.min(place, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  cuts.forEach((start, index) => reading.add(bytes.subarray(start, cuts[index + 1] ?? bytes.length)));
  return reading.finish();
}

Deno.test("createAuditReading() counts lines, and names those that are no objects", () => {
  assertEquals(read('{"at": "x"}\n\n[]\n{"to'), {
    lines: 3,
    bad: 2,
    bad_lines: [{ line: 3, reason: "A list instead of an object" }, {
      line: 4,
      reason: "Ends too early at line 1, column 5",
    }],
    endsTorn: true,
  });
  assertEquals(read(Uint8Array.of(0xff, 0x7b, 0x0a)).bad_lines, [{ line: 1, reason: "it is not UTF-8 text" }]);
  assertEquals(read(""), { lines: 0, bad: 0, bad_lines: [], endsTorn: false });
});

Deno.test("createAuditReading() keeps the first bad lines, and counts all", () => {
  const { bad, bad_lines: kept } = read("?\n".repeat(50));
  assertEquals([bad, kept.length, kept.at(-1)?.line], [50, 20, 20]);
});

Deno.test("createAuditReading() reads the same however the bytes are cut", () => {
  const line = fc.constantFrom('{"action": "queued"}\n', "\n", "?\n", '{"é": 1}\n', '{"torn');
  fc.assert(fc.property(fc.array(line), fc.array(fc.nat(120)), (lines, cuts) => {
    assertEquals(read(lines.join(""), cuts), read(lines.join("")));
  }));
});

function told(text: string, keys: readonly string[], cut = text.length): readonly string[] {
  const reader = createTellingReader(new Set(keys));
  const bytes = new TextEncoder().encode(text);
  reader.add(bytes.slice(0, cut));
  reader.add(bytes.slice(cut));
  return [...reader.told];
}

Deno.test("createTellingReader() finds the keys of which a whole line tells anything but that they were there", () => {
  const text = [
    '{"action": "queued", "idempotency_key": "a"}',
    '{"action": "deduped", "idempotency_key": "b"}',
    '{"idempotency_key": "c"}',
    '{"action": "dispatched", "idempotency_key": "d"}',
    '{"action": "dispatched", "idempotency_key": 5}',
    "no json",
    "[]",
    '{"action": "dispatched", "idempotency_key": "e"}',
  ].join("\n");
  for (const cut of [0, 20, 60, text.length]) assertEquals(told(text, ["a", "b", "c", "e"], cut), ["a", "c"]);
  assertEquals(told(text, []), []);
});

Deno.test("auditTime() is that of the first line, however the text ends", () => {
  const time = (text: string) => auditTime(new TextEncoder().encode(text));
  assertEquals(time('{"at": "2026-01-01T00:00:00Z"}\n{"at": "2027-01-01T00:00:00Z"}\n'), "2026-01-01T00:00:00Z");
  assertEquals(time('{"at": "2026-01-01T00:00:00Z"}'), "2026-01-01T00:00:00Z");
  assertEquals(["", "\n{}", "{}\n", '{"at": 5}\n', '{"at": "2026', "[]\n"].map(time), Array(6).fill(null));
  assertEquals(auditTime(Uint8Array.of(0xff, 0x0a)), null);
});
