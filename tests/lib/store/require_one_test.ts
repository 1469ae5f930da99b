import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../../lib/model/errors.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { requireOne, type Wanted } from "../../../lib/store/require_one.ts";
import { entryOf, fileEntry, storeWith } from "../../helpers/snapshots.ts";

const diary = entryOf("object");
const catalog = buildCatalog(storeWith(diary, entryOf("actor"), entryOf("decision")));
const twice = buildCatalog(storeWith(diary, { ...diary, file: fileEntry("objects/copy.json") }));

const WANTED: Wanted = {
  among: ["object", "decision"],
  attempt: "show it",
  takes: "only what can be shown is shown",
  otherKind: "unsupported",
};

Deno.test("requireOne() gives the record that is meant", () => {
  assertEquals(requireOne("diary", catalog, WANTED).path, diary.file.path);
});

interface Refusal {
  readonly name: string;
  readonly text: string;
  readonly wanted?: Partial<Wanted>;
  readonly among?: typeof catalog;
  readonly want: readonly [exit: string, code: string, message: string, hint: string | null];
}

const refusals: readonly Refusal[] = [
  {
    name: "names the nearest ids where nothing has this one",
    text: "object:dairy",
    want: [
      "not_found",
      "not_found",
      "Cannot show it: there is no such object in this store",
      "The nearest: object:diary",
    ],
  },
  {
    name: "names every kind that was searched",
    text: "zzzzzzzz",
    want: [
      "not_found",
      "not_found",
      "Cannot show it: there is no such object or policy decision in this store",
      "Nothing in this store has a similar id",
    ],
  },
  {
    name: "says what else can be done where nothing is near",
    text: "zzzzzzzz",
    wanted: { hint: "See the list", noun: "thing" },
    want: ["not_found", "not_found", "Cannot show it: there is no such thing in this store", "See the list"],
  },
  {
    name: "lists those that claim one id",
    text: "object:diary",
    among: twice,
    want: [
      "usage",
      "ambiguous",
      "Cannot show it: 2 records have this id",
      "Give one of them in full: objects/object_diary.json, objects/copy.json",
    ],
  },
  {
    name: "says what is taken where another kind is named",
    text: "actor:ada",
    want: [
      "unsupported",
      "unsupported",
      'Cannot show it: it names the kind "actor", and only what can be shown is shown',
      null,
    ],
  },
  {
    name: "calls another kind a usage error where it is the value of an option",
    text: "index:object-heads",
    wanted: { otherKind: "usage", hint: "See the list" },
    want: [
      "usage",
      "usage",
      'Cannot show it: it names the kind "index", and only what can be shown is shown',
      "See the list",
    ],
  },
];

for (const { name, text, wanted, among = catalog, want } of refusals) {
  Deno.test(`requireOne() ${name}`, () => {
    const error = assertThrows(() => requireOne(text, among, { ...WANTED, ...wanted }), CliError);
    assertEquals([error.exit, error.code, error.message, error.hint], want);
    assertEquals(error.target, text);
  });
}

Deno.test("requireOne() is about the option where the text is the value of one", () => {
  const error = assertThrows(() => requireOne("nobody", catalog, { ...WANTED, target: "--actor" }), CliError);
  assertEquals(error.target, "--actor");
});
