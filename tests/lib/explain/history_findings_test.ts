import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { diagnoseHistory } from "../../../lib/explain/history_findings.ts";
import type { History } from "../../../lib/explain/history.ts";
import { recordSubject } from "../../../lib/explain/subject.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf, HEALTHY_JOURNAL, healthySnapshot, journalOf, sha256Hex, storeWith } from "../../helpers/snapshots.ts";

const DELETED = journalOf(HEALTHY_JOURNAL.replace('"update"', '"delete"'));
const [head = null] = DELETED.objects;
const SILENT: History = { reason: null, total: 0, head: null, newest: [], last: null };
const OF_OBJECT: History = { ...SILENT, total: 2, head };
const OF_ACTOR: History = { ...SILENT, total: 2, last: { event_id: "evt-2", created_at: "2026-01-02T08:00:00Z" } };

interface Case {
  readonly name: string;
  readonly entries: readonly [RecordEntry, ...RecordEntry[]];
  readonly history: History;
  readonly want: readonly string[];
  readonly state?: "present" | "unreadable";
}

const revoked = entryOf("actor", { revoked_at: "2026-01-01T00:00:00Z" });
const cases: readonly Case[] = [
  {
    name: "a deletion without a tombstone",
    entries: [entryOf("object")],
    history: OF_OBJECT,
    want: [
      "journal.delete-without-tombstone object:diary",
    ],
  },
  { name: "nothing of an object without events", entries: [entryOf("object")], history: SILENT, want: [] },
  {
    name: "a revoked actor that acted",
    entries: [revoked],
    history: OF_ACTOR,
    want: ["trust.revoked-active actor:ada"],
  },
  { name: "nothing of an actor that stayed quiet", entries: [revoked], history: SILENT, want: [] },
  {
    name: "nothing twice where the journal was read",
    entries: [entryOf("object")],
    history: OF_OBJECT,
    state: "present",
    want: [],
  },
  {
    name: "nothing where the journal could not be searched",
    entries: [entryOf("object")],
    history: { ...OF_OBJECT, reason: "denied" },
    want: [],
  },
];

for (const { name, entries, history, state, want } of cases) {
  Deno.test(`diagnoseHistory() adds ${name}`, () => {
    const sound = storeWith(...entries);
    const journal = { ...sound.journal, objects: [], actors: [], state: state ?? "not_read" } as const;
    const snapshot = healthySnapshot({ store: { ...sound, journal } });
    const diagnosis = diagnose(snapshot, sha256Hex);
    const [record] = diagnosis.catalog.ofKind(entries[0].kind);
    if (record === undefined) throw new Error("The subject is not in the catalog");
    const { findings } = diagnoseHistory(diagnosis, snapshot, { subject: recordSubject(record), history });
    const added = findings.slice(diagnosis.findings.length);
    assertEquals(added.map(({ id, target }) => `${id} ${target}`), want);
  });
}
