import { assertEquals } from "@std/assert";
import { recordIdsCheck } from "../../../lib/checks/record_ids.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { journalLine } from "../../../fixtures/records.ts";
import {
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  journalOf,
  recordEntry,
  RECORDS,
  unreadableEntry,
} from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

const at = (entry: RecordEntry, path: string): RecordEntry => ({ ...entry, file: fileEntry(path) });

const named = (id: string) => entryOf("object", { object_id: id });

const cases: [string, readonly RecordEntry[], readonly string[]][] = [
  ["nothing odd about a family of emoji, or a word with joiners", [
    named("object:\u{1f469}\u200d\u{1f467}"),
    named("object:\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
  ], []],
  ["nothing odd about dots that lead nowhere", [named("object:a..b"), named("object:..x")], []],
  ["characters that steer a terminal, or that nobody sees", [
    named("object:a\u001b[2J"),
    named("object:b\u009b2J"),
    named("object:c\u202e"),
    named("object:d\u00ad"),
  ], ["a\u001b[2J", "b\u009b2J", "c\u202e", "d\u00ad"].map((id) => `record-ids.hidden-characters object:${id}`)],
  ["ids that lead elsewhere", [named("../x"), named("object:..\\x"), named("a/..")], [
    "record-ids.leads-elsewhere object:../x",
    "record-ids.leads-elsewhere object:..\\x",
    "record-ids.leads-elsewhere object:a/..",
  ]],
  ["ids of one kind that look the same", [
    named("object:Zo\u00eb"),
    named("object:Zoe\u0308"),
    named("object:\uff21"),
    named("object:A"),
    entryOf("actor", { actor_id: "object:Zo\u00eb" }),
  ], ["record-ids.look-alike object:Zoe\u0308", "record-ids.look-alike object:A"]],
  ["ids that look the same beside a record without an id", [
    named("object:Zo\u00eb"),
    named("object:Zoe\u0308"),
    at(recordEntry("object", { object_type: "note" }), "objects/anything.json"),
  ], ["record-ids.look-alike object:Zoe\u0308"]],
  ["one that looks like an older one, and none in plain letters beside them", [
    named("object:A"),
    named("object:B"),
    named("object:\uff21"),
  ], ["record-ids.look-alike object:\uff21"]],
  ["nothing where letters of any script stay in the name", [
    at(entryOf("object", { object_id: "object:Grüße/2026" }), "objects/object_Grüße_2026.json"),
  ], []],
  ["nothing where the id is the writer's own", [
    at(recordEntry("report", { record_id: "repair-report:x" }), "repair-reports/repair-report_x.json"),
  ], []],
  ["nothing where a record has no id, which its contract tells", [
    at(recordEntry("object", { object_type: "note" }), "objects/anything.json"),
  ], []],
  ["nothing where a record cannot be read", [unreadableEntry("object", "objects/whatever.json")], []],
  ["a record under another name", [at(entryOf("object", { object_id: "object:a" }), "objects/object_b.json")], [
    "record-ids.file-name object:a",
  ]],
  ["an id of which no file name can be made", [
    { ...at(entryOf("object"), "objects/dots.json"), record: { ...RECORDS.object, object_id: "..." } },
  ], ["record-ids.file-name object:..."]],
  ["two files with one id once, and no further fault of either", [
    at(entryOf("object"), "objects/object_diary.json"),
    at(entryOf("object"), "objects/object_diary copy.json"),
  ], ["record-ids.duplicate object:diary"]],
  ["three files with one id once", [
    at(entryOf("profile"), "profiles/a.json"),
    at(entryOf("profile"), "profiles/b.json"),
    at(entryOf("profile"), "profiles/profile_home.json"),
  ], ["record-ids.duplicate profile:home"]],
  ["nothing where two kinds use one id", [entryOf("device", { device_id: "object:diary" })], []],
];

for (const [name, entries, want] of cases) {
  Deno.test(`recordIdsCheck finds ${name}`, () => assertEquals(found(recordIdsCheck, storeWithMore(entries)), want));
}

Deno.test("recordIdsCheck counts the odd ids that it does not show", () => {
  const entries = Array.from({ length: 22 }, (_, number) => named(`object:${number}\u00ad`));
  const outcome = recordIdsCheck.run(inputOf(storeWithMore(entries)));
  const last = outcome.ran ? outcome.findings.slice(20) : [];
  assertEquals(last.map(({ id, target, message, evidence }) => ({ id, target, message, evidence })), [{
    id: "record-ids.hidden-characters",
    target: ".",
    message: "2 more ids have the same fault",
    evidence: { file: ".", total: 22 },
  }]);
});

/** One more event of the healthy journal. */
function eventOf(object_id: string, producer: string) {
  const event = { event_type: "update", lane: "normal", created_at: "2026-01-03T00:00:00Z", payload: {} };
  const line = journalLine({ ...event, ordinal: 4, object_id, producer });
  return { journal: journalOf(`${HEALTHY_JOURNAL}${line}\n`) };
}

Deno.test("recordIdsCheck finds odd ids that the journal alone knows, there", () => {
  const store = storeWithMore([], eventOf("object:a\u00ad", "actor:b\u00ad"));
  const outcome = recordIdsCheck.run(inputOf(store));
  assertEquals(outcome.ran && outcome.findings.map(({ id, target, evidence }) => [id, target, evidence["file"]]), [
    ["record-ids.hidden-characters", "object:a\u00ad", "journal.jsonl"],
    ["record-ids.hidden-characters", "actor:b\u00ad", "journal.jsonl"],
  ]);
});

Deno.test("recordIdsCheck finds an odd id once that a record and the journal know", () => {
  assertEquals(
    found(recordIdsCheck, storeWithMore([named("object:a\u00ad")], eventOf("object:a\u00ad", "actor:ada"))),
    [
      "record-ids.hidden-characters object:a\u00ad",
    ],
  );
});

Deno.test("recordIdsCheck compares each of several ids that look the same with the first", () => {
  const store = storeWithMore([named("object:A"), named("object:\uff21"), named("object:\u{1d400}")]);
  const outcome = recordIdsCheck.run(inputOf(store));
  assertEquals(outcome.ran && outcome.findings.map(({ target, evidence }) => [target, evidence["other"]]), [
    ["object:\uff21", "objects/object_A.json"],
    ["object:\u{1d400}", "objects/object_A.json"],
  ]);
});

Deno.test("recordIdsCheck says of two ids that look the same where the other one is", () => {
  const outcome = recordIdsCheck.run(inputOf(storeWithMore([named("object:A"), named("object:\uff21")])));
  assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [{
    message: 'The id "object:\uff21" looks like that of "objects/object_A.json", and is another one',
    evidence: { file: "objects/object_\uff21.json", id: "object:\uff21", other: "objects/object_A.json" },
  }]);
});

