/** How a change of the store is told of: the id of its report, the events in the journal, the manifest that counts them. */
import { digestOfText, writtenFile } from "./text_file.ts";
import { MANIFEST_PATH } from "./paths.ts";
import { eventIdOf, eventLine, manifestAfter, type NewEvent, nextOrdinal, sealOf } from "../journal/append.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { isOfNewerFormat, readManifest } from "../store/manifest.ts";
import type { ChangeWithContent, FileDigest, JournalLines } from "../model/change.ts";
import type { ChangeKind } from "../model/change_kinds.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { obstacleToRecord, placesOf, reasonNotToRewrite } from "./obstacles.ts";
import { reportObject } from "./told_reports.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** Who the events of repairs name as their producer: this program. */
const REPAIR_PRODUCER = "sourceos-sync";

/** What a change records of itself. */
export interface Recording {
  readonly reportId: string;
  /** Of the event that tells of the change: the last that it appends. */
  readonly eventId: string;
  /** The manifest's text and its generation once the events are counted. */
  readonly manifestText: string;
  readonly activeGeneration: number;
  readonly append: JournalLines;
}

/** What a repair, an undo or a decision records of itself: one event, and others before it of the objects that it wrote. */
export interface EventRecording extends Recording {
  /** All that is appended to the journal: the events' lines, and before them what seals a torn one. */
  readonly appended: string;
}

interface RecordingRequest {
  readonly kind: ChangeKind;
  readonly at: string;
  /** What else tells one from another that is made in the same second. */
  readonly identity: readonly string[];
  readonly payload?: JsonObject;
  /** Whose change it is; this program's where absent. */
  readonly producer?: string;
  /** Events of its objects, before the one that tells of the change; of the report's id. */
  readonly objectEvents?: (reportId: string) => readonly NewEvent[];
  readonly sha256Hex: Sha256Hex;
}

/** Why nothing can be changed at all, or null: what cannot be recorded is not done. */
export function reasonNotToRecord(store: StoreSnapshot): string | null {
  const { manifest, journal, origin } = store;
  if (origin === "daemon") return "Only the daemon shows this store: a repair needs the store on disk";
  const read = readManifest({ manifest });
  if (read === null) return "The manifest cannot be read, so that a repair could not be recorded: restore it first";
  if (isOfNewerFormat(store)) return "The store is of a newer format, of which nobody here can tell what must stay";
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
export function recordingOf(store: StoreSnapshot, request: RecordingRequest): EventRecording {
  const { journal } = store;
  const { kind, at, producer = REPAIR_PRODUCER, sha256Hex } = request;
  const reportId = reportIdOf(store, request);
  const firstOrdinal = nextOrdinal(journal);
  const events: readonly NewEvent[] = [...request.objectEvents?.(reportId) ?? [], {
    event_type: "repair",
    lane: "repair",
    object_id: reportObject(reportId),
    producer,
    created_at: at,
    payload: { report_id: reportId, kind, ...request.payload },
  }];
  const lines = events.map((event, index) => eventLine(firstOrdinal + index, event));
  const appended = `${sealOf(journal)}${lines.join("")}`;
  const append = { range: appendRange(journal, digestOfText(appended, sha256Hex)), lines: () => [appended] };
  return { appended, ...recordingOfLines(store, { reportId, at, firstOrdinal, events: events.length, append }) };
}

/** The recording of a change whose lines are made elsewhere. @throws RangeError where reasonNotToRecord() gives one */
export function recordingOfLines(
  store: StoreSnapshot,
  { reportId, at, firstOrdinal, events, append }: {
    readonly reportId: string;
    readonly at: string;
    readonly firstOrdinal: number;
    /** How many the lines are. */
    readonly events: number;
    readonly append: JournalLines;
  },
): Recording {
  const manifest = readManifest(store);
  if (manifest === null || manifest.activeGeneration === null) {
    throw new RangeError("Cannot record a change without a manifest");
  }
  const { activeGeneration } = manifest;
  return {
    reportId,
    eventId: eventIdOf(firstOrdinal + events - 1),
    manifestText: manifestAfter(manifest.record, { activeGeneration, events, at }),
    activeGeneration: activeGeneration + events,
    append,
  };
}

/** The manifest's change; `before` is its file as it is now. */
export function manifestChange(
  { reportId, manifestText: text }: Recording,
  before: FileDigest | null,
  sha256Hex: Sha256Hex,
): ChangeWithContent {
  return writtenFile({ path: MANIFEST_PATH, text, before }, reportId, sha256Hex);
}

/** The id of the report that the change writes: another one for every change of every store. */
export function reportIdOf(
  store: StoreSnapshot,
  request: Omit<RecordingRequest, "payload" | "producer" | "objectEvents">,
): string {
  const { kind, at, sha256Hex } = request;
  const { bytes, sha256 } = store.journal;
  const identity = [storeId(store, sha256Hex), kind, bytes, sha256, at, ...request.identity];
  return `${kind}-${at.replace(/[-:]/g, "")}-${sha256Hex(JSON.stringify(identity)).slice(0, 8)}`;
}

/** What tells one store from another, a copy of it too: where it is and when it was made. */
export function storeId({ real_root, manifest }: StoreSnapshot, sha256Hex: Sha256Hex): string {
  const createdAt = manifest.record === null ? null : manifest.record["created_at"] ?? null;
  return sha256Hex(canonicalJson([real_root, createdAt])).slice(0, 32);
}

/** Where lines of these bytes go in the journal. */
export function appendRange({ bytes, state }: JournalSummary, appended: FileDigest): JournalLines["range"] {
  return { journal_bytes: bytes, existed: state === "present", appended };
}
