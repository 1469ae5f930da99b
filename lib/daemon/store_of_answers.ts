/** The state that a daemon tells of its store, where the disk itself cannot be read: /statez and the journal of /events. */
import { textOf } from "../model/fields.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { createJournalFold } from "../journal/fold.ts";
import type { DaemonProbe } from "../model/daemon.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { isJsonObject } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { HttpReply } from "./answers.ts";

/** The store as the daemon shows it: no files, no records (there is no endpoint for registries), its journal folded. */
export function storeFromDaemon(probe: DaemonProbe, endpoint: string, events: HttpReply): StoreSnapshot {
  return storeOfProbe(probe, endpoint, journalOf(events));
}

/** As storeFromDaemon(), with a journal that is known otherwise; where the daemon names no root, `from` stands for it. */
export function storeOfProbe(probe: DaemonProbe, from: string, journal: JournalSummary): StoreSnapshot {
  const manifest: JsonObject = {
    initialized: probe.initialized,
    active_generation: probe.active_generation,
  };
  return {
    root: probe.store_root ?? from,
    real_root: probe.store_root ?? from,
    selected_by: "daemon",
    origin: "daemon",
    root_file: null,
    manifest: { file: null, state: "ok", error: null, oddities: [], record: manifest },
    generation_after: null,
    journal,
    journal_file: null,
    records: [],
    derived: [],
    files: [],
    folders: [],
    locks: [],
    disk: null,
  };
}

function journalOf(reply: HttpReply): JournalSummary {
  const unreadable = (error: string) =>
    createJournalFold().finish({ state: "unreadable", error, sha256: null }).summary;
  if (reply.kind === "failure") return unreadable(`the daemon's /events is ${reply.state}`);
  if (reply.status !== 200) return unreadable(`the daemon's /events answers with HTTP ${reply.status}`);
  const parsed = parseJsonObject(new TextDecoder().decode(reply.body));
  const events = parsed.ok && Object.hasOwn(parsed.value, "events") ? parsed.value["events"] : null;
  if (!Array.isArray(events)) return unreadable("the daemon's /events is no list of events");
  const fold = createJournalFold();
  const encoder = new TextEncoder();
  for (const event of events) fold.add(encoder.encode(`${lineOf(event)}\n`));
  const { summary } = fold.finish({ state: "present", error: null, sha256: null });
  // These bytes are ours, not the journal's.
  return { ...summary, bytes: 0, bytes_parsed: 0 };
}

/** The reference daemon shows a line that it cannot read as an event of type `corrupt`, which no journal holds. */
function lineOf(event: JsonValue): string {
  return isJsonObject(event) && textOf(event, "event_type") === "corrupt" ? "unreadable" : stringifyJson(event);
}
