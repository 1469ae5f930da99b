/** When a look can be noted, and when a note stands for a store. */
import { assert, assertEquals } from "@std/assert";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { applyFaults } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { isNoteOf, makeLookNote } from "../../../lib/answers/look_note.ts";
import { disabledProbe } from "../../../lib/daemon/probe.ts";
import { overNote, parseLookNote } from "../../../lib/derived/look_note.ts";
import type { LookNote } from "../../../lib/model/look_note.ts";
import { SNAPSHOT_SCHEMA, type StateSnapshot } from "../../../lib/model/snapshot.ts";
import { BUILD } from "../../helpers/build.ts";
import { healthyProbe } from "../../helpers/probes.ts";
import { readStore } from "../../helpers/read_store.ts";
import { sha256Hex } from "../../helpers/snapshots.ts";

const AT = "2026-06-30T00:00:00Z";
const LATER = "2026-07-01T00:00:00Z";
const PLAIN = generateStore({ seed: 4, events: 60, objects: 12 });
const EVERYWHERE = new Map(
  ["journal.jsonl", "objects", "transactions", "events"].map((path) => [path, `state of ${path}`]),
);

async function looked(files: StoreFiles, takenAt = AT): Promise<StateSnapshot> {
  const store = await readStore(withDerivedState(files));
  return { schema: SNAPSHOT_SCHEMA, taken_at: takenAt, store, absence: null, daemon: disabledProbe("option") };
}

function noteOf(snapshot: StateSnapshot, lookedAt: ReadonlyMap<string, string> = EVERYWHERE): LookNote | null {
  const text = makeLookNote(snapshot, { lookedAt, build: BUILD, sha256Hex });
  return text === null ? null : parseLookNote(text);
}

Deno.test("makeLookNote() notes the registries whose state is known", async () => {
  const snapshot = await looked(PLAIN);
  const kinds = (lookedAt: ReadonlyMap<string, string>) =>
    noteOf(snapshot, lookedAt)?.registries.map(({ kind }) => kind);
  assertEquals(kinds(EVERYWHERE), ["object", "transaction", "event"]);
  assertEquals(kinds(new Map([...EVERYWHERE].filter(([path]) => path !== "transactions"))), ["object", "event"]);
});

Deno.test("makeLookNote() leaves a registry out that holds more than records that could be read", async () => {
  const kinds = noteOf(await looked(applyFaults(PLAIN, ["record-cut-off"], 4).files))?.registries.map(({ kind }) =>
    kind
  );
  assert(kinds !== undefined && kinds.length === 2);
});

const unnoted: readonly [name: string, faults: readonly string[], lookedAt: ReadonlyMap<string, string>, at: string][] =
  [
    ["no folder's state is known", [], new Map([["journal.jsonl", "a state"]]), AT],
    ["the journal's state is not known", [], new Map([["objects", "a state"]]), AT],
    ["the journal tells of what is later than the look", [], EVERYWHERE, "2026-05-05T00:00:00Z"],
    ["a decision is dated later than the look", ["decision-in-the-future"], EVERYWHERE, AT],
    ["what was found of a record's file is not in the rest", ["secret-readable-by-others"], EVERYWHERE, AT],
  ];
for (const [name, faults, lookedAt, at] of unnoted) {
  Deno.test(`makeLookNote() makes none where ${name}`, async () => {
    assertEquals(noteOf(await looked(applyFaults(PLAIN, faults, 4).files, at), lookedAt), null);
  });
}

Deno.test("isNoteOf() tells whether a note stands for what was read beside it", async () => {
  const snapshot = await looked(PLAIN);
  const note = noteOf(snapshot);
  const { store } = snapshot;
  assert(note !== null && store !== null);
  const over = overNote(store, note);
  const root = store.real_root;
  const [objects] = note.registries.map(({ records }) => records);
  const daemon = (count: number) => healthyProbe(root, { registry_counts: { objects: count } });
  const seen = { store: over, taken_at: LATER, daemon: snapshot.daemon };
  const build = { build: BUILD, sha256Hex };
  assertEquals(
    {
      "later": isNoteOf(note, seen, build),
      "at once": isNoteOf(note, { ...seen, taken_at: AT }, build),
      "before": isNoteOf(note, { ...seen, taken_at: "2026-06-29T23:59:59Z" }, build),
      "another build": isNoteOf(note, seen, { ...build, build: { ...BUILD, commit: "abc" } }),
      "a daemon that counts as many": isNoteOf(note, { ...seen, daemon: daemon(objects ?? 0) }, build),
      "a daemon that counts one more": isNoteOf(note, { ...seen, daemon: daemon((objects ?? 0) + 1) }, build),
      "without a store": isNoteOf(note, { ...seen, store: null }, build),
      "another root": isNoteOf(note, { ...seen, store: { ...over, real_root: "/srv/other" } }, build),
      "other folders": isNoteOf(note, { ...seen, store: { ...over, folders: [] } }, build),
      "without a check": isNoteOf({ ...note, outcomes: note.outcomes.slice(1) }, seen, build),
    },
    {
      "later": true,
      "at once": true,
      "before": false,
      "another build": false,
      "a daemon that counts as many": true,
      "a daemon that counts one more": false,
      "without a store": false,
      "another root": false,
      "other folders": false,
      "without a check": false,
    },
  );
});
