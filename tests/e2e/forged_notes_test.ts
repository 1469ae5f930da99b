/**
 * Notes of a store that somebody edited, each as it is refused: with its exit code, and with nothing changed. What no note can say
 * stands in tests/lib: authority_test.ts, sound_report_test.ts, intent_test.ts, forged_plan_test.ts, sound_checkpoint_test.ts.
 */
import { assertEquals } from "@std/assert";
import { type Edit, edited } from "../helpers/forged.ts";
import { asciiJson } from "../helpers/note_mutations.ts";
import { isBeyondNotes, makeNotedStores, type NotedStore, runNoted, writeFolder } from "../helpers/noted_stores.ts";
import { makeFastFolder } from "../host/change/real_tree.ts";

const folder = makeFastFolder();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const stores = await makeNotedStores(folder);

function storeOf(name: string): NotedStore {
  const found = stores.find((store) => store.name === name);
  if (found === undefined) throw new RangeError(`There is no store of the note "${name}"`);
  return found;
}

function noteIn({ files, note }: NotedStore): unknown {
  return JSON.parse(files.get(note) ?? "");
}

/** Runs the command of a store on the note with one field changed, and its digest made to fit. */
async function runForged(store: NotedStore, path: string, value: Edit) {
  writeFolder(folder, store.sealed(asciiJson(edited(noteIn(store), path, value))));
  return await runNoted(store, folder);
}

for (const { name, code } of [{ name: "plan", code: 0 }, { name: "report", code: 0 }, { name: "intent", code: 0 }]) {
  Deno.test(`the ${name} as it was written is gone by`, async () => {
    const store = storeOf(name);
    writeFolder(folder, store.sealed(store.files.get(store.note) ?? ""));
    const { result, changed } = await runNoted(store, folder);
    assertEquals(result.code, code, result.stdout);
    assertEquals([changed.length > 0, changed.filter(isBeyondNotes)], [true, []]);
  });
}

const ACTOR = "actors/actor_ada.json";
const DIGEST = { sha256: "0".repeat(64), bytes: 1 };
const MOVED = { path: ACTOR, before: DIGEST, after: null, kept_at: null };

const forged: readonly (readonly [note: string, path: string, value: Edit, code: number, finer: string])[] = [
  ["plan", "steps.0.description", "Nothing much", 14, "tampered_plan"],
  ["plan", "preconditions", [], 14, "tampered_plan"],
  ["plan", "steps.0.changes.0.path", "../outside/secret.txt", 14, "tampered_plan"],
  ["plan", "steps.0.changes.0.path", "/etc/passwd", 14, "tampered_plan"],
  ["plan", "steps.0.changes.0.path", "tmp/\0", 14, "tampered_plan"],
  ["plan", "steps.0.changes.0.path", ACTOR, 14, "tampered_plan"],
  ["plan", "steps.0.scope", "everything", 14, "tampered_plan"],
  ["plan", "source_report.scopes", ["everything"], 14, "tampered_plan"],
  ["plan", "source_report.report_id", "../../r", 14, "tampered_plan"],
  ["plan", "source_report.binding.store_id", "0", 14, "other_store"],
  ["plan", "source_report.binding", null, 14, "tampered_plan"],
  ["plan", "steps", [], 14, "bad_input"],
  ["plan", "severity", "info", 14, "tampered_plan"],
  ["report", "steps.0.scope", "everything", 21, "untrusted_report"],
  ["report", "steps.1.changes.0.path", "../outside/secret.txt", 21, "untrusted_report"],
  ["report", "steps.1.changes.0.path", "/etc/passwd", 21, "untrusted_report"],
  ["report", "steps.1.changes.0.path", "tmp/\0", 21, "untrusted_report"],
  ["report", "steps.1.changes.0.kept_at", "objects/a.json", 21, "untrusted_report"],
  ["report", "steps.1.changes.0", MOVED, 21, "untrusted_report"],
  ["report", "steps.1.durability", "durable", 21, "untrusted_report"],
  ["report", "scopes", [], 21, "untrusted_report"],
  ["report", "kind", "import", 21, "untrusted_report"],
  ["report", "undoes", "r0", 21, "untrusted_report"],
  ["intent", "scopes", [], 21, "manual"],
  ["intent", "scopes", ["everything"], 21, "manual"],
  ["intent", "kind", "import", 21, "manual"],
  ["intent", "change_id", "../r", 21, "manual"],
  ["intent", "changes.0.path", "../outside/secret.txt", 21, "manual"],
  ["intent", "changes.0.path", "/etc/passwd", 21, "manual"],
  ["intent", "changes.0.path", "tmp/\0", 21, "manual"],
  ["intent", "changes.0", MOVED, 21, "manual"],
  ["intent", "changes.0.kept_at", "objects/a.json", 21, "manual"],
  ["intent", "append.appended.bytes", 0, 21, "manual"],
  ["intent", "schema", "sourceos.cli.change-intent/v2", 21, "manual"],
];

for (const [note, path, value, code, finer] of forged) {
  Deno.test(`${note} with the ${path} ${JSON.stringify(value) ?? "missing"} ends with ${code}`, async () => {
    const { result, changed } = await runForged(storeOf(note), path, value);
    const { errors } = JSON.parse(result.stdout);
    assertEquals([result.code, errors[0]?.code, changed.filter((one) => !one.startsWith("store/tmp/"))], [
      code,
      finer,
      [],
    ]);
  });
}
