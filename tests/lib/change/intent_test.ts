/** Intents that may be acted on, and those that may not. */
import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { findIntentProblem, intentOf, parseIntent } from "../../../lib/change/intent.ts";
import type { ChangeIntent, FileChange } from "../../../lib/model/change.ts";
import { isJsonObject } from "../../../lib/text/json.ts";
import { changeIntent } from "../../helpers/changes.ts";
import { edited, fieldsOf, otherValues } from "../../helpers/forged.ts";

const IMAGE = { sha256: "a".repeat(64), bytes: 1 };
const HEADS = "indexes/object-heads.json";
const KEPT = "repair-reports/before/repair-0001/indexes/object-heads.json";
const change = (changes: Partial<FileChange>): FileChange => ({
  path: HEADS,
  before: null,
  after: IMAGE,
  kept_at: null,
  ...changes,
});
const changing = (...changes: readonly Partial<FileChange>[]) => ({ changes: changes.map(change) });

const cases: readonly (readonly [name: string, intent: Partial<ChangeIntent>, want: string | null])[] = [
  ["finds nothing in a sound intent", {}, null],
  ["finds nothing in an intent that only appends", { changes: [] }, null],
  ["refuses a path out of the store", changing({ path: "../a" }), '"../a" is no path in a store'],
  [
    "refuses what is no change of that kind",
    { kind: "import" },
    '"tmp/batch-1" is nothing that an import may have removed',
  ],
  ["refuses an id that makes no file name", { change_id: "../r" }, '"../r" is no id of a report'],
  ["refuses a scope that is none", { scopes: ["everything"] }, '"everything" is no scope'],
  [
    "refuses what its scopes leave out",
    { scopes: ["derived"] },
    '"tmp/batch-1" needs scope disposable, which is not among its scopes',
  ],
  ["refuses a folder of nothing outside", { new_folders: ["a/../.."] }, 'nothing is in its new folder "a/../.."'],
  ["refuses a path twice", changing({}, {}), `it names "${HEADS}" twice`],
  [
    "refuses a file below a file",
    changing({ path: "tmp/a", before: IMAGE, after: null, kept_at: "repair-reports/before/repair-0001/tmp/a" }, {
      path: "tmp/a/b",
      before: IMAGE,
      after: null,
      kept_at: "repair-reports/before/repair-0001/tmp/a/b",
    }),
    '"tmp/a" is a file and a folder',
  ],
  ["refuses a folder of nothing", { new_folders: ["attic"] }, 'nothing is in its new folder "attic"'],
  [
    "refuses a new folder twice",
    { ...changing({ before: IMAGE, kept_at: KEPT }), new_folders: ["repair-reports", "repair-reports"] },
    "it names a new folder twice",
  ],
  ["refuses a change of nothing", changing({ after: null }), `"${HEADS}" is absent before and after`],
  [
    "refuses to append nothing",
    { append: { journal_bytes: 1, existed: true, appended: { ...IMAGE, bytes: 0 } } },
    "it appends nothing to the journal",
  ],
  [
    "refuses bytes of a journal that is not there",
    { append: { journal_bytes: 1, existed: false, appended: IMAGE } },
    "its journal is absent and has bytes",
  ],
];

