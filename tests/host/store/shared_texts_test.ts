import { assertEquals, assertStrictEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { createSharedTexts } from "../../../commands/host/store/shared_texts.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

Deno.test("createSharedTexts() leaves every record as it was", () => {
  const key = fastCheck.constantFrom("id", "record_id", "state", "__proto__", "toString");
  const text = fastCheck.string({ maxLength: 2 });
  const list = fastCheck.array(fastCheck.oneof(text, fastCheck.constant(1)), { maxLength: 2 });
  const value = fastCheck.oneof(text, list, fastCheck.constantFrom(null, 1, { b: "c" }));
  const record = fastCheck.array(fastCheck.tuple(key, value)).map((fields): JsonObject => Object.fromEntries(fields));
  fastCheck.assert(fastCheck.property(fastCheck.array(record), (records) => {
    const before = JSON.stringify(records);
    const texts = createSharedTexts("id");
    for (const one of records) texts.share(one);
    assertEquals(JSON.stringify(records), before);
  }));
});

Deno.test("createSharedTexts() gives up on fields that hold another text each time", () => {
  const texts = createSharedTexts("id");
  for (let number = 0; number < 1_000; number++) {
    const record = { id: `id-${number}`, record_id: `id-${number}`, state: "active" };
    texts.share(record);
    assertEquals(record, { id: `id-${number}`, record_id: `id-${number}`, state: "active" });
  }
});

Deno.test("createSharedTexts() keeps one list for all with the same single text", () => {
  const texts = createSharedTexts("id");
  const one = { tags: ["a"] };
  const other = { tags: ["a"] };
  const third = { tags: ["b"] };
  for (const record of [one, other, third]) texts.share(record);
  assertStrictEquals(one.tags, other.tags);
  assertEquals(third, { tags: ["b"] });
});
