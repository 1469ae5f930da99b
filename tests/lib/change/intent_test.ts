/** Intents that may be acted on, and those that may not. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findIntentProblem, intentOf, parseIntent } from "../../../lib/change/intent.ts";
import type { ChangeIntent, FileChange } from "../../../lib/model/change.ts";
import { isJsonObject } from "../../../lib/text/json.ts";
import { changeIntent } from "../../helpers/changes.ts";

const IMAGE = { sha256: "a".repeat(64), bytes: 1 };
const change = (changes: Partial<FileChange>): FileChange => ({
  path: "indexes/a.json",
  before: null,
  after: IMAGE,
  kept_at: null,
  ...changes,
});
const changing = (...changes: readonly Partial<FileChange>[]) => ({ changes: changes.map(change) });

const cases: readonly (readonly [name: string, intent: Partial<ChangeIntent>, want: string | null])[] = [
  ["finds nothing in a sound intent", {}, null],
  ["finds nothing in an intent that only appends", { changes: [] }, null],
  ["refuses the journal", changing({ path: "journal.jsonl" }), '"journal.jsonl" is no path that a change may touch'],
  ["refuses the lock", changing({ path: "tmp/sync.lock" }), '"tmp/sync.lock" is no path that a change may touch'],
  [
    "refuses its own files",
    changing({ path: "tmp/sync-change/a" }),
    '"tmp/sync-change/a" is no path that a change may touch',
  ],
  ["refuses a path out of the store", changing({ path: "../a" }), '"../a" is no path that a change may touch'],
  ["refuses an absolute path", changing({ path: "/etc/a" }), '"/etc/a" is no path that a change may touch'],
  [
    "refuses to keep a file outside",
    changing({ before: IMAGE, kept_at: "repair-reports/../../a" }),
    '"repair-reports/../../a" is no path that a change may touch',
  ],
  ["refuses a folder outside", { new_folders: ["a/../.."] }, '"a/../.." is no path that a change may touch'],
  ["refuses a path twice", changing({}, {}), "it names a path twice"],
  [
    "refuses to keep a file where it is",
    changing({ before: IMAGE, kept_at: "indexes/a.json" }),
    "it names a path twice",
  ],
  [
    "refuses a file below a file",
    changing({}, { path: "indexes/a.json/b" }),
    '"indexes/a.json" is a file and a folder',
  ],
  ["refuses a folder of nothing", { new_folders: ["attic"] }, 'nothing is in its new folder "attic"'],
  ["refuses a change of nothing", changing({ after: null }), '"indexes/a.json" is absent before and after'],
  [
    "refuses to lose what was there",
    changing({ before: IMAGE }),
    '"indexes/a.json" is not kept where, and only where, there was something',
  ],
  [
    "refuses to keep what was not there",
    changing({ kept_at: "b" }),
    '"indexes/a.json" is not kept where, and only where, there was something',
  ],
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
    reason: '"../a" is no path that a change may touch',
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
    const changes = changing({ path, before: keptAt === null ? null : IMAGE, kept_at: keptAt });
    const isSound = findIntentProblem(changeIntent(changes)) === null;
    const paths = isSound ? [path, ...keptAt === null ? [] : [keptAt]] : [];
    assertEquals(paths.filter((one) => new URL(one, "file:///store/x/").pathname !== `/store/x/${one}`), []);
  }));
});
