import { assertEquals } from "@std/assert";
import { daemonWord } from "../../../lib/content_sync/daemon_word.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

const newest = (changes: Partial<RecordEntry>) => unreadableEntry("receipt", "receipts/2026-09-09_x.json", changes);
const ended = (outcome: string) => entryOf("receipt", { outcome });

const CASES:
  readonly (readonly [name: string, records: readonly RecordEntry[], healthy: boolean | null, string | null])[] = [
    ["no receipt", [], true, null],
    ["an applied version", [ended("applied")], true, "applied"],
    ["a rehearsal", [ended("dry_run")], true, "dry_run"],
    ["nothing to do", [ended("no_change")], true, "no_change"],
    ["a failed cycle", [ended("failed")], false, "failed"],
    ["a refused cycle", [ended("blocked")], false, "blocked"],
    ["a skipped cycle", [ended("skipped")], false, "skipped"],
    ["an outcome that nobody knows", [ended("exploded")], false, "exploded"],
    ["no outcome", [entryOf("receipt", { outcome: undefined })], false, null],
    // It looks at the newest alone, so that one that is torn hides all others.
    ["a torn receipt behind a failed cycle", [ended("failed"), newest({ state: "not_json" })], true, null],
    ["one with a byte order mark", [newest({ state: "ok", record: {}, oddities: ["byte_order_mark"] })], true, null],
    ["one that is no UTF-8", [newest({ state: "invalid_utf8" })], null, null],
    ["one that is a list", [newest({ state: "not_an_object" })], null, null],
  ];

for (const [name, records, healthy, lastOutcome] of CASES) {
  Deno.test(`daemonWord() is what the daemon's own status says after ${name}`, () => {
    const word = daemonWord(storeWith(...records));
    assertEquals([word.healthy, word.lastOutcome], [healthy, lastOutcome]);
  });
}
