/** Deciding a conflict that an import made: the other side under an id of its own, or a merged record. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { ConflictSides } from "../../lib/model/documents/conflict_sides.ts";
import { isJsonObject, type JsonObject, stringField } from "../../lib/text/json.ts";
import { applyDecisionWords, decide, decided, DECIDER } from "../helpers/decisions.ts";
import { copyStore } from "../helpers/known_changes.ts";
import { prepareImport } from "../helpers/known_imports.ts";
import { NOW, programTest, runProgram } from "../helpers/program.ts";
import { repair, repaired } from "../helpers/repair_runs.ts";
import { assertCarriedOut, contentOf, differences, readPlan, tellsOfChange } from "../helpers/repairs.ts";
import { withFolder } from "../helpers/stores.ts";

const EVENTS = 6_000;
const AT = new Date(Number(NOW) * 1000).toISOString().replace(/\.\d+Z$/, "Z");

interface Conflicted {
  readonly folder: string;
  readonly root: string;
  readonly bundle: string;
  readonly conflict: JsonObject;
  readonly objectId: string;
  readonly objectPath: string;
}

function readJson(root: string, path: string): JsonObject {
  return JSON.parse(Deno.readTextFileSync(join(root, path)));
}

function textAt(record: JsonObject, ...path: readonly string[]): string {
  const [field = "", ...below] = path;
  const value = record[field];
  if (below.length > 0) return isJsonObject(value) ? textAt(value, ...below) : "";
  return stringField(record, field) ?? "";
}

function words({ conflict }: Conflicted, option: string, ...given: readonly string[]): readonly string[] {
  const who = ["--as", DECIDER, "--rationale", "Both count"];
  return [textAt(conflict, "conflict_id"), "--option", option, ...given, ...who];
}

function eventsBehind(root: string, before: number): readonly JsonObject[] {
  const lines = Deno.readTextFileSync(join(root, "journal.jsonl")).trimEnd().split("\n");
  return lines.slice(before).map((line) => JSON.parse(line));
}

function countEvents(root: string): number {
  return Deno.readTextFileSync(join(root, "journal.jsonl")).trimEnd().split("\n").length;
}

async function findings(root: string): Promise<readonly string[]> {
  const { stdout } = await runProgram(["sync", "doctor", "--store", root, "--json"]);
  return JSON.parse(stdout).data.findings.map(({ id, target }: JsonObject) => `${id} ${target}`);
}

async function sidesOf(
  command: string,
  { root, conflict }: Conflicted,
  ...more: readonly string[]
): Promise<ConflictSides> {
  const args = ["sync", command, textAt(conflict, "conflict_id"), ...more, "--store", root, "--json"];
  const { code, stdout } = await runProgram(args);
  assertEquals(code, 0, stdout);
  return JSON.parse(stdout).data.sides;
}

/** Both commands show both sides alike, from what the import has kept or from the bundle, and say where one is missing. */
async function assertShown(given: Conflicted): Promise<void> {
  const { folder, root, bundle, conflict, objectId, objectPath } = given;
  const listed = await sidesOf("conflicts", given);
  assertEquals(await sidesOf("explain", given), listed);
  assertEquals([listed.object_id, listed.here?.from, listed.missing, listed.changed_since], [
    objectId,
    objectPath,
    null,
    false,
  ]);
  assertEquals(listed.there?.from.startsWith("repair-reports/competing/import-"), true);
  assertEquals(listed.options.map(({ option }) => option), ["merge", "fork", "skip"]);
  const fromBundle = await sidesOf("conflicts", given, "--from", bundle);
  assertEquals([fromBundle.there?.from, fromBundle.fields], [bundle, listed.fields]);
  const kept = join(root, "repair-reports/competing");
  Deno.renameSync(kept, join(folder, "competing"));
  const alone = await sidesOf("explain", given);
  Deno.renameSync(join(folder, "competing"), kept);
  assertEquals([alone.there, alone.fields.every(({ state }) => state === "unknown")], [null, true]);
  assertStringIncludes(alone.missing?.reason ?? "", textAt(conflict, "import", "bundle_sha256"));
  assertStringIncludes(alone.missing?.command ?? "", "--from BUNDLE");
  const other = join(folder, "behind.tar");
  await runProgram(["sync", "export", objectId, "--out", other, "--store", root]);
  const refused = await runProgram([
    "sync",
    "conflicts",
    textAt(conflict, "conflict_id"),
    "--from",
    other,
    "--store",
    root,
  ]);
  assertEquals(refused.code === 0, false);
}

