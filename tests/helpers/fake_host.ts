/** A host in memory: the whole program runs on it, on a state that is given, and what it writes is kept. */
import { CliError } from "../../lib/model/errors.ts";
import { createActivityTally } from "../../lib/journal/activity.ts";
import { createNewestSearch } from "../../lib/journal/newest.ts";
import { createJournalSearch } from "../../lib/journal/search.ts";
import { KINDS } from "../../lib/model/kinds.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import { createEventSelector } from "../../lib/export/events.ts";
import type { StreamTraits } from "../../lib/render/view.ts";
import { createDeadline } from "../../commands/host/terminal/deadline.ts";
import { createBundles } from "../../commands/host/bundle/bundles.ts";
import type { Host, NamedFiles, TextSink } from "../../commands/host/types/host.ts";
import type { BytesRequest } from "../../commands/host/types/store_reader.ts";
import { digestOf, startDigest } from "../../commands/host/files/hashing.ts";
import { createTemporaryStores } from "../../commands/host/change/temporary_stores.ts";
import { createJournalFolding } from "../../commands/host/store/journal_folding.ts";
import { run } from "../../commands/run.ts";
import type { StoreBytes } from "../../lib/repair/predict.ts";
import { BUILD } from "./build.ts";
import { NO_PROGRESS } from "./no_progress.ts";
import { HEALTHY_JOURNAL, sha256Hex } from "./snapshots.ts";

export interface FakeRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FakeHostOptions {
  /** What the store and the daemon are found to say. */
  readonly snapshot: StateSnapshot;
  /** The journal's own text, where single events are looked up. */
  readonly journal?: string;
  /** Of both streams; a pipe unless told otherwise. */
  readonly traits?: StreamTraits;
  readonly environment?: Readonly<Record<string, string>>;
}

const NOW = new Date("2026-02-03T04:05:06Z");
const SRV = { path: "/srv", mode: 0o755, uid: 0, gid: 0 };
const PIPE: StreamTraits = { isTerminal: false, columns: null };
const UTF8 = { LANG: "en_US.UTF-8" };

function createMemorySink(traits: StreamTraits): TextSink & { text(): string } {
  const parts: string[] = [];
  return {
    traits,
    write: (text) => {
      parts.push(text);
      return Promise.resolve();
    },
    text: () => parts.join(""),
  };
}

/** Runs the program in memory. What it writes into files is lost; there is nothing to read from files either. */
export async function runInMemory(
  argv: readonly string[],
  { snapshot, journal = HEALTHY_JOURNAL, traits = PIPE, environment = UTF8 }: FakeHostOptions,
): Promise<FakeRun> {
  const stdout = createMemorySink(traits);
  const stderr = createMemorySink(traits);
  const variables = new Map(Object.entries(environment));
  const { store, daemon } = snapshot;
  const absence = snapshot.absence ??
    { root: null, selected_by: "default", reason: "absent", message: "Cannot find a state store" };
  const files: NamedFiles = {
    read: (path) => Promise.reject(new CliError("io", `Cannot read "${path}": there is no such file`)),
    requireOutside: () => Promise.resolve(),
    writeNew: () => Promise.resolve(),
    replace: () => Promise.resolve(),
    async writeNewBytes(_path, content) {
      for await (const _ of content);
    },
  };
  const host: Host = {
    words: argv,
    build: BUILD,
    clock: { now: () => NOW },
    deadline: createDeadline(),
    progress: NO_PROGRESS,
    environment: (name) => variables.get(name) ?? null,
    stdout,
    stderr,
    stores: {
      choose: () => Promise.resolve({ root: store?.root ?? "/srv/state", selectedBy: "option" }),
      read: () => Promise.resolve(store === null ? { found: false, absence } : { found: true, store }),
      readRecord: ({ records }, kind, id) =>
        records.find((entry) => entry.kind === kind && entry.record !== null && KINDS[kind].idOf(entry.record) === id)
          ?.record ?? null,
      readKept: () => null,
      recordCache: () => [],
      readLine: () => Promise.resolve(null),
      searchJournal: (searched, { role, id, newest }) => {
        const search = createJournalSearch({ role, id, newest });
        const { state, error } = searched.journal;
        if (state === "present") search.add(new TextEncoder().encode(journal));
        return Promise.resolve({
          state: state === "present" ? "searched" : state === "absent" ? "absent" : "unreadable",
          error,
          ...search.finish(),
        });
      },
      tallyActivity: () => {
        const tally = createActivityTally(0);
        tally.add(new TextEncoder().encode(journal));
        return Promise.resolve(tally.finish());
      },
      newestEvents(searched, { filters, limit }) {
        const bytes = new TextEncoder().encode(searched.journal.state === "present" ? journal : "");
        const search = createNewestSearch(filters, { limit, journalBytes: bytes.length });
        search.addBefore(bytes);
        return Promise.resolve({ state: "present", error: null, events: search.finish() });
      },
      findMoving: () => Promise.resolve([]),
      readBytes: (_, request) => Promise.resolve(bytesOf(journal, request)),
      selectEvents: (searched, request) => {
        const selector = createEventSelector(request);
        if (searched.journal.state === "present") selector.add(new TextEncoder().encode(journal));
        return Promise.resolve({ state: "selected", error: null, selection: selector.finish() });
      },
    },
    daemons: {
      choose: () => Promise.resolve({ endpoint: daemon.endpoint ?? "none", selectedBy: "option" }),
      probe: () => Promise.resolve(daemon),
      readStore: () => Promise.resolve(null),
    },
    files,
    bundles: () =>
      Promise.resolve(
        createBundles(() => null, files, { deadline: createDeadline(), progress: NO_PROGRESS, words: argv }),
      ),
    temporary: () => Promise.resolve(createTemporaryStores(() => null, { command: "test" })),
    accounts: { uid: () => 0, nameOf: () => null, canSurelyRead: () => false },
    changer: () =>
      Promise.resolve({
        findProblem: () => null,
        lock: () => Promise.reject(new CliError("io", "Cannot lock a store that is only in memory")),
      }),
    screen: { rows: () => null, wait: () => Promise.reject(new Error("Nobody waits here")) },
    minutesAhead: () => 0,
    maker: () =>
      Promise.resolve({
        look: () => ({ root: "/srv/new", parent: SRV, above: [], folder: null, entries: null }),
        make: () => {},
      }),
    giveUpWriting: () => {},
    sha256Hex,
    digestOf,
    startDigest,
    begin: () => Promise.resolve(),
    steps: () => () => Promise.resolve(),
    newIncidentId: () => "00000000",
  };
  const code = await run(argv, host, () => Promise.resolve(host));
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** No file but the journal has bytes in memory. */
function bytesOf(journal: string, { paths, appended, folds }: BytesRequest): StoreBytes {
  const folding = createJournalFolding();
  folding.add(new TextEncoder().encode(journal + appended));
  return {
    digests: new Map(paths.map((path) => [path, null])),
    folded: folds ? folding.finish() : null,
    inventoried: new Map(),
    receipts: [],
  };
}
