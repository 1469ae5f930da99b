/** Changes of a small store, one of each kind, and the store before and after each. */
import { createHash } from "node:crypto";
import type { ChangeRequest, FileDigest, NewContent } from "../../../lib/model/change.ts";
import type { ChangeKind } from "../../../lib/model/change_kinds.ts";

/** Plain files by path; a folder is there where a file is, or where a path ends in "/". */
export type Tree = ReadonlyMap<string, string>;

export interface ChangeCase {
  readonly name: string;
  readonly before: Tree;
  readonly after: Tree;
  readonly request: ChangeRequest;
}

export const LINE = '{"schema":"sourceos.journal-event/v1alpha1","event_id":"evt-00000003"}\n';
export const JOURNAL = '{"event_id":"evt-00000001"}\n{"event_id":"evt-00000002"}\n';

/** A store as small as it can be with something of each durability class in it. */
export const STORE: Tree = new Map([
  ["manifest.json", '{"initialized":true}\n'],
  ["journal.jsonl", JOURNAL],
  ["objects/alpha.json", '{"object_id":"alpha"}\n'],
  ["objects/broken.json", '{"object_id":'],
  ["indexes/object-heads.json", '{"entry_count":1}\n'],
  ["indexes/object-heads.entries.ndjson", '{"key":"alpha"}\n'],
  ["repair-reports/", ""],
  ["tmp/", ""],
]);

interface Edit {
  readonly path: string;
  readonly content: string | { readonly copyOf: string } | null;
  readonly keptAt?: string;
}

interface CaseOptions {
  readonly kind?: ChangeKind;
  readonly before?: Tree;
  readonly append?: readonly string[];
  readonly changes: readonly Edit[];
}

export function digestOf(text: string): FileDigest {
  return { sha256: createHash("sha256").update(text).digest("hex"), bytes: new TextEncoder().encode(text).length };
}

/** The request that makes these edits, with the trees before and after it. */
export function changeCase(
  name: string,
  { kind = "repair", before = STORE, append = [], changes }: CaseOptions,
): ChangeCase {
  const after = new Map(before);
  const parts = changes.map(({ path, content, keptAt = null }) => {
    const earlier = before.get(path) ?? null;
    const text = content === null || typeof content === "string" ? content : before.get(content.copyOf) ?? "";
    if (text === null) after.delete(path);
    else after.set(path, text);
    if (keptAt !== null && earlier !== null) after.set(keptAt, earlier);
    return {
      change: {
        path,
        before: earlier === null ? null : digestOf(earlier),
        after: text === null ? null : digestOf(text),
        kept_at: keptAt,
      },
      content: newContent(content),
    };
  });
  const journal = before.get("journal.jsonl");
  const lines = append.join("");
  if (lines !== "") after.set("journal.jsonl", (journal ?? "") + lines);
  const range = {
    journal_bytes: journal === undefined ? 0 : digestOf(journal).bytes,
    existed: journal !== undefined,
    appended: digestOf(lines),
  };
  return {
    name,
    before,
    after,
    request: {
      id: "repair-1",
      kind,
      planId: "plan-1",
      scopes: kind === "import"
        ? ["profile:home"]
        : kind === "decision"
        ? ["object:alpha"]
        : ["derived", "disposable", "object:broken"],
      startedAt: "2026-02-03T04:05:06Z",
      changes: parts,
      append: lines === "" ? null : { range, lines: () => append },
    },
  };
}

function newContent(content: Edit["content"]): NewContent | null {
  if (content === null) return null;
  return typeof content === "string" ? { kind: "text", make: () => content } : { kind: "copy", from: content.copyOf };
}

function without(tree: Tree, ...paths: readonly string[]): Tree {
  return new Map([...tree].filter(([path]) => !paths.includes(path)));
}

const REPORT = { path: "repair-reports/repair-1.json", content: '{"report":1}\n' };
/** Records that an import meets: one that it replaces, and one that another store has changed as well. */
const IMPORT_STORE: Tree = new Map([
  ...STORE,
  ["objects/gamma.json", '{"object_id":"gamma","updated_by":"ada"}\n'],
  ["manifest.json", '{"active_generation":2}\n'],
]);
const DECISION_STORE: Tree = new Map([
  ...STORE,
  ["conflicts/dates.json", '{"selected_option":null}\n'],
  ["events/", ""],
  ["manifest.json", '{"active_generation":2}\n'],
]);
const UNDO_STORE: Tree = new Map([
  ...without(STORE, "objects/broken.json"),
  ["repair-reports/before/repair-0/indexes/object-heads.json", '{"entry_count":0}\n'],
  ["repair-reports/quarantine/repair-0/objects/broken.json", '{"object_id":'],
]);