/** What the fork leaves: the other side as a new object, what is here as it was, and no new finding. */
async function assertForks(given: Conflicted): Promise<void> {
  const { folder, root, bundle, conflict, objectId } = given;
  await assertShown(given);
  const kept = join(root, "repair-reports/competing");
  Deno.renameSync(kept, join(folder, "competing"));
  const asked = await decide(root, words(given, "fork"));
  assertEquals([asked.code, asked.errors[0]?.["code"]], [2, "needs_bundle"]);
  assertStringIncludes(String(asked.errors[0]?.["hint"]), textAt(conflict, "import", "bundle_sha256"));
  await decided(root, words(given, "fork", "--from", bundle));
  Deno.renameSync(join(folder, "competing"), kept);
  const before = contentOf(root);
  const known = new Set(await findings(root));
  const events = countEvents(root);
  const file = join(folder, "fork.json");
  await decided(root, [...words(given, "fork"), "--save", file]);
  const { outcome } = await decided(root, applyDecisionWords(file, objectId));
  assertCarriedOut(root, before, readPlan(file), outcome?.steps ?? []);
  const forked = `${objectId}-fork-${textAt(conflict, "import", "competing_sha256").slice(0, 8)}`;
  const record = readJson(root, `objects/${forked.replace(":", "_")}.json`);
  assertEquals(
    [record["object_id"], record["record_id"], record["last_modified_by_actor"], record["updated_at"]],
    [forked, forked, DECIDER, AT],
  );
  const { provenance } = record;
  assertEquals(Array.isArray(provenance) ? provenance.at(-1) : null, {
    conflict_id: textAt(conflict, "conflict_id"),
    option: "fork",
    object_id: objectId,
    bundle_sha256: textAt(conflict, "import", "bundle_sha256"),
  });
  assertEquals(
    eventsBehind(root, events).map((
      { event_type, lane, object_id, producer },
    ) => [event_type, lane, object_id, producer]),
    [
      ["add", "normal", forked, DECIDER],
      ["repair", "repair", `repair-report:${outcome?.report_id}`, DECIDER],
    ],
  );
  assertEquals((await findings(root)).filter((id) => !known.has(id) && !id.startsWith("index.")), []);
  const forkedFile = join(root, `objects/${forked.replace(":", "_")}.json`);
  const text = Deno.readTextFileSync(forkedFile);
  Deno.writeTextFileSync(forkedFile, text.replace('"title"', '"titel"'));
  const refused = await repair(root, ["--undo", outcome?.report_id ?? "", "--scope", objectId]);
  assertEquals(refused.code, 13, "What was changed since stays");
  Deno.writeTextFileSync(forkedFile, text);
  await repaired(root, ["--undo", outcome?.report_id ?? "", "--scope", objectId]);
  assertEquals(differences(before, contentOf(root)).filter((path) => !tellsOfChange(path)), []);
  assertEquals((await findings(root)).filter((id) => !known.has(id) && !id.startsWith("index.")), []);
  assertEquals(
    eventsBehind(root, events + 2).map(({ event_type, lane, object_id }) => [event_type, lane, object_id]).slice(0, 1),
    [["repair", "repair", forked]],
  );
}

