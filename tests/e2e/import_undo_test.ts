/** An import that is taken back: what it leaves, what it can be followed by, and when it is refused. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import { exportTo, newStore, withBridge } from "../helpers/import_stores.ts";
import { FILE, ID, TARGET, wentOn } from "../helpers/import_runs.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { contentOf, differences, tellsOfChange } from "../helpers/repairs.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";

const SCOPE = ["--scope", TARGET];

interface Imported {
  readonly folder: string;
  readonly bundle: string;
  readonly root: string;
  /** The store before the import. */
  readonly before: ReturnType<typeof contentOf>;
  readonly reportId: string;
}

async function run(words: readonly string[]) {
  const { code, stdout } = await runInProcess(["sync", ...words, "--json"]);
  return { code, ...JSON.parse(stdout) };
}

/** With a store that was just made and into which a bundle has been imported, bridge and all. */
function withImport(use: (given: Imported) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    writeStore(HEALTHY, join(folder, "old"));
    const bundle = join(folder, "home.tar");
    await exportTo(join(folder, "old"), TARGET, bundle);
    const root = join(folder, "new");
    writeStore(newStore(), root);
    const before = contentOf(root);
    const words = ["import", bundle, "--apply", ...SCOPE, "--register-bridge", "actor:gate", "--store", root];
    const { data } = await run(words);
    await use({ folder, bundle, root, before, reportId: data.outcome.report_id });
  });
}

async function undo(root: string, words: readonly string[]) {
  const result = await runInProcess(["sync", "import", "--undo", ...words, "--store", root, "--json"]);
  const document = await readDocument(result, "sync repair");
  // Just validated against the schema of this very type.
  return { code: result.code, data: document.data as RepairData | null, errors: document.errors };
}

const journalOf = (root: string) => Deno.readTextFileSync(join(root, "journal.jsonl"));

async function findings(root: string): Promise<readonly string[]> {
  const { data } = await run(["doctor", "--store", root]);
  return data.findings.map(({ id, target }: Readonly<Record<string, string>>) => `${id} ${target}`);
}

Deno.test("an import that is taken back leaves the records as they were, and every byte of the journal", () =>
  withImport(async ({ root, before, reportId }) => {
    const imported = contentOf(root);
    const journal = journalOf(root);
    const preview = await undo(root, ["last", "--dry-run"]);
    assertEquals(contentOf(root), imported);
    assertEquals([preview.code, preview.data?.undoes, preview.data?.required_scopes], [0, reportId, [TARGET]]);
    const { code, data } = await undo(root, ["last", ...SCOPE]);
    assertEquals([code, data?.mode, data?.undoes, data?.outcome?.steps], [0, "undo", reportId, ["undo-import"]]);
    assertEquals(differences(before, contentOf(root)).filter((path) => !tellsOfChange(path)), []);
    assertStringIncludes(journalOf(root), journal);
    assertEquals(await findings(root), []);
    const kept = `repair-reports/before/${data?.outcome?.report_id}/`;
    const taken = [...imported].filter(([path]) => !tellsOfChange(path) && !before.has(path));
    assertEquals(taken.filter(([path, bytes]) => contentOf(root).get(`${kept}${path}`) !== bytes), []);
  }));

Deno.test("the journal says of each object that its record was taken away, and of none that it was deleted", () =>
  withImport(async ({ root }) => {
    const before = journalOf(root).length;
    await undo(root, ["last", ...SCOPE]);
    const events = journalOf(root).slice(before).trimEnd().split("\n").map((line) => JSON.parse(line));
    const objects = events.slice(0, -1);
    assertEquals(
      new Set(objects.map(({ event_type, lane, payload }) => [event_type, lane, payload.undo.record].join())),
      new Set(["repair,repair,taken_away"]),
    );
    assertEquals(objects.some(({ object_id }) => object_id === ID), true);
    assertEquals(events.at(-1).payload.kind, "undo");
  }));

Deno.test("the same bundle comes in again after it was taken back, and the undo can be taken back as well", () =>
  withImport(async ({ root, bundle, reportId }) => {
    const imported = contentOf(root);
    const { data } = await undo(root, [reportId, ...SCOPE]);
    const again = await run(["import", bundle, "--register-bridge", "actor:gate", "--store", root]);
    assertEquals([again.data.counts.new > 0, again.data.counts.forbidden, again.data.counts.conflicting], [true, 0, 0]);
    const redone = await run(["repair", "--undo", data?.outcome?.report_id ?? "", ...SCOPE, "--store", root]);
    assertEquals(redone.code, 0, JSON.stringify(redone.errors));
    assertEquals(differences(imported, contentOf(root)).filter((path) => !tellsOfChange(path)), []);
    assertEquals(await findings(root), []);
    const same = await run(["import", bundle, "--store", root]);
    assertEquals([same.data.counts.identical > 0, same.data.counts.new, same.data.counts.conflicting], [true, 0, 0]);
    assertEquals((await undo(root, [reportId, ...SCOPE])).data?.outcome?.nothing_to_do, false);
  }));

