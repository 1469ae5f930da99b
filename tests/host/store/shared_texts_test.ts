import { assertEquals, assertStrictEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { createSharedTexts, shareWithHeads } from "../../../commands/host/store/shared_texts.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import type { ObjectHead } from "../../../lib/model/journal.ts";
import type { FileEntry } from "../../../lib/model/snapshot.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

const ENTRY = {
  kind: "object",
  state: "ok",
  error: null,
  oddities: [],
} as const;

const FILE: FileEntry = {
  path: "objects/a.json",
  type: "file",
  bytes: 2,
  mode: 0o600,
  uid: 0,
  modified_at: null,
  problem: null,
};

const HEAD: ObjectHead = {
  object_id: "a",
  events: 1,
  deleted: false,
  first_event_id: "evt-00000001",
  last_event_id: "evt-00000001",
  last_event_type: "add",
  last_event_at: "b",
  last_producer: "",
  lane: "normal",
  line: 1,
  offset: 0,
  content_hash: "c",
};

Deno.test("createSharedTexts() and shareWithHeads() leave every record, and what is known of its file, as it was", () => {
  const { idField } = KINDS.object;
  const key = fastCheck.constantFrom(idField, "record_id", "updated_at", "content_hash", "__proto__", "toString");
  const text = fastCheck.oneof(fastCheck.constantFrom("a", "b", "c"), fastCheck.string({ maxLength: 2 }));
  const list = fastCheck.array(fastCheck.oneof(text, fastCheck.constant(1)), { maxLength: 2 });
  const value = fastCheck.oneof(text, list, fastCheck.constantFrom(null, 1, { b: "c" }));
  const record = fastCheck.array(fastCheck.tuple(key, value)).map((fields): JsonObject => Object.fromEntries(fields));
  const file = fastCheck.option(text).map((modifiedAt): FileEntry => ({ ...FILE, modified_at: modifiedAt }));
  const entry = fastCheck.tuple(record, file).map(([record, file]) => ({ ...ENTRY, record, file }));
  fastCheck.assert(fastCheck.property(fastCheck.array(entry), (entries) => {
    const before = JSON.stringify(entries);
    const texts = createSharedTexts(idField);
    for (const { record, file } of entries) texts.share(record, file);
    shareWithHeads(entries, [HEAD]);
    assertEquals(JSON.stringify(entries), before);
  }));
});

Deno.test("createSharedTexts() gives up on fields that hold another text each time", () => {
  const texts = createSharedTexts("id");
  for (let number = 0; number < 1_000; number++) {
    const record = { id: `id-${number}`, record_id: `id-${number}`, state: "active" };
    texts.share(record, { modified_at: null });
    assertEquals(record, { id: `id-${number}`, record_id: `id-${number}`, state: "active" });
  }
});

Deno.test("createSharedTexts() keeps one list for all with the same single text", () => {
  const texts = createSharedTexts("id");
  const one = { tags: ["a"] };
  const other = { tags: ["a"] };
  const third = { tags: ["b"] };
  for (const record of [one, other, third]) texts.share(record, { modified_at: null });
  assertStrictEquals(one.tags, other.tags);
  assertEquals(third, { tags: ["b"] });
});