Deno.test("recordIdsCheck says of a misplaced plan where it lies and where it should, as rebuildable", () => {
  const store = storeWithMore([at(recordEntry("plan", { ...RECORDS.plan, plan_id: "plan:x" }), "plans/y.json")]);
  assertEquals(recordIdsCheck.run(inputOf(store)), {
    ran: true,
    findings: [{
      id: "record-ids.file-name",
      check: "record-ids",
      severity: "error",
      durability: "rebuildable",
      target: "plan:x",
      message: 'Plan "plan:x" lies in "plans/y.json", not in "plans/plan_x.json"',
      evidence: { file: "plans/y.json", id: "plan:x", expected: "plans/plan_x.json" },
      recommendation: {
        action: "Give the file the name that its id makes, which the message tells, or move it out of the registry: " +
          "the daemon does not find it",
        command: "mv -n /srv/state/plans/y.json /srv/state/plans/plan_x.json",
        automatic: false,
        needs_review: true,
      },
    }],
  });
});

const A = entryOf("object", { object_id: "object:a" });
const NAMELESS = { ...at(A, "objects/b.json"), record: { ...RECORDS.object, object_id: "..." } };
const ELSEWHERE = at(A, "objects/b.json");

const misplaced: [string, readonly RecordEntry[], message: string, expected: string | null, command: string][] = [
  [
    "where it should, and the command that moves it there",
    [ELSEWHERE],
    'Object "object:a" lies in "objects/b.json", not in "objects/object_a.json"',
    "objects/object_a.json",
    "mv -n /srv/state/objects/b.json /srv/state/objects/object_a.json",
  ],
  [
    "where it should, and no command that moves it to where another record lies",
    [ELSEWHERE, unreadableEntry("object", "objects/object_a.json")],
    'Object "object:a" lies in "objects/b.json", not in "objects/object_a.json"',
    "objects/object_a.json",
    "sourceos sync explain object:a --store /srv/state",
  ],
  [
    "that its id makes no name of a file",
    [NAMELESS],
    'Object "..." lies in "objects/b.json", though no file name can be made of its id',
    null,
    "sourceos sync explain object:... --store /srv/state",
  ],
];

for (const [name, entries, message, expected, command] of misplaced) {
  Deno.test(`recordIdsCheck says of a misplaced record ${name}`, () => {
    const outcome = recordIdsCheck.run(inputOf(storeWithMore(entries)));
    assertEquals(
      outcome.ran && outcome.findings.map((one) => [one.message, one.evidence["expected"], one.recommendation.command]),
      [[message, expected, command]],
    );
  });
}

Deno.test("recordIdsCheck explains two files with one id by the path of the wrong one", () => {
  const store = storeWithMore([at(entryOf("object"), "objects/object_diary copy.json")]);
  const outcome = recordIdsCheck.run(inputOf(store));
  assertEquals(
    outcome.ran && outcome.findings.map(({ evidence, recommendation }) => [evidence, recommendation.command]),
    [[
      {
        file: "objects/object_diary copy.json",
        id: "object:diary",
        files: ["objects/object_diary.json", "objects/object_diary copy.json"],
        expected: "objects/object_diary.json",
      },
      "sourceos sync explain 'objects/object_diary copy.json' --store /srv/state",
    ]],
  );
});
