import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import type { Draft } from "../../../lib/repair/drafts.ts";
import { leftBehind, type Missing, missingOf } from "../../../lib/repair/missing.ts";
import { draftRepair, type RepairDraft } from "../../../lib/repair/plan.ts";
import {
  derivedEntry,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const corrupt = (path: string) => derivedEntry(path, null, { state: "not_json", error: "Ends too early" });
const brokenIndex = healthyStore({ derived: [corrupt("indexes/object-heads.json")] });
const unfinished = healthyStore({ files: [fileEntry("objects/a.json.tmp")] });
const torn = healthyStore({ ...brokenIndex, journal: journalOf(`${HEALTHY_JOURNAL}{"torn`) });
const unknownIndex = healthyStore({ derived: [corrupt("indexes/other.json")] });

const UNSEALED = "The journal's last line is torn, and the event that tells of a repair can only follow once it is " +
  "sealed: give --scope journal as well";
const UNKNOWN = "Nothing here knows how index:other is built: it is left as it is";

const CASES: readonly (readonly [name: string, store: typeof torn, scopes: readonly string[], Missing | null])[] = [
  ["nothing of a sound store", healthyStore(), [], null],
  ["nothing of a sound store where scopes are given", healthyStore(), ["disposable", "index:typo"], null],
  ["nothing where a step can be done", unfinished, ["disposable"], null],
  ["nothing where a step can be done, and others lie outside", { ...unfinished, derived: brokenIndex.derived }, [
    "disposable",
  ], null],
  ["the scope that seals a torn line", torn, ["index:object-heads"], {
    message: `Nothing of what was asked for can be repaired: ${UNSEALED}`,
    scopes: ["index:object-heads", "journal"],
  }],
  ["the scopes of what lies outside", brokenIndex, ["disposable"], {
    message: "Nothing inside disposable can be repaired: 1 step lies outside",
    scopes: ["index:object-heads"],
  }],
  ["nothing where only a person can do something", unknownIndex, [], null],
  ["nothing of what no scope can give, where another one is given", unknownIndex, ["disposable"], null],
  ["what no scope can give", unknownIndex, ["index:other"], {
    message: `Nothing of what was asked for can be repaired: ${UNKNOWN}`,
    scopes: null,
  }],
];

for (const [name, store, scopes, want] of CASES) {
  Deno.test(`missingOf() names ${name}`, () => {
    const snapshot = healthySnapshot({ store });
    const parsed = scopes.map(parseScope);
    const draft = draftRepair({
      snapshot,
      diagnosis: diagnose(snapshot, sha256Hex),
      scopes: parsed,
      generatedAt: "2026-03-04T05:06:07Z",
      sha256Hex,
    });
    assertEquals(missingOf(draft, parsed), want);
  });
}

function missing(changes: Partial<RepairDraft>, scopes: readonly string[] = []): Missing | null {
  const snapshot = healthySnapshot();
  const parsed = scopes.map(parseScope);
  const diagnosis = diagnose(snapshot, sha256Hex);
  const draft = draftRepair({ snapshot, diagnosis, scopes: parsed, generatedAt: "2026-03-04T05:06:07Z", sha256Hex });
  return missingOf({ ...draft, ...changes }, parsed);
}

const inVain = (...reasons: readonly string[]) => reasons.map((reason) => ({ id: `step ${reason}`, reason }));

const REASONS: readonly (readonly [reasons: readonly string[], message: string])[] = [
  [["A", "B", "A", "C"], "A; B; C"],
  [["A", "B", "C", "D"], "A; B; C; and 1 more reason"],
  [["A", "B", "C", "D", "E"], "A; B; C; and 2 more reasons"],
];

for (const [reasons, message] of REASONS) {
  Deno.test(`missingOf() gives of the reasons ${reasons.join(", ")}: ${message}`, () => {
    assertEquals(missing({ askedInVain: inVain(...reasons) }), {
      message: `Nothing of what was asked for can be repaired: ${message}`,
      scopes: null,
    });
  });
}

Deno.test("missingOf() names up to four scopes of what lies outside, and of more that none is to be given", () => {
  const outside = (count: number): readonly Draft[] =>
    Array.from({ length: count }, (_, number) => ({
      id: `quarantine-${number}`,
      description: "",
      expected_result: "",
      durability: "durable",
      action: { kind: "quarantine", path: `objects/${number}.json` },
      needs: { kind: "object", id: `${number}` },
      finding: null,
    }));
  assertEquals([4, 5].map((count) => missing({ outside: outside(count) }, ["journal", "disposable"])), [
    {
      message: "Nothing inside journal, disposable can be repaired: 4 steps lie outside",
      scopes: ["object:0", "object:1", "object:2", "object:3"],
    },
    { message: "Nothing inside journal, disposable can be repaired: 5 steps lie outside", scopes: [] },
  ]);
});

Deno.test("leftBehind() names no plan that could go on, and the checkpoint", () => {
  const of = (action: Draft["action"], needs: Draft["needs"]): Draft => ({
    id: "a",
    description: "",
    expected_result: "",
    durability: "rebuildable",
    action,
    needs,
    finding: null,
  });
  const drafts = [
    of({ kind: "resume", path: "plans/a.json", record: {} }, { kind: "derived" }),
    of({ kind: "rebuild_checkpoint" }, { kind: "checkpoint", id: "journal" }),
  ];
  assertEquals(leftBehind(drafts, [parseScope("disposable")]), ["checkpoint:journal"]);
});

Deno.test("leftBehind() names what is sound and no given scope rebuilds", () => {
  const rebuild = (id: "object-heads" | "lane-counters"): Draft => ({
    id: `rebuild-index:${id}`,
    description: "",
    expected_result: "",
    durability: "rebuildable",
    action: { kind: "rebuild_index", index: id },
    needs: { kind: "index", id },
    finding: null,
  });
  const drafts = [rebuild("object-heads"), rebuild("lane-counters")];
  assertEquals(leftBehind(drafts, [parseScope("index:object-heads")]), ["index:lane-counters"]);
  assertEquals(leftBehind(drafts, [parseScope("derived")]), []);
});
