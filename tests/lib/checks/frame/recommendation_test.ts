import { assertEquals } from "@std/assert";
import { actionText, recommendedCommand } from "../../../../lib/checks/frame/recommendation.ts";
import { unfinishedChange } from "../../../helpers/changes.ts";
import { HEALTHY_JOURNAL, healthyStore, journalOf } from "../../../helpers/snapshots.ts";

const STORE = healthyStore();

const actions: readonly (readonly [store: typeof STORE | null, action: string, want: string])[] = [
  [STORE, "Look into {root}", "Look into /srv/state"],
  [null, "Look into {root}", "Look into STORE"],
  [STORE, "Bring it back ({import})", "Bring it back (sourceos sync import BUNDLE --store /srv/state)"],
  [null, "Bring it back ({import})", "Bring it back (sourceos sync import BUNDLE)"],
  [
    null,
    "Decide: {sides} shows both",
    "Decide: sourceos sync conflicts ID shows both",
  ],
  [STORE, "Keep {what} is unknown", "Keep {what} is unknown"],
];

for (const [store, action, want] of actions) {
  Deno.test(`actionText() makes "${want}" of "${action}"${store === null ? " for no store" : ""}`, () => {
    assertEquals(actionText(action, store), want);
  });
}

const OBJECT = { target: "object:a", evidence: { file: "objects/a.json" } };
const explain = (what: string) => `sourceos sync explain ${what} --store /srv/state`;

const commands: readonly (readonly [
  name: string,
  words: readonly string[] | null,
  about: Parameters<typeof recommendedCommand>[2],
  want: string | null,
])[] = [
  ["the words of the finding", ["repair", "reports"], OBJECT, "sourceos sync repair reports --store /srv/state"],
  ["what explains the target where there are none", null, OBJECT, explain("object:a")],
  ["what explains the target where a word cannot be typed", ["explain", "a\u001b[2J"], OBJECT, explain("object:a")],
  ["what explains the file where the target cannot be typed", null, {
    ...OBJECT,
    target: "object:\u202ea",
  }, explain("objects/a.json")],
  [
    "what explains the file where the target looks like a flag",
    null,
    { ...OBJECT, target: "-a" },
    explain("objects/a.json"),
  ],
  ["what explains the line of the journal", null, {
    target: "event:a",
    evidence: { file: "journal.jsonl", line: 4 },
  }, explain("journal.jsonl:4")],
  ["what explains the target where it stands on a line of another file", null, {
    target: "queue:a",
    evidence: { file: "orchestration/audit.jsonl", line: 4 },
  }, explain("queue:a")],
  ["what explains the target where no line of the journal is known", null, {
    target: "event:a",
    evidence: { file: "journal.jsonl", line: null },
  }, explain("event:a")],
  ["none where nothing can be typed", null, { target: "", evidence: { file: "\u202e" } }, null],
];

for (const [name, words, about, want] of commands) {
  Deno.test(`recommendedCommand() is ${name}`, () => {
    assertEquals(recommendedCommand(words, null, about, STORE), want);
  });
}

const TORN = healthyStore({ journal: journalOf(`${HEALTHY_JOURNAL}{`) });
const UNDER_WAY = healthyStore({ interrupted: unfinishedChange({ under_way: true }) });

const repairs: readonly (readonly [name: string, store: typeof STORE, words: readonly string[], want: string])[] = [
  ["a repair in its scope", STORE, ["repair", "--scope", "derived"], "repair --scope derived"],
  [
    "a repair that seals the journal too where that is torn, as its event follows",
    TORN,
    ["repair", "--scope", "derived"],
    "repair --scope derived --scope journal",
  ],
  ["a repair of the torn journal", TORN, ["repair", "--scope", "journal"], "repair --scope journal"],
  ["a list of repairs where the journal is torn", TORN, ["repair", "reports"], "repair reports"],
  ["another command where the journal is torn", TORN, ["queue", "--scope", "all"], "queue --scope all"],
  ["no repair while another change is under way", UNDER_WAY, ["repair", "--scope", "derived"], "explain object:a"],
  ["another command while a change is under way", UNDER_WAY, ["queue"], "queue"],
];

for (const [name, store, words, want] of repairs) {
  Deno.test(`recommendedCommand() is ${name}`, () => {
    assertEquals(recommendedCommand(words, null, OBJECT, store), `sourceos sync ${want} --store /srv/state`);
  });
}