for (const [name, changes, want] of cases) {
  Deno.test(`findIntentProblem() ${name}`, () => assertEquals(findIntentProblem(changeIntent(changes)), want));
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("parseIntent() gives back what was written, with fields that it does not know", () => {
  const intent = changeIntent();
  assertEquals(parseIntent(bytesOf(JSON.stringify(intent))), { ok: true, intent });
  const more = { ...intent, "x-note": 1 };
  assertEquals<unknown>(parseIntent(bytesOf(JSON.stringify(more))), { ok: true, intent: more });
});

Deno.test("parseIntent() refuses an intent that is well formed and leads out of the store", () => {
  const outside = changeIntent(changing({ path: "../a" }));
  assertEquals(parseIntent(bytesOf(JSON.stringify(outside))), {
    ok: false,
    reason: '"../a" is no path in a store',
  });
});

const broken: readonly (readonly [name: string, changes: Record<string, unknown>, reason: string])[] = [
  ["no schema", { schema: null }, 'its schema is "", not "sourceos.cli.change-intent/v1"'],
  [
    "another schema",
    { schema: "sourceos.repair-plan/v1alpha1" },
    'its schema is "sourceos.repair-plan/v1alpha1", not "sourceos.cli.change-intent/v1"',
  ],
  [
    "a newer schema",
    { schema: "sourceos.cli.change-intent/v2" },
    'its schema "sourceos.cli.change-intent/v2" is newer than this program',
  ],
  ["an unknown kind of change", { kind: "guess" }, 'its field "kind" does not keep the format'],
  ["a digest without its hash", {
    changes: [{ path: "a", before: { bytes: 1 }, after: null, kept_at: null }],
  }, 'its field "changes.0.before.sha256" does not keep the format'],
  ["a length below zero", {
    append: { journal_bytes: -1, existed: true, appended: { sha256: "0".repeat(64), bytes: 1 } },
  }, 'its field "append.journal_bytes" does not keep the format'],
  ["an empty path", {
    changes: [{ path: "", before: null, after: null, kept_at: null }],
  }, 'its field "changes.0.path" does not keep the format'],
];

for (const [name, changes, reason] of broken) {
  Deno.test(`parseIntent() refuses ${name}`, () => {
    assertEquals(parseIntent(bytesOf(JSON.stringify({ ...changeIntent(), ...changes }))), { ok: false, reason });
  });
}

Deno.test("parseIntent() refuses a text that is cut off", () => {
  assertEquals(parseIntent(bytesOf(JSON.stringify(changeIntent()).slice(0, -1))).ok, false);
});

Deno.test("intentOf() never throws, and takes nothing but what a change may write", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(changeIntent())), (spoilt, field) => {
    const record: unknown = JSON.parse(JSON.stringify({ ...changeIntent(), [field]: spoilt }));
    if (!isJsonObject(record)) throw new TypeError("The record is no JSON object");
    const parsed = intentOf(record);
    if (parsed.ok) assertEquals<unknown>(parsed.intent, record);
    else assertEquals(parsed.reason === "", false);
  }));
});

Deno.test("findIntentProblem() lets no path out of the store", () => {
  const anyPath = fc.array(fc.constantFrom("a", "b.json", "..", ".", "", "\0"), { maxLength: 4 })
    .map((names) => names.join("/"));
  fc.assert(fc.property(anyPath, fc.option(anyPath), (path, keptAt) => {
    const file = `tmp/${path}`;
    const kept = keptAt ?? `repair-reports/before/repair-0001/${file}`;
    const changes = changing({ path: file, before: IMAGE, after: null, kept_at: kept });
    const paths = findIntentProblem(changeIntent(changes)) === null ? [file, kept] : [];
    assertEquals(paths.filter((one) => new URL(one, "file:///store/x/").pathname !== `/store/x/${one}`), []);
  }));
});

/** What tells one sound change from another: whether the store is as these say is looked at. */
const FREE = /^(plan_id|started_at)$|\.(sha256|bytes|journal_bytes)$|^(changes(\.\d+)?|append)$/;

Deno.test("parseIntent() refuses an intent with any other field missing, of another type or of another value", () => {
  const intent = changeIntent();
  const accepted = fieldsOf(intent).filter((path) => !FREE.test(path)).flatMap((path) =>
    [undefined, ...otherValues(intent, path)].flatMap((value) =>
      parseIntent(bytesOf(JSON.stringify(edited(intent, path, value)))).ok ? [[path, value]] : []
    )
  );
  // What is disposable may be deleted instead of kept.
  assertEquals(accepted, [["changes.0.kept_at", null]]);
});
