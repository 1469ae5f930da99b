/** What a note of a look is bound to, and which text is one. */
import { assertEquals } from "@std/assert";
import { lookNoteText, overNote, parseLookNote, restOf } from "../../../lib/derived/look_note.ts";
import type { LookNote } from "../../../lib/model/look_note.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { derivedEntry, entryOf, fileEntry, healthyStore, manifestEntry } from "../../helpers/snapshots.ts";

const AT = "2026-06-30T00:00:00Z";
const NOTE: LookNote = {
  schema: "sourceos.cli.look-note/v1",
  as_of: AT,
  made_by: "a build",
  journal: "a state",
  registries: [{ kind: "object", records: 1, bytes: 2, state: "another state" }],
  workspaces: ["workspace:home"],
  rest_sha256: "0".repeat(64),
  outcomes: [
    { check: "record-ids", findings: [], reason: null },
    { check: "registries.lost", findings: null, reason: "It did not run" },
  ],
};

Deno.test("parseLookNote() reads what lookNoteText() writes", () => {
  assertEquals(parseLookNote(lookNoteText(NOTE)), NOTE);
});

const TEXT = lookNoteText(NOTE);
const noNotes: readonly [name: string, text: string][] = [
  ["an empty text", ""],
  ["no JSON", TEXT.slice(1)],
  ["a byte order mark before it", `\ufeff${TEXT}`],
  ["a newer version", TEXT.replace("look-note/v1", "look-note/v2")],
  ["another document", TEXT.replace("look-note", "record-cache")],
  ["a field that is missing", TEXT.replace('"journal":', '"other":')],
  ["a kind that nobody knows", TEXT.replace('"kind":"object"', '"kind":"thing"')],
  ["a count below zero", TEXT.replace('"records":1', '"records":-1')],
  ["a finding that is none", TEXT.replace('"findings":[]', '"findings":[{}]')],
  ["no digest", TEXT.replace("0000", "xxxx")],
];
for (const [name, text] of noNotes) {
  Deno.test(`parseLookNote() takes ${name} for no note`, () => assertEquals(parseLookNote(text), null));
}

const INDEX = derivedEntry("indexes/a.json", {}, {
  entries: { file: fileEntry("indexes/a.entries.ndjson"), state: "ok", sha256: "5a", count: 1, difference: null },
});
const STORE: StoreSnapshot = {
  ...healthyStore({ derived: [INDEX, derivedEntry("indexes/b.json", {})], files: [fileEntry("current-version")] }),
  above: [fileEntry("/srv", { type: "directory", mode: 0o755 })],
};
const folderOf = (path: string, changes: Parameters<typeof fileEntry>[1] = {}) =>
  fileEntry(path, { type: "directory", bytes: 0, mode: 0o700, ...changes });

const changes: readonly [name: string, isRest: boolean, changes: Partial<StoreSnapshot>][] = [
  ["an object", false, { records: STORE.records.filter(({ kind }) => kind !== "object") }],
  ["a receipt", false, { records: STORE.records.filter(({ kind }) => kind !== "receipt") }],
  ["an actor", true, { records: STORE.records.filter(({ kind }) => kind !== "actor") }],
  ["what an actor says", true, {
    records: STORE.records.map((entry) => entry.kind === "actor" ? entryOf("actor", { title: "x" }) : entry),
  }],
  ["when an actor was written", true, {
    records: STORE.records.map((entry) =>
      entry.kind === "actor" ? { ...entry, file: { ...entry.file, modified_at: AT } } : entry
    ),
  }],
  ["the manifest", true, { manifest: manifestEntry({ active_generation: 99 }) }],
  ["no manifest", true, { manifest: { file: null, state: "absent", error: null, oddities: [], record: null } }],
  ["the mode of the manifest", true, {
    manifest: { ...STORE.manifest, file: fileEntry("manifest.json", { mode: 0o666 }) },
  }],
  ["when the manifest was written", false, {
    manifest: { ...STORE.manifest, file: STORE.manifest.file && { ...STORE.manifest.file, modified_at: AT } },
  }],
  ["the generation behind the journal", true, { generation_after: 99 }],
  ["an index", true, { derived: [] }],
  ["the entries of an index", true, {
    derived: [{ ...INDEX, entries: INDEX.entries && { ...INDEX.entries, sha256: "a5" } }, ...STORE.derived.slice(1)],
  }],
  ["the mode of the store's own folder", true, { root_file: folderOf(".", { mode: 0o755 }) }],
  ["no word on the store's own folder", true, { root_file: null }],
  ["the mode of the folder above", true, { above: [folderOf("/srv", { mode: 0o700 })] }],
  ["when the folder above was changed", false, {
    above: (STORE.above ?? []).map((folder) => ({ ...folder, modified_at: AT })),
  }],
  ["another root", true, { real_root: "/srv/other" }],
  ["a folder", true, { folders: [...STORE.folders, folderOf("more")] }],
  ["a file", true, { files: [...STORE.files, fileEntry("more.txt")] }],
  ["a file of content sync", false, { files: [] }],
  ["a file in a folder of content sync", false, {
    files: [...STORE.files, fileEntry("orchestration/pending/1.json")],
  }],
  ["a file in tmp/", false, { files: [...STORE.files, fileEntry("tmp/batch")] }],
  ["a folder whose name begins as tmp/ does", true, { folders: [...STORE.folders, folderOf("tmp-other")] }],
  ["the note itself", false, { files: [...STORE.files, fileEntry("checkpoints/look.note")] }],
  ["a mount", true, { mounts: ["objects"] }],
  ["an interrupted change", true, {
    interrupted: { file: fileEntry("tmp/sync-change/intent.json"), intent: null, error: "?", under_way: null },
  }],
];
for (const [name, isRest, change] of changes) {
  Deno.test(`restOf() ${isRest ? "tells of" : "leaves out"} ${name}`, () => {
    assertEquals(restOf({ ...STORE, ...change }, NOTE) !== restOf(STORE, NOTE), isRest);
  });
}

Deno.test("restOf() is the same of a store that is read over the note", () => {
  assertEquals(restOf(overNote(STORE, NOTE), NOTE), restOf(STORE, NOTE));
});

Deno.test("overNote() leaves out the records that the note stands for, and all heads", () => {
  const over = overNote(STORE, NOTE);
  assertEquals(
    over.records.map(({ kind }) => kind),
    STORE.records.map(({ kind }) => kind).filter((kind) => kind !== "object"),
  );
  assertEquals([over.journal.objects, over.journal.actors], [[], []]);
});