Deno.test("an import that was taken back has nothing left to undo", () =>
  withImport(async ({ root }) => {
    await undo(root, ["last", ...SCOPE]);
    const before = contentOf(root);
    const { code, data } = await undo(root, ["last", ...SCOPE]);
    assertEquals([code, data?.outcome?.nothing_to_do, differences(before, contentOf(root))], [0, true, []]);
  }));

Deno.test("derived state that was built since stands in no undo's way", () =>
  withImport(async ({ folder, root }) => {
    const plan = join(folder, "plan.json");
    await run(["repair", "--dry-run", "--scope", "derived", "--save", plan, "--store", root]);
    await run(["repair", "--apply", "--plan", plan, "--scope", "derived", "--store", root]);
    assertEquals((await undo(root, ["last", ...SCOPE])).code, 0);
    await run(["repair", "--dry-run", "--scope", "derived", "--save", join(folder, "next.json"), "--store", root]);
    await run(["repair", "--apply", "--plan", join(folder, "next.json"), "--scope", "derived", "--store", root]);
    assertEquals(await findings(root), []);
  }));

Deno.test("what an import replaced is put back, and a conflict that it recorded goes", () =>
  withFolder(async (folder) => {
    const [there, root] = [join(folder, "there"), join(folder, "here")];
    writeStore(wentOn(HEALTHY, FILE, "There"), there);
    writeStore(withBridge(HEALTHY), root);
    const bundle = join(folder, "there.tar");
    await exportTo(there, TARGET, bundle);
    const before = contentOf(root);
    const { data: imported } = await run(["import", bundle, "--apply", ...SCOPE, "--store", root]);
    assertEquals(imported.outcome.replaced, 1);
    assertEquals((await undo(root, ["last", ...SCOPE])).code, 0);
    assertEquals(differences(before, contentOf(root)).filter((path) => !tellsOfChange(path)), []);
    const { data: older } = await run(["import", bundle, "--store", root]);
    const [{ report_id: undoId, scopes, records }] = older.put_back_by;
    assertEquals([older.counts.older, scopes, records], [1, [TARGET], 1]);
    const again = join(folder, "again.tar");
    await exportTo(root, TARGET, again);
    const elsewhere = join(folder, "elsewhere");
    writeStore(newStore(), elsewhere);
    const words = ["import", again, "--apply", ...SCOPE, "--register-bridge", "actor:gate", "--store", elsewhere];
    const { data: restored } = await run(words);
    assertEquals(restored.records.find(({ id }: { readonly id: string }) => id === ID)?.action, "written");
    assertEquals(restored.needs.filter(({ kind }: { readonly kind: string }) => kind === "actor"), []);
    assertEquals((await run(["repair", "--undo", undoId, ...SCOPE, "--store", root])).code, 0);
    const { data: back } = await run(["import", bundle, "--store", root]);
    assertEquals([back.counts.older, back.counts.newer, back.put_back_by], [0, 0, []]);
  }));

interface Since {
  readonly name: string;
  /** What happens between the import and its undo. */
  change(given: Imported): void | Promise<void>;
  readonly words?: readonly string[];
  readonly code: number;
  readonly message: string;
}

const OTHER_OBJECT = "objects/object_other.json";

function edit(root: string, path: string, fields: Readonly<Record<string, unknown>>, to = path): void {
  const record = JSON.parse(Deno.readTextFileSync(join(root, path)));
  Deno.writeTextFileSync(join(root, to), `${JSON.stringify({ ...record, ...fields }, null, 2)}\n`);
}

function append(root: string, fields: Readonly<Record<string, unknown>>): void {
  const last = JSON.parse(journalOf(root).trimEnd().split("\n").at(-1) ?? "");
  const number = journalOf(root).trimEnd().split("\n").length + 1;
  const event = { ...last, event_id: `evt-${String(number).padStart(8, "0")}`, payload: {}, ...fields };
  Deno.writeTextFileSync(join(root, "journal.jsonl"), `${JSON.stringify(event)}\n`, { append: true });
  edit(root, "manifest.json", { active_generation: number + 1 });
}

