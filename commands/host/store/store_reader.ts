/** The reader of this machine's stores: which there is, what is in it, and what else is asked of it. */
import { join, resolve } from "@std/path/posix";
import { recordCacheLines } from "../../../lib/derived/record_cache.ts";
import { marksStore } from "../../../lib/store/path_class.ts";
import type { StoreAbsence } from "../../../lib/model/snapshot.ts";
import { selectEvents } from "./event_reader.ts";
import { type HowToRead, type Kept, readKnownStore } from "./known_store.ts";
import { chooseStore } from "./choose_store.ts";
import { sortedNames } from "./file_entry.ts";
import type { Environment } from "../types/host.ts";
import type { ReceiptDepth, StoreChoice, StoreReader, StoreReading } from "../types/store_reader.ts";
import { ioReason } from "../files/io_reason.ts";
import { readJournalLine, searchJournal, tallyActivity } from "./journal_search.ts";
import { findMovingObjects } from "./moving_objects.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { readNewestEvents } from "./newest_events.ts";
import { readKeptRecord, readOneRecord } from "./one_record.ts";
import { readersOfPaths } from "./readers.ts";
import { NOTHING_KEPT, readStoreBytes } from "./store_bytes.ts";

const NEWEST_ONLY: ReceiptDepth = { all: false, named: null };

/** A reader of this machine's stores, which tells how far it is. The clock is that of the files. */
export function createStoreReader(
  environment: Environment,
  progress: ProgressTaker,
  clock: () => Date = () => new Date(),
): StoreReader {
  const kept: Kept = { readings: new WeakMap(), states: new WeakMap() };
  return {
    choose: (option) => Promise.resolve(chooseStore(option, environment)),
    read: (choice, options = {}) => {
      const { journal = "full", records = "all", receipts = NEWEST_ONLY, kinds = null, about = null } = options;
      const { purpose = "answer", over = null } = options;
      return readStore(choice, {
        journal,
        records,
        receipts,
        kinds,
        about,
        purpose,
        over,
        kept,
        clock,
        progress,
      });
    },
    readRecord: ({ real_root: root }, kind, id) => readOneRecord(root, kind, id),
    readKept: ({ real_root: root }, path) => readKeptRecord(root, path),
    readLine: ({ real_root: root }, line) => readJournalLine(join(root, "journal.jsonl"), line, progress),
    searchJournal: ({ real_root: root }, request) =>
      searchJournal(join(root, "journal.jsonl"), { ...request, progress }),
    newestEvents: ({ real_root: root }, request) =>
      readNewestEvents(join(root, "journal.jsonl"), { ...request, progress }),
    tallyActivity: ({ real_root: root }) => tallyActivity(join(root, "journal.jsonl"), progress),
    findMoving: findMovingObjects,
    readBytes(store, request) {
      const known = kept.readings.get(store.journal) ?? NOTHING_KEPT;
      kept.readings.delete(store.journal);
      return readStoreBytes(store, request, { kept: known, progress });
    },
    recordCache({ records }) {
      const states = kept.states.get(records);
      if (states === undefined) throw new RangeError("Nobody kept the states of the records");
      return recordCacheLines(records, states);
    },
    selectEvents: ({ real_root: root, journal: { bytes, sha256 } }, request) =>
      selectEvents(join(root, "journal.jsonl"), { ...request, bytes, sha256, progress }),
  };
}

async function readStore(choice: StoreChoice, how: HowToRead): Promise<StoreReading> {
  const absent = (
    reason: StoreAbsence["reason"],
    text: string,
    more: Pick<StoreAbsence, "readers" | "empty"> = {},
  ): StoreReading => ({
    found: false,
    absence: {
      root: choice.root,
      selected_by: choice.selectedBy,
      reason,
      message: `Cannot read a state store at "${choice.root}": ${text}`,
      ...more,
    },
  });
  let root: string;
  let names: readonly string[];
  try {
    root = Deno.realPathSync(choice.root);
    if (!Deno.statSync(root).isDirectory) return absent("not_a_directory", "it is not a directory");
    names = sortedNames(root);
  } catch (error) {
    const { exit, reason } = ioReason(error);
    if (exit === "not_found") return absent("absent", "there is no such directory");
    return exit === "denied"
      ? absent("denied", reason, { readers: readersOfPaths([resolve(choice.root)]) })
      : absent("io_error", reason);
  }
  if (!names.some(marksStore)) {
    const empty = names.length === 0;
    return absent("uninitialized", empty ? "it is empty" : "it holds nothing of a state store", { empty });
  }
  return { found: true, ...await readKnownStore(choice, { root, names, ...how }) };
}
