import { assertEquals } from "@std/assert";
import { actionText, recommendedCommand } from "../../../../lib/checks/frame/recommendation.ts";
import { healthyStore } from "../../../helpers/snapshots.ts";

const STORE = healthyStore();

const actions: readonly (readonly [store: typeof STORE | null, action: string, want: string])[] = [
  [STORE, "Look into {root}", "Look into /srv/state"],
  [null, "Look into {root}", "Look into STORE"],
  [STORE, "Bring it back ({import})", "Bring it back (sourceos sync import BUNDLE --store /srv/state)"],
  [null, "Bring it back ({import})", "Bring it back (sourceos sync import BUNDLE)"],
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
  ["none where nothing can be typed", null, { target: "", evidence: { file: "\u202e" } }, null],
];

for (const [name, words, about, want] of commands) {
  Deno.test(`recommendedCommand() is ${name}`, () => {
    assertEquals(recommendedCommand(words, null, about, STORE), want);
  });
}