/** The report with other fields in the record of the object that it brought. */
function forged(root: string, reportId: string, path: string): void {
  const report = JSON.parse(Deno.readTextFileSync(join(root, `repair-reports/${reportId}.json`)));
  report.steps[0].changes[0].path = path;
  Deno.writeTextFileSync(join(root, `repair-reports/${reportId}.json`), JSON.stringify(report));
}

const REFUSED: readonly Since[] = [
  {
    name: "a record was changed since",
    change: ({ root }) => edit(root, FILE, { title: "Mine" }),
    code: 13,
    message: `"${FILE}" has been changed since the import`,
  },
  {
    name: "the journal tells of an object since",
    change: ({ root }) => append(root, { event_type: "update", lane: "normal", object_id: ID }),
    code: 13,
    message: `The journal tells of object "${ID}" since, in event`,
  },
  {
    name: "an actor that came in has acted since",
    change: ({ root }) => append(root, { object_id: "object:new", producer: "actor:gate" }),
    code: 13,
    message: 'Actor "actor:gate" has written to the journal since, in event',
  },
  {
    name: "a record that was made since names what came in",
    change: ({ root }) => edit(root, FILE, { object_id: "object:other", record_id: "object:other" }, OTHER_OBJECT),
    code: 13,
    message: 'Object "object:other" names "',
  },
  {
    name: "not all of its scopes are given",
    change: () => {},
    words: ["last", "--scope", "derived"],
    code: 18,
    message: "not all of it is inside derived",
  },
  {
    name: "the journal's last line is torn",
    change: ({ root }) => Deno.writeTextFileSync(join(root, "journal.jsonl"), '{"event_id":"evt-', { append: true }),
    words: ["last", ...SCOPE, "--scope", "journal"],
    code: 12,
    message: "the journal's last line is torn",
  },
  { name: "no scope is given", change: () => {}, words: ["last"], code: 18, message: "without a scope" },
  {
    name: "a bundle is given beside it",
    change: () => {},
    words: ["last", "home.tar", ...SCOPE],
    code: 2,
    message: 'Cannot use "home.tar" with --undo',
  },
  {
    name: "its report was edited",
    change: ({ root, reportId }) => forged(root, reportId, "objects/object_elsewhere.json"),
    code: 13,
    message: '"objects/object_elsewhere.json" is gone since the import',
  },
  {
    name: "its report says that it came later than what the journal tells of an object",
    change: ({ root, reportId }) => {
      append(root, { event_type: "update", lane: "normal", object_id: ID });
      edit(root, `repair-reports/${reportId}.json`, { event_id: "evt-99999999" });
    },
    code: 13,
    message: 'The journal does not tell of the import in event "evt-99999999", as its report says',
  },
  {
    name: "its report tells of a file that no import writes",
    change: ({ root, reportId }) => forged(root, reportId, "devices/device_desk.json"),
    code: 21,
    message: '"devices/device_desk.json" is nothing that an import may have made',
  },
];

for (const { name, change, words = ["last", ...SCOPE], code, message } of REFUSED) {
  Deno.test(`an import is not taken back where ${name}`, () =>
    withImport(async (given) => {
      await change(given);
      const before = contentOf(given.root);
      const refused = await undo(given.root, words);
      assertEquals([refused.code, differences(before, contentOf(given.root))], [code, []]);
      assertStringIncludes(String(refused.errors[0]?.["message"]), message);
    }));
}

Deno.test("what is under legal hold is not taken away again", () =>
  withFolder(async (folder) => {
    const [old, root] = [join(folder, "old"), join(folder, "new")];
    writeStore(HEALTHY, old);
    edit(old, FILE, { retention_class: "legal_hold" });
    await exportTo(old, TARGET, join(folder, "held.tar"));
    writeStore(withBridge(newStore()), root);
    await run(["import", join(folder, "held.tar"), "--apply", ...SCOPE, "--store", root]);
    const { code, errors } = await undo(root, ["last", ...SCOPE]);
    assertEquals(code, 12);
    assertStringIncludes(String(errors[0]?.["message"]), `Object "${ID}" is under legal hold, and stays`);
  }));

Deno.test("import takes back no repair, and says by which command that is done", () =>
  withImport(async ({ root }) => {
    const { data } = await undo(root, ["last", ...SCOPE]);
    const id = data?.outcome?.report_id ?? "";
    const { code, errors } = await undo(root, [id, ...SCOPE]);
    assertEquals([code, errors[0]?.["hint"]], [2, `Run sourceos sync repair --undo ${id} --dry-run --store ${root}`]);
  }));
