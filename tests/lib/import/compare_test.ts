import { assertEquals } from "@std/assert";
import { compareRecords } from "../../../lib/import/compare.ts";
import { contentText } from "../../../lib/bundle/record_content.ts";
import type { HistoryRelation } from "../../../lib/import/history.ts";

/** Every pair of what the contents and the histories can be to each other, with the rule that follows. */
const TABLE: Readonly<Record<HistoryRelation, readonly [absent: string, other: string]>> = {
  none: ["record.new new", "history.absent conflicting"],
  only_bundle: ["record.new new", "history.absent conflicting"],
  only_here: ["history.diverged conflicting", "history.absent conflicting"],
  equal: ["record.lost new", "history.equal conflicting"],
  behind: ["record.lost new", "history.behind newer"],
  ahead: ["history.diverged conflicting", "history.ahead older"],
  diverged: ["history.diverged conflicting", "history.diverged conflicting"],
};

for (const [relation, [absent, other]] of Object.entries(TABLE)) {
  Deno.test(`compareRecords() of an object whose history is "${relation}"`, () => {
    const said = ([true, null, false] as const).map((same) => {
      const { rule, outcome } = compareRecords({ same, relation: relation as HistoryRelation });
      return `${rule} ${outcome}`;
    });
    assertEquals(said, ["record.same identical", absent, other]);
  });
}

Deno.test("compareRecords() says of what is gone here that the journal tells more of it than the bundle", () => {
  const told = ["ahead", "only_here", "diverged"] as const;
  assertEquals(
    new Set(told.map((relation) => compareRecords({ same: null, relation }).message)),
    new Set(["The journal here tells of it what the bundle does not, and its record is gone"]),
  );
});

Deno.test("compareRecords() never calls another record of a registry newer or older", () => {
  const said = ([true, null, false] as const).map((same) => compareRecords({ same, relation: null }).outcome);
  assertEquals(said, ["identical", "new", "conflicting"]);
});

Deno.test("contentText() leaves out what the writer adds, and nothing else", () => {
  const known = "sourceos.actor-record/v1alpha1";
  const record = { actor_id: "a", record_id: "a", updated_at: "2026", schema: known, big: 12345678901234567890n };
  assertEquals(contentText(record, known), '{"actor_id":"a","big":12345678901234567890}');
  assertEquals(contentText({ ...record, schema: "x/v2" }, known) === contentText(record, known), false);
  assertEquals(contentText({ ...record, created_at: "2025" }, known) === contentText(record, known), false);
});
