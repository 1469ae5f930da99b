/** Loading the state that a command looks at: a saved snapshot, the store on disk, or what the daemon tells. */
import { accessHint } from "../../lib/answers/access.ts";
import { buildCatalog, type Catalog } from "../../lib/store/catalog.ts";
import { refuseUnknownChoices, resolveContext } from "../../lib/store/context.ts";
import { describeSource, type Surroundings } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { changeWarnings } from "../../lib/change/standing.ts";
import type { Warning } from "../../lib/model/envelope.ts";
import type { DaemonProbe } from "../../lib/model/daemon.ts";
import type { RecordKind } from "../../lib/model/kinds.ts";
import type { LookNote } from "../../lib/model/look_note.ts";
import type { StateSnapshot, StoreSnapshot } from "../../lib/model/snapshot.ts";
import { SNAPSHOT_SCHEMA, StateSnapshot as SavedSnapshot } from "../../lib/model/snapshot.ts";
import { readDocument } from "../../lib/model/input_document.ts";
import { readManifest } from "../../lib/store/manifest.ts";
import { parseSnapshot } from "../../lib/store/parse_snapshot.ts";
import { isIntegrityReport, snapshotOfReport } from "../../lib/daemon/snapshot_of_report.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { requireAnswer, requireSameStore } from "./required_daemon.ts";
import type { DaemonChoice, Host } from "../host/types/host.ts";
import type {
  FoundStore,
  JournalDepth,
  ReadOptions,
  ReadPurpose,
  ReceiptDepth,
  RecordDepth,
  StoreChoice,
  StoreReading,
} from "../host/types/store_reader.ts";
import type { StateOptions } from "../frame/options.ts";

export interface LoadedState extends Surroundings {
  readonly snapshot: StateSnapshot;
  /** What its store was read over; null where it was read as a whole. */
  readonly note: LookNote | null;
  /** The records of its store; empty without one. */
  readonly catalog: Catalog;
  /** It was read just now, and is no saved snapshot. */
  readonly isLive: boolean;
  /** How to see what the caller may not read, see accessHint(); null where nothing was denied. */
  readonly access: string | null;
}

const SNAPSHOT_LIMIT_BYTES = 512 * 1024 * 1024;

/** What differs between the commands that load. */
export interface LoadOptions {
  /** The command writes a file of its own once it has read; all others give up writing first. */
  readonly writesAFile?: boolean;
  /** That file is the snapshot itself: the answer is about it, so that it is the same when it is read again. */
  readonly savesSnapshot?: boolean;
  /** How much of the journal is read; all of it where absent. */
  readonly journal?: JournalDepth;
  /** Which records are opened; all where absent. */
  readonly records?: RecordDepth;
  /** Which receipts are opened; the newest where absent. */
  readonly receipts?: ReceiptDepth;
  /** The only kinds whose records are asked for, beside those that the context is chosen from; all where absent. */
  readonly kinds?: readonly RecordKind[];
  /** The only record that is asked for, as it was typed; all where absent. */
  readonly about?: string;
  /** What comes of it: an answer where absent. */
  readonly purpose?: ReadPurpose;
}

/** How deep a store is read. */
type Depth = Required<ReadOptions>;

const NEWEST_RECEIPTS: ReceiptDepth = { all: false, named: null };
/** What profile, workspace and device in force are chosen from. */
const CONTEXT_KINDS: readonly RecordKind[] = ["profile", "workspace", "device"];

/** The state, in which nothing is judged yet. Reads only. @throws CliError for contradictory options or a bad snapshot */
export async function loadState(
  options: StateOptions,
  host: Host,
  {
    writesAFile = false,
    savesSnapshot = false,
    journal = "full",
    records = "all",
    receipts = NEWEST_RECEIPTS,
    kinds,
    about,
    purpose = "answer",
  }: LoadOptions = {},
): Promise<LoadedState> {
  const isLive = options.snapshot === null;
  const depth = {
    journal,
    records,
    receipts,
    kinds: kinds === undefined ? null : [...kinds, ...CONTEXT_KINDS],
    about: about ?? null,
    purpose,
    over: null,
  };
  const { snapshot, note } = options.snapshot === null
    ? await loadLive(options, host, { writesAFile: writesAFile || savesSnapshot, depth })
    : { snapshot: await loadSaved(options, options.snapshot, { host, writesAFile }), note: null };
  await host.begin("catalog");
  const catalog = buildCatalog(snapshot.store);
  const known = {
    catalog,
    readsObjects: kinds === undefined || kinds.includes("object"),
    workspaces: note?.workspaces ?? [],
  };
  const choice = (option: string | null, variable: string) => ({ option, environment: host.environment(variable) });
  const context = resolveContext(
    {
      profile: choice(options.profile, "SOURCEOS_PROFILE"),
      workspace: choice(options.workspace, "SOURCEOS_WORKSPACE"),
      device: choice(options.device, "SOURCEOS_DEVICE"),
    },
    readManifest(snapshot.store)?.record ?? null,
    known,
  );
  if (snapshot.store !== null) refuseUnknownChoices(context, snapshot.store, known);
  return {
    snapshot,
    note,
    catalog,
    isLive,
    access: accessHint(snapshot, host.words),
    source: describeSource(snapshot, savesSnapshot || !isLive),
    context,
    warnings: [...changeWarnings(snapshot.store), ...daemonWarnings(snapshot)],
  };
}

