/** What a merge begins with, and that nobody takes it for a merged record before every field was chosen. */
import { assertEquals } from "@std/assert";
import { fieldsToChoose, mergeTemplate } from "../../../lib/decide/template.ts";

const HERE = { object_id: "object:a", title: "Ours", tags: ["x"], mood: "good", gone: null };
const THERE = { object_id: "object:b", title: "Theirs", tags: ["x"], gone: null, colour: "red" };

Deno.test("mergeTemplate() keeps what agrees and what is settled, and leaves both sides of the rest", () =>
  assertEquals(mergeTemplate(HERE, THERE, ["object_id", "nowhere"]), {
    object_id: "object:a",
    title: { choose_one: { here: "Ours", there: "Theirs" } },
    tags: ["x"],
    mood: { choose_one: { here: "good" } },
    gone: null,
    colour: { choose_one: { there: "red" } },
  }));

Deno.test("mergeTemplate() of two equal records is that record, with nothing to choose", () => {
  const template = mergeTemplate(HERE, HERE, []);
  assertEquals([template, fieldsToChoose(template)], [HERE, []]);
});

Deno.test("mergeTemplate() takes a field of every record's prototype for none of its own", () =>
  assertEquals(
    Object.entries(mergeTemplate({ valueOf: "ours" }, {}, [])),
    [["valueOf", { choose_one: { here: "ours" } }]],
  ));

Deno.test("fieldsToChoose() names the fields that still hold both sides, and no other object", () =>
  assertEquals(
    fieldsToChoose({ ...mergeTemplate(HERE, THERE, []), own: { choose_one: 1, more: 2 }, list: ["choose_one"] }),
    ["object_id", "title", "mood", "colour"],
  ));
