/** An import whose outcome is known: of new objects, of newer ones, and of some that went another way here. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { bytesOf, editDocument, MANIFEST, readDocument, withBytes } from "../../fixtures/faults/edit.ts";
import { appendEvents, eventOn, filledLines, JOURNAL } from "../../fixtures/faults/journal_text.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { type JsonObject, stringField } from "../../lib/text/json.ts";
import { applyChange, copyStore, type KnownChange, type StoreSize } from "./known_changes.ts";
import { runProgram } from "./program.ts";

const SEED = 29;
/** Every object is deleted some day: with fewer objects, hardly any would be left to go on. */
const EVENTS_OF_AN_OBJECT = 15;
const SCOPE = "workspace:home";
/** Of the journal, what both stores have. */
const SHARED = 0.5;
/** Some of them do not leave the other store. */
const RIVALS = 8;
const EARLIER = "As it was";

/** The import of a workspace into a store that has only the first half of its history. */
export async function prepareImport(folder: string, { events }: Pick<StoreSize, "events">): Promise<KnownChange> {
  const source = join(folder, "source");
  const bundle = join(folder, "home.tar");
  const original = join(folder, "behind");
  const root = join(folder, "importing");
  const ahead = generateStore({ seed: SEED, events, objects: Math.floor(events / EVENTS_OF_AN_OBJECT) });
  writeStore(ahead, source);
  writeStore(withRivals(behind(ahead)), original);
  const exported = await runProgram(["sync", "export", SCOPE, "--out", bundle, "--store", source, "--json"]);
  assert([0, 6].includes(exported.code), exported.stdout);
  await copyStore(original, root);
  const known = await applyChange({
    name: "import",
    folder,
    original,
    root,
    args: ["sync", "import", bundle, "--apply", "--scope", SCOPE, "--store", root, "--json"],
    // What went another way is left to a person.
    code: 6,
    answered: [],
  });
  const { written, replaced, conflicts, events: appended } = JSON.parse(known.said).data.outcome;
  const found = {
    written: written > 5,
    replaced: replaced > 5,
    conflicts: conflicts.length > 0,
    appended: appended > 100,
  };
  assertEquals(found, { written: true, replaced: true, conflicts: true, appended: true });
  return known;
}

const MOST_UNDONE = 60;

/** The undo of an import of some of those objects: of what is under legal hold, or was deleted, nothing is taken back. */
export async function prepareImportUndo(folder: string, { original, root, said }: KnownChange): Promise<KnownChange> {
  const records: readonly JsonObject[] = JSON.parse(said).data.records;
  const objects = records.filter(({ kind, action }) =>
    kind === "object" && (action === "written" || action === "replaced")
  )
    .map(({ id }) => String(id)).filter((id) => {
      const path = join(folder, "source", "objects", `${id.replace(":", "_")}.json`);
      const { state, retention_class: retention } = JSON.parse(Deno.readTextFileSync(path));
      return state === "active" && retention !== "legal_hold";
    });
  const scopes = objects.slice(0, MOST_UNDONE).flatMap((id) => ["--scope", id]);
  await copyStore(original, root);
  const words = ["import", join(folder, "home.tar"), "--apply", ...scopes, "--store", root, "--json"];
  const { code, stdout } = await runProgram(["sync", ...words]);
  assertEquals([code, JSON.parse(stdout).data.outcome.replaced > 0], [0, true], stdout);
  const imported = join(folder, "imported");
  await copyStore(root, imported);
  return await applyChange({
    name: "import-undo",
    folder,
    original: imported,
    root,
    args: ["sync", "import", "--undo", "last", ...scopes, "--store", root, "--json"],
    code: 0,
    answered: [],
  });
}

/** The store as it was in the middle of its history. */
function behind(ahead: StoreFiles): StoreFiles {
  const journal = bytesOf(ahead, JOURNAL);
  const lines = filledLines(journal);
  const known = lines.slice(0, Math.floor(lines.length * SHARED));
  const isKnown = new Set(known.flatMap((line) => objectOf(eventOn(journal, line)) ?? []));
  const isLater = new Set(lines.slice(known.length).flatMap((line) => objectOf(eventOn(journal, line)) ?? []));
  let files = withBytes(ahead, JOURNAL, journal.slice(0, (known.at(-1)?.end ?? -1) + 1));
  files = editDocument(files, MANIFEST, { active_generation: 1 + known.length });
  for (const path of objectPaths(ahead)) {
    const id = stringField(readDocument(ahead, path), "object_id") ?? "";
    if (!isLater.has(id)) continue;
    files = isKnown.has(id)
      ? editDocument(files, path, { title: EARLIER, state: "active" })
      : new Map([...files].filter(([name]) => name !== path));
  }
  return files;
}

/** The store in which some of the objects that go on in the other one have gone on as well. */
function withRivals(files: StoreFiles): StoreFiles {
  const paths = objectPaths(files).filter((path) => {
    const { title, workspace_id, retention_class } = readDocument(files, path);
    return title === EARLIER && workspace_id === SCOPE && retention_class === "normal";
  }).slice(0, RIVALS);
  const events = paths.map((path) => ({
    event_type: "update",
    lane: "normal",
    object_id: stringField(readDocument(files, path), "object_id") ?? "",
    producer: stringField(readDocument(files, path), "last_modified_by_actor") ?? "",
  }));
  return paths.reduce(
    (changed, path) => editDocument(changed, path, { title: "It went on here" }),
    appendEvents(files, events).files,
  );
}

function objectPaths(files: StoreFiles): readonly string[] {
  return [...files.keys()].filter((path) => path.startsWith("objects/") && path.endsWith(".json"));
}

function objectOf(event: JsonObject | null): string | null {
  return event === null ? null : stringField(event, "object_id");
}
