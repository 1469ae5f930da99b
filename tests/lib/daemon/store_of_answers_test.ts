import { assertEquals } from "@std/assert";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { HttpReply } from "../../../lib/daemon/answers.ts";
import { storeFromDaemon } from "../../../lib/daemon/store_of_answers.ts";
import { healthyProbe } from "../../helpers/probes.ts";
import { EVENT_LINES, HEALTHY_JOURNAL, journalOf, noJournal, ROOT } from "../../helpers/snapshots.ts";

const endpoint = "http://127.0.0.1:8765";
const probe = healthyProbe(ROOT);

function reply(body: string, status = 200): HttpReply {
  return { kind: "answer", status, location: null, body: new TextEncoder().encode(body) };
}

const events = reply(`{"events":[${EVENT_LINES.join(",")}]}`);

function store(changes: Partial<StoreSnapshot>): StoreSnapshot {
  return {
    root: ROOT,
    real_root: ROOT,
    selected_by: "daemon",
    origin: "daemon",
    root_file: null,
    manifest: {
      file: null,
      state: "ok",
      error: null,
      oddities: [],
      record: { initialized: true, active_generation: 4 },
    },
    generation_after: null,
    journal: journalOf(HEALTHY_JOURNAL, { bytes: 0, bytes_parsed: 0, bytes_hashed: 0, sha256: null }),
    journal_file: null,
    records: [],
    derived: [],
    files: [],
    folders: [],
    locks: [],
    disk: null,
    ...changes,
  };
}

/** Where in the made-up lines an event stands says nothing about the journal. */
function withoutPlaces(snapshot: StoreSnapshot): StoreSnapshot {
  const objects = snapshot.journal.objects.map((head) => ({ ...head, offset: 0 }));
  return { ...snapshot, journal: { ...snapshot.journal, objects } };
}

Deno.test("storeFromDaemon() folds the events that the daemon shows", () => {
  assertEquals(withoutPlaces(storeFromDaemon(probe, endpoint, events)), withoutPlaces(store({})));
});

Deno.test("storeFromDaemon() calls a store by the daemon's address where the daemon does not name it", () => {
  const { root, real_root } = storeFromDaemon({ ...probe, store_root: null }, endpoint, events);
  assertEquals([root, real_root], [endpoint, endpoint]);
});

Deno.test("storeFromDaemon() counts a line that the daemon could not read as unreadable", () => {
  const body = `{"events":[${EVENT_LINES[0]},{"event_type":"corrupt","event_id":"evt-00000002"},7,null]}`;
  const { journal } = storeFromDaemon(probe, endpoint, reply(body));
  assertEquals([journal.events, journal.unreadable, journal.anomaly_counts], [1, 3, { unreadable_line: 3 }]);
});

Deno.test("storeFromDaemon() keeps the digits of long integers", () => {
  const [line = ""] = EVENT_LINES;
  const body = `{"events":[${line.replace('"Diary"', "12345678901234567890")}]}`;
  assertEquals(storeFromDaemon(probe, endpoint, reply(body)).journal.anomaly_counts, {});
});

const unread: readonly (readonly [name: string, reply: HttpReply, error: string])[] = [
  ["is slow", { kind: "failure", state: "slow", detail: "no answer", status: null }, "the daemon's /events is slow"],
  ["fails", reply("{}", 500), "the daemon's /events answers with HTTP 500"],
  ["is no JSON", reply("<html>"), "the daemon's /events is no list of events"],
  ["is a list", reply("[]"), "the daemon's /events is no list of events"],
  ["has no events", reply("{}"), "the daemon's /events is no list of events"],
  ["has events of another type", reply('{"events":{"length":3}}'), "the daemon's /events is no list of events"],
];

for (const [name, answer, error] of unread) {
  Deno.test(`storeFromDaemon() has an unreadable journal where /events ${name}`, () => {
    assertEquals(storeFromDaemon(probe, endpoint, answer), store({ journal: noJournal("unreadable", error) }));
  });
}

Deno.test("storeFromDaemon() has an empty journal where there are no events", () => {
  assertEquals(storeFromDaemon(probe, endpoint, reply('{"events":[]}')).journal, {
    ...journalOf(""),
    sha256: null,
  });
});
