/** Both sides of a conflict, as far as they are known, and what can be chosen. */
import { assertEquals } from "@std/assert";
import { contentText } from "../../../lib/bundle/record_content.ts";
import { conflictSides, type OtherSide } from "../../../lib/decide/sides.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { entryOf, recordOf, sha256Hex, storeWith } from "../../helpers/snapshots.ts";

const HERE = recordOf("object", { title: "Ours" });
const THERE = recordOf("object", { title: "Theirs", last_modified_by_actor: "actor:scribe" });
const CARD = {
  card_id: "card:1",
  options: ["skip", "fork"],
  recommended_option: "fork",
  selected_option: null,
  rationale: null,
  selected_by: null,
  selected_at: null,
};
const digest = (record: JsonObject) => sha256Hex(contentText(record, KINDS.object.schema));
const IMPORTED = {
  import: { bundle_sha256: "b".repeat(64), competing_sha256: digest(THERE), here_sha256: digest(HERE) },
};
const KEPT: OtherSide = { side: { record: THERE, from: "repair-reports/competing/r1/objects/a.json" }, bundle: null };
const NONE: OtherSide = { side: null, reason: "It is gone" };

function sidesOf(
  { conflict: fields = IMPORTED, here = HERE, there = KEPT, capabilities = ["merge"] }: {
    readonly capabilities?: readonly string[];
    readonly conflict?: JsonObject;
    readonly here?: JsonObject | null;
    readonly there?: OtherSide;
  } = {},
) {
  const entry = entryOf("conflict", { decision_card: CARD, ...fields });
  const catalog = buildCatalog(storeWith(entry, entryOf("actor", { capabilities: [...capabilities] })));
  const [conflict] = catalog.ofKind("conflict");
  if (conflict === undefined) throw new RangeError("There is no conflict");
  return conflictSides({
    conflict,
    here: here === null ? null : { record: here, from: "objects/object_diary.json" },
    there,
    catalog,
    flags: ["--store", "/srv/state"],
    sha256Hex,
  });
}

Deno.test("conflictSides() tells of both sides who left them so, when and where they were read", () => {
  const { here, there, missing, changed_since: since, fields } = sidesOf();
  assertEquals([here?.changed_at, here?.state], [HERE["updated_at"], "active"]);
  assertEquals([here?.from, here?.changed_by, there?.from, there?.changed_by, missing, since], [
    "objects/object_diary.json",
    "actor:ada",
    "repair-reports/competing/r1/objects/a.json",
    "actor:scribe",
    null,
    false,
  ]);
  assertEquals(fields.filter(({ state }) => state !== "same").map(({ field }) => field), [
    "last_modified_by_actor",
    "title",
  ]);
});

Deno.test("conflictSides() says that what is here was changed since, and nothing where nobody knows", () => {
  assertEquals(sidesOf({ here: { ...HERE, title: "Newer" } }).changed_since, true);
  assertEquals(sidesOf({ conflict: {} }).changed_since, null);
  assertEquals(sidesOf({ here: null }).changed_since, null);
});

Deno.test("conflictSides() says why a side is not at hand, and which command shows it", () => {
  const command = "sourceos sync conflicts conflict:diary-dates --from BUNDLE --store /srv/state";
  assertEquals(sidesOf({ there: NONE }).missing, { reason: "It is gone", command });
  assertEquals(sidesOf({ there: NONE, conflict: {} }).missing, { reason: "It is gone", command: null });
  assertEquals(sidesOf({ here: null }).missing?.command, null);
  assertEquals(new Set(sidesOf({ there: NONE }).fields.map(({ state }) => state)), new Set(["unknown"]));
});

Deno.test("conflictSides() has for each option of the card who may choose it and the command", () => {
  const shown = (there: OtherSide) =>
    sidesOf({ there }).options.map(({ option, recommended, who_may, command }) => [
      option,
      recommended,
      who_may,
      command?.replace(/^.*--option (.*) --as .*$/, "$1"),
    ]);
  assertEquals(shown(KEPT), [["fork", true, [], "fork"], ["skip", false, ["actor:ada"], "skip"]]);
  assertEquals(shown(NONE)[0]?.[3], "fork --from BUNDLE");
  const card = { ...IMPORTED, decision_card: { ...CARD, options: ["merge"] } };
  const prepare = (here: JsonObject) => sidesOf({ conflict: card, here }).options[0]?.prepare;
  assertEquals(
    prepare(HERE),
    "sourceos sync conflicts conflict:diary-dates --template merged.json --store /srv/state",
  );
  assertEquals(prepare({ ...HERE, privacy_class: "secret" }), null);
  assertEquals(sidesOf({ conflict: {}, there: NONE }).options.map(({ command }) => command === null), [true, false]);
  assertEquals(shown({ ...KEPT, bundle: "a b.tar" })[0]?.[3], "fork --from 'a b.tar'");
});

Deno.test("conflictSides() prints whole commands, with who may or a word for whoever that is", () => {
  const command = (options: readonly string[], capabilities: readonly string[]) =>
    sidesOf({ conflict: { ...IMPORTED, decision_card: { ...CARD, options } }, capabilities }).options[0]?.command;
  const decide = "sourceos sync conflicts decide conflict:diary-dates --option";
  const [why, store] = ["--rationale TEXT", "--store /srv/state"];
  assertEquals(
    command(["merge"], ["merge", "write"]),
    `${decide} merge --record merged.json --as actor:ada ${why} ${store}`,
  );
  assertEquals(command(["skip"], []), `${decide} skip --as ACTOR ${why} ${store}`);
});

Deno.test("conflictSides() of a conflict whose card is none has nothing to choose", () =>
  assertEquals(sidesOf({ conflict: { ...IMPORTED, decision_card: "none" } }).options, []));

Deno.test("conflictSides() of a decided conflict says what was decided, and has nothing to choose", () => {
  const card = {
    ...CARD,
    selected_option: "skip",
    selected_by: "actor:ada",
    selected_at: "2026-01-02T00:00:00Z",
    rationale: "Ours",
  };
  const { options, decided } = sidesOf({ conflict: { decision_card: card } });
  assertEquals([options, decided], [[], {
    option: "skip",
    by: "actor:ada",
    at: "2026-01-02T00:00:00Z",
    rationale: "Ours",
  }]);
});