/** What the merge leaves, and that its undo puts both records back, byte for byte. */
async function assertMerges(given: Conflicted): Promise<void> {
  const { folder, root, objectId, objectPath } = given;
  const asked = await decide(root, words(given, "merge"));
  assertEquals([asked.code, asked.errors[0]?.["code"]], [2, "needs_record"]);
  assertStringIncludes(String(asked.errors[0]?.["hint"]), "--template merged.json");
  const template = join(folder, "template.json");
  const { template: written, fields: shown } = await sidesOf("conflicts", given, "--template", template);
  assertEquals(written, template);
  const open = Object.entries(readJson(folder, "template.json")).filter(([, value]) =>
    isJsonObject(value) && "choose_one" in value
  ).map(([field]) => field);
  assertEquals(open.includes("title"), true);
  assertEquals(shown.filter(({ field, state }) => open.includes(field) && state === "same"), []);
  const early = await decide(root, words(given, "merge", "--record", template));
  assertEquals([early.code, early.errors[0]?.["code"]], [14, "invalid_record"]);
  assertStringIncludes(String(early.errors[0]?.["message"]), "both sides");
  const merged = join(folder, "merged.json");
  const write = (changes: JsonObject) =>
    Deno.writeTextFileSync(merged, JSON.stringify({ ...readJson(root, objectPath), ...changes }));
  for (
    const [changes, message] of [
      [{ object_id: "object:another" }, 'its "object_id" is not that of the object here'],
      [{ privacy_class: "public" }, 'its "privacy_class" is not that of the object here'],
      [{ state: "deleted" }, 'its "state" is not that of the object here'],
      [{ last_modified_by_actor: 7 }, 'Field "last_modified_by_actor" is a number'],
    ] as const
  ) {
    write(changes);
    const { code, errors } = await decide(root, words(given, "merge", "--record", merged));
    assertEquals([code, errors[0]?.["code"]], [14, "invalid_record"]);
    assertStringIncludes(String(errors[0]?.["message"]), message);
  }
  write({ title: "Both of them" });
  const before = contentOf(root);
  const events = countEvents(root);
  const file = join(folder, "merge.json");
  const { fields } = await decided(root, [...words(given, "merge", "--record", merged), "--save", file]);
  assertEquals(fields.filter(({ state }) => state !== "same").map(({ field, there }) => [field, there]), [
    ["title", "Both of them"],
  ]);
  assertEquals(contentOf(root), before);
  const { outcome } = await decided(root, applyDecisionWords(file, objectId));
  assertCarriedOut(root, before, readPlan(file), outcome?.steps ?? []);
  const record = readJson(root, objectPath);
  assertEquals([record["title"], record["last_modified_by_actor"]], ["Both of them", DECIDER]);
  await repaired(root, ["--undo", outcome?.report_id ?? "", "--scope", objectId]);
  const changed = differences(before, contentOf(root)).filter((path) =>
    !/^(manifest\.json|journal\.jsonl|repair-reports\/.*|events\/event_(decision|undo)-.*)$/.test(path)
  );
  assertEquals(changed, []);
  assertEquals(eventsBehind(root, events).map(({ event_type, object_id }) => [event_type, object_id]), [
    ["update", objectId],
    ["repair", `repair-report:${outcome?.report_id}`],
    ["update", objectId],
    ["repair", eventsBehind(root, events).at(-1)?.["object_id"]],
  ]);
}

programTest(
  "a conflict that an import made is forked with its bundle, or merged with a record",
  () =>
    withFolder(async (folder) => {
      const { result } = await prepareImport(folder, { events: EVENTS });
      const conflict = liveConflict(result, join(folder, "source"));
      const objectId = textAt(conflict, "object_id");
      const root = join(folder, "store");
      const given = {
        folder,
        root,
        bundle: join(folder, "home.tar"),
        conflict,
        objectId,
        objectPath: `objects/${objectId.replace(":", "_")}.json`,
      };
      assert(objectId !== "");
      await copyStore(result, root);
      await assertForks(given);
      await copyStore(result, root);
      await assertMerges(given);
    }),
);

/** A conflict of the import in which the other side, as the store that it came from has it, is not deleted. */
function liveConflict(root: string, source: string): JsonObject {
  const conflicts = [...Deno.readDirSync(join(root, "conflicts"))].map(({ name }) => name)
    .filter((name) => name.startsWith("conflict_import-")).sort()
    .map((name) => readJson(root, `conflicts/${name}`));
  const found = conflicts.find((conflict) =>
    readJson(source, `objects/${textAt(conflict, "object_id").replace(":", "_")}.json`)["state"] === "active"
  );
  if (found === undefined) throw new RangeError("Every competing object was deleted");
  return found;
}