/** One change of each kind that repair, undo, a decision and import make. */
export const CHANGE_CASES: readonly ChangeCase[] = [
  changeCase("replace a file", {
    changes: [{
      path: "indexes/object-heads.json",
      content: '{"entry_count":2}\n',
      keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
    }],
  }),
  changeCase("create a file in a new folder", {
    changes: [{ path: "checkpoints/journal.json", content: '{"segments":[]}\n' }],
    append: [LINE],
  }),
  changeCase("remove a leftover", {
    before: new Map([...STORE, ["tmp/batch-1", "left over"]]),
    changes: [{ path: "tmp/batch-1", content: null, keptAt: "repair-reports/before/repair-1/tmp/batch-1" }],
  }),
  changeCase("delete a leftover", {
    before: new Map([...STORE, ["tmp/batch-1", "left over"]]),
    changes: [{ path: "tmp/batch-1", content: null }, REPORT],
    append: [LINE],
  }),
  changeCase("move a record aside", {
    changes: [
      {
        path: "objects/broken.json",
        content: null,
        keptAt: "repair-reports/quarantine/repair-1/objects/broken.json",
      },
      REPORT,
    ],
    append: [LINE],
  }),
  changeCase("append to a journal", { changes: [], append: [LINE, LINE] }),
  changeCase("append to a journal that is not there", {
    before: without(STORE, "journal.jsonl"),
    changes: [REPORT],
    append: [LINE],
  }),
  changeCase("write the same bytes again", {
    changes: [{
      path: "indexes/object-heads.json",
      content: '{"entry_count":1}\n',
      keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
    }],
    append: [LINE],
  }),
  changeCase("several at once", {
    changes: [
      {
        path: "indexes/object-heads.json",
        content: '{"entry_count":2}\n',
        keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
      },
      { path: "checkpoints/journal.json", content: '{"segments":[]}\n' },
      { path: "objects/broken.json", content: null, keptAt: "repair-reports/quarantine/repair-1/objects/broken.json" },
      REPORT,
    ],
    append: [LINE],
  }),
  changeCase("undo", {
    kind: "undo",
    before: UNDO_STORE,
    changes: [
      {
        path: "indexes/object-heads.json",
        content: { copyOf: "repair-reports/before/repair-0/indexes/object-heads.json" },
        keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
      },
      {
        path: "objects/broken.json",
        content: { copyOf: "repair-reports/quarantine/repair-0/objects/broken.json" },
      },
      REPORT,
    ],
    append: [LINE],
  }),
  changeCase("decision", {
    kind: "decision",
    before: DECISION_STORE,
    changes: [
      {
        path: "conflicts/dates.json",
        content: '{"selected_option":"skip"}\n',
        keptAt: "repair-reports/before/repair-1/conflicts/dates.json",
      },
      {
        path: "manifest.json",
        content: '{"active_generation":3}\n',
        keptAt: "repair-reports/before/repair-1/manifest.json",
      },
      REPORT,
      { path: "events/event_repair-1-conflict.resolved.json", content: '{"event":1}\n' },
    ],
    append: [LINE],
  }),
  changeCase("import", {
    kind: "import",
    before: IMPORT_STORE,
    changes: [
      { path: "objects/beta.json", content: '{"object_id":"beta"}\n' },
      { path: "actors/bridge.json", content: '{"actor_id":"bridge"}\n' },
      {
        path: "objects/alpha.json",
        content: '{"object_id":"alpha","newer":true}\n',
        keptAt: "repair-reports/before/repair-1/objects/alpha.json",
      },
      { path: "conflicts/gamma.json", content: '{"conflict_id":"gamma"}\n' },
      {
        path: "manifest.json",
        content: '{"active_generation":6}\n',
        keptAt: "repair-reports/before/repair-1/manifest.json",
      },
      REPORT,
    ],
    append: Array.from({ length: 4 }, (_, index) => LINE.replace("3", String(index + 3))),
  }),
];
