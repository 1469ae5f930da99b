/** When a look can be noted, and when a note stands for a store. */
import { assert, assertEquals } from "@std/assert";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { applyFaults } from "../../../fixtures/faults.ts";
import { generateStore } from "../../../fixtures/generate_store.ts";
import { type StoreFiles, textFile } from "../../../fixtures/store_files.ts";
import { isNoteOf, makeLookNote } from "../../../lib/answers/look_note.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { disabledProbe } from "../../../lib/daemon/probe.ts";
import { LOOK_NOTE_LIMIT_BYTES, overNote, parseLookNote } from "../../../lib/derived/look_note.ts";
import { textOf } from "../../../lib/model/fields.ts";
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

async function looked(files: StoreFiles): Promise<StateSnapshot> {
  const store = await readStore(withDerivedState(files));
  return { schema: SNAPSHOT_SCHEMA, taken_at: AT, store, absence: null, daemon: disabledProbe("option") };
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

const leftOut: readonly [name: string, files: StoreFiles][] = [
  ["a record that could not be read", new Map([...PLAIN, ["objects/cut.json", textFile("{")]])],
  ["a file that is no record", new Map([...PLAIN, ["objects/note.txt", textFile("?")]])],
  ["a folder", new Map([...PLAIN, ["objects/more/other.json", textFile("{}")]])],
];
for (const [name, files] of leftOut) {
  Deno.test(`makeLookNote() leaves a registry out that holds ${name}`, async () => {
    assertEquals(noteOf(await looked(files))?.registries.map(({ kind }) => kind), ["transaction", "event"]);
  });
}

Deno.test("makeLookNote() counts what it stands for, and names the workspaces in it", async () => {
  const snapshot = await looked(PLAIN);
  const entries = snapshot.store?.records.filter(({ kind }) => kind === "object") ?? [];
  const note = noteOf(snapshot);
  assertEquals(note?.registries[0], {
    kind: "object",
    records: entries.length,
    bytes: entries.reduce((sum, { file }) => sum + file.bytes, 0),
    state: "state of objects",
  });
  const workspaces = new Set(entries.map(({ record }) => textOf(record, "workspace_id")));
  assertEquals(note?.workspaces, [...workspaces].filter((id) => id !== null).sort());
});

Deno.test("makeLookNote() says of each check that rests on records or journal what it found, or why it did not run", async () => {
  const note = noteOf(await looked(applyFaults(PLAIN, ["interrupted-repair", "two-files-one-id"], 4).files));
  const of = (id: string) => note?.outcomes.find(({ check }) => check === id);
  assertEquals(of("record-ids")?.findings?.map(({ id }) => id), ["record-ids.duplicate"]);
  assertEquals(of("registries.lost"), {
    check: "registries.lost",
    findings: null,
    reason: "A change of the store that may move records has not ended",
  });
  assertEquals(of("journal.lines")?.reason, null);
  assertEquals(of("permissions"), undefined);
});

const LONG = JSON.stringify({
  object_id: "object:long",
  workspace_id: `workspace:${"x".repeat(LOOK_NOTE_LIMIT_BYTES)}`,
});
const unnoted: readonly [name: string, files: StoreFiles, lookedAt?: ReadonlyMap<string, string>][] = [
  ["no folder's state is known", PLAIN, new Map([["journal.jsonl", "a state"]])],
  ["the journal's state is not known", PLAIN, new Map([["objects", "a state"]])],
  ["the journal tells of what is later than the look", applyFaults(PLAIN, ["event-from-the-future"], 4).files],
  ["a decision is dated later than the look", applyFaults(PLAIN, ["decision-in-the-future"], 4).files],
  ["a file of what it stands for is found fault with", applyFaults(PLAIN, ["secret-readable-by-others"], 4).files],
  ["it would be too long", new Map([...PLAIN, ["objects/object_long.json", textFile(LONG)]])],
];
for (const [name, files, lookedAt] of unnoted) {
  Deno.test(`makeLookNote() makes none where ${name}`, async () => {
    assertEquals(noteOf(await looked(files), lookedAt), null);
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

Deno.test("a daemon that counts what a note stands for does not disagree with a store that is read over it", async () => {
  const snapshot = await looked(PLAIN);
  const { store } = snapshot;
  const note = noteOf(snapshot);
  assert(note !== null && store !== null);
  const disagreements = (objects: number, over: LookNote | null) => {
    const daemon = healthyProbe(store.real_root, {
      active_generation: store.generation_after,
      registry_counts: { objects },
    });
    const seen = { ...snapshot, taken_at: LATER, daemon, store: over === null ? store : overNote(store, over) };
    return diagnose(seen, sha256Hex, { note: over }).findings.filter(({ check }) => check === "daemon").length;
  };
  const count = note.registries[0]?.records ?? 0;
  assertEquals([disagreements(count, note), disagreements(count, null), disagreements(count + 1, null)], [0, 0, 1]);
});