async function loadSaved(
  options: StateOptions,
  path: string,
  { host, writesAFile }: { readonly host: Host; readonly writesAFile: boolean },
): Promise<StateSnapshot> {
  const [clash] = [
    ["--store", options.store !== null],
    ["--daemon", options.daemon !== null],
    ["--require-daemon", options.requiresDaemon],
  ].filter(([, isGiven]) => isGiven);
  if (clash !== undefined) {
    throw new CliError("usage", `Cannot use --snapshot together with ${clash[0]}: a snapshot holds its own state`, {
      target: "--snapshot",
      hint: "Leave out one of the two",
    });
  }
  if (!writesAFile) host.giveUpWriting();
  const bytes = await host.files.read(path, SNAPSHOT_LIMIT_BYTES);
  const reading = readDocument(bytes, SavedSnapshot);
  if (reading.ok) return reading.document;
  return isIntegrityReport(reading.record) ? snapshotOfReport(bytes, path) : parseSnapshot(bytes, path);
}

async function loadLive(
  options: StateOptions,
  host: Host,
  { writesAFile, depth }: { readonly writesAFile: boolean; readonly depth: Depth },
): Promise<Pick<LoadedState, "snapshot" | "note">> {
  const daemonChoice = await host.daemons.choose(options.daemon);
  // From here on a bug in a reading command cannot change the store.
  if (!writesAFile) host.giveUpWriting();
  const storeChoice = await host.stores.choose(options.store);
  // The daemon first: reading a large store would hold up its answer beyond the timeout.
  const daemon = await host.daemons.probe(daemonChoice, options.timeoutMs);
  if (options.requiresDaemon) requireAnswer(daemon);
  const reading = await readStore(storeChoice, daemon, { host, depth });
  const { store, note = null } = reading.found
    ? reading
    : storeChoice.selectedBy === "default"
    ? await storeOfDaemon(daemonChoice, daemon, { options, host, depth })
    : { store: null };
  if (options.requiresDaemon && store !== null) await requireSameStore(daemon, store, host);
  const snapshot: StateSnapshot = {
    schema: SNAPSHOT_SCHEMA,
    taken_at: formatTimestamp(host.clock.now()),
    store: store === null || daemonChoice.selectedBy !== "option"
      ? store
      : { ...store, named_daemon: daemonChoice.endpoint },
    // Where the daemon tells what the disk denied, the denial still says how to see more.
    absence: store?.origin === "disk" || reading.found ? null : reading.absence,
    daemon,
  };
  return { snapshot, note };
}

/** The store as it is read at that depth: over a note only where that fits all else, else once more without. */
async function readStore(
  choice: StoreChoice,
  daemon: DaemonProbe,
  { host, depth }: { readonly host: Host; readonly depth: Depth },
): Promise<StoreReading> {
  const reading = await host.stores.read(choice, depth);
  if (!reading.found || reading.note === undefined) return reading;
  const { isNoteOf } = await import("../../lib/answers/look_note.ts");
  const seen = { store: reading.store, taken_at: formatTimestamp(host.clock.now()), daemon };
  return isNoteOf(reading.note, seen, host)
    ? reading
    : await host.stores.read(choice, { ...depth, records: "changed" });
}

/** Where no store is in its usual places, the daemon may name one on this disk, or else tell what it sees itself. */
async function storeOfDaemon(
  choice: DaemonChoice,
  daemon: DaemonProbe,
  { options, host, depth }: { readonly options: StateOptions; readonly host: Host; readonly depth: Depth },
): Promise<Pick<FoundStore, "note"> & { readonly store: StoreSnapshot | null }> {
  if (!daemon.available || daemon.store_root === null) return { store: null };
  const reading = await readStore({ root: daemon.store_root, selectedBy: "daemon" }, daemon, { host, depth });
  return reading.found ? reading : { store: await host.daemons.readStore(choice, daemon, options.timeoutMs) };
}

function daemonWarnings({ daemon }: StateSnapshot): readonly Warning[] {
  const quiet = ["ok", "down", "disabled", "not_asked"];
  if (quiet.includes(daemon.state) && (daemon.state !== "down" || daemon.selected_by === "default")) return [];
  const message = daemon.answers.healthz.message ?? `The daemon is ${daemon.state}`;
  return [{ code: `daemon_${daemon.state}`, message, target: daemon.endpoint }];
}
