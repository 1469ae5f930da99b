/** How a change of the store is recorded: a report, an event in the journal, and the manifest that counts it. */
import { imageOfText } from "./text_digest.ts";
import { eventIdOf, eventLine, manifestAfter, nextOrdinal, sealOf } from "../journal/append.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { readManifest } from "../store/manifest.ts";
import type { ChangeKind, JournalAppend } from "../model/change.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { obstacleToRecord, placesOf, reasonNotToRewrite } from "./obstacles.ts";

/** Who the events of repairs name as their producer: this program. */
const REPAIR_PRODUCER = "sourceos-sync";

/** What a repair or an undo records of itself. */
export interface Recording {
  readonly reportId: string;
  readonly eventId: string;
  /** All that is appended to the journal: the event's line, and before it what seals a torn one. */
  readonly appended: string;
  /** The manifest's text and its generation once the event is counted. */
  readonly manifestText: string;
  readonly activeGeneration: number;
}

interface RecordingRequest {
  readonly kind: ChangeKind;
  readonly at: string;
  /** What else tells one from another that is made in the same second. */
  readonly identity: readonly string[];
  readonly payload?: JsonObject;
  readonly sha256Hex: (text: string) => string;
}

/** Why nothing can be changed at all, or null: what cannot be recorded is not done. */
export function reasonNotToRecord(store: StoreSnapshot): string | null {
  const { manifest, journal, origin } = store;
  if (origin === "daemon") return "Only the daemon shows this store: a repair needs the store on disk";
  const read = readManifest({ manifest });
  if (read === null) return "The manifest cannot be read, so that a repair could not be recorded: restore it first";
  const generation = read.activeGeneration;
  if (generation === null) return "The manifest tells no active generation, so that a repair could not be recorded";
  if (journal.state === "unreadable" || journal.state === "not_read") {
    return "The journal cannot be read, so that a repair could not be recorded";
  }
  if (journal.state === "absent" && generation > 1) {
    return "The journal is gone, and the manifest has counted events: restore the journal first";
  }
  return reasonNotToRewrite("manifest.json", manifest) ?? obstacleToRecord(placesOf(store));
}

/** @throws RangeError where reasonNotToRecord() gives one */
export function recordingOf(store: StoreSnapshot, request: RecordingRequest): Recording {
  const { journal } = store;
  const { kind, at } = request;
  const reportId = reportIdOf(store, request);
  const ordinal = nextOrdinal(journal);
  const line = eventLine(ordinal, {
    event_type: "repair",
    lane: "repair",
    object_id: `repair-report:${reportId}`,
    producer: REPAIR_PRODUCER,
    created_at: at,
    payload: { report_id: reportId, kind, ...request.payload },
  });
  return {
    reportId,
    eventId: eventIdOf(ordinal),
    appended: `${sealOf(journal)}${line}`,
    ...countedManifest(store, 1, at),
  };
}

/** The manifest once so many more events are in the journal. @throws RangeError where reasonNotToRecord() gives one */
export function countedManifest(
  store: StoreSnapshot,
  events: number,
  at: string,
): Pick<Recording, "manifestText" | "activeGeneration"> {
  const manifest = readManifest(store);
  if (manifest === null || manifest.activeGeneration === null) {
    throw new RangeError("Cannot record a change without a manifest");
  }
  const { activeGeneration } = manifest;
  return {
    manifestText: manifestAfter(manifest.record, { activeGeneration, events, at }),
    activeGeneration: activeGeneration + events,
  };
}

/** The id of the report that the change writes: another one for every change of every store. */
export function reportIdOf(store: StoreSnapshot, request: Omit<RecordingRequest, "payload">): string {
  const { kind, at, sha256Hex } = request;
  const { bytes, sha256 } = store.journal;
  const identity = [storeId(store, sha256Hex), kind, bytes, sha256, at, ...request.identity];
  return `${kind}-${at.replace(/[-:]/g, "")}-${sha256Hex(JSON.stringify(identity)).slice(0, 8)}`;
}

/** What tells one store from another, a copy of it too: where it is and when it was made. */
export function storeId({ real_root, manifest }: StoreSnapshot, sha256Hex: (text: string) => string): string {
  const createdAt = manifest.record === null ? null : manifest.record["created_at"] ?? null;
  return sha256Hex(canonicalJson([real_root, createdAt])).slice(0, 32);
}

/** Where the text goes and what it makes of the journal, as a change of the store takes it. */
export function appendTo(
  { bytes, state }: JournalSummary,
  appended: string,
  sha256Hex: (text: string) => string,
): { readonly place: JournalAppend; readonly lines: () => readonly string[] } {
  return {
    place: {
      journal_bytes: bytes,
      existed: state === "present",
      appended: imageOfText(appended, sha256Hex),
    },
    lines: () => [appended],
  };
}
