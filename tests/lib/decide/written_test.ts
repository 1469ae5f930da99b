/** What of a record keeps it from being merged or forked, and how it is written. */
import { assertEquals } from "@std/assert";
import { contentText } from "../../../lib/bundle/record_content.ts";
import {
  forkId,
  forkProblem,
  isCompeting,
  mergeProblem,
  newIdProblem,
  shownDecision,
  writtenRecordText,
} from "../../../lib/decide/written.ts";
import { importedConflict } from "../../../lib/store/open_conflicts.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { entryOf, recordOf, sha256Hex, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

const STORE = storeWith(entryOf("actor"), entryOf("object"), entryOf("schema"));
const LOOKUP = lookupOf(STORE, buildCatalog(STORE));
const HERE = LOOKUP.record("object", "object:diary");
const CONFLICT = recordOf("conflict");
const OTHER = recordOf("object", { title: "Theirs" });
const COMPETING = sha256Hex(contentText(OTHER, KINDS.object.schema));
const IMPORTED = { bundleSha256: "b".repeat(64), competingSha256: COMPETING };

const DECISION = {
  conflict_id: "conflict:diary-dates",
  object_id: "object:diary",
  option: "fork" as const,
  actor_id: "actor:ada",
  rationale: "Both count",
  written: { object_id: "object:diary-fork-1", record: OTHER },
};

const merges: readonly (readonly [name: string, changes: Changes, want: string | null])[] = [
  ["another title", { title: "Both" }, null],
  ["a field that nobody knows", { mood: "good" }, null],
  ["another id", { object_id: "object:other" }, 'its "object_id" is not that of the object here, which a merge keeps'],
  [
    "another workspace",
    { workspace_id: "workspace:x" },
    'its "workspace_id" is not that of the object here, which a merge keeps',
  ],
  [
    "a wider visibility",
    { sync_visibility: "public" },
    'its "sync_visibility" is not that of the object here, which a merge keeps',
  ],
  [
    "a shorter retention",
    { retention_class: "ephemeral" },
    'its "retention_class" is not that of the object here, which a merge keeps',
  ],
  ["another state", { state: "deleted" }, 'its "state" is not that of the object here, which a merge keeps'],
  ["a broken field", { provenance: "none" }, 'Field "provenance" is a string, not a list'],
];

for (const [name, changes, want] of merges) {
  Deno.test(`mergeProblem(): ${name} ${want === null ? "is merged" : "is not"}`, () => {
    if (HERE === null) throw new RangeError("The store has the object");
    assertEquals(mergeProblem({ ...HERE.record, ...recordOf("object", changes) }, HERE, LOOKUP), want);
  });
}

const forks: readonly (readonly [name: string, changes: Changes, want: string | null])[] = [
  ["the other side", {}, null],
  ["one of another profile", { profile_id: "profile:work" }, 'its "profile_id" is not that of the conflict'],
  [
    "one by somebody unknown",
    { created_by_actor: "actor:eve" },
    'it was made by actor "actor:eve", who is not registered here',
  ],
  ["one that was deleted", { state: "tombstoned" }, "it says that the object is deleted"],
];

for (const [name, changes, want] of forks) {
  Deno.test(`forkProblem(): ${name}`, () =>
    assertEquals(forkProblem(recordOf("object", changes), CONFLICT, LOOKUP), want));
}

Deno.test("importedConflict() is what the import told, and nothing for a conflict of others", () => {
  const told = { bundle_sha256: IMPORTED.bundleSha256, competing_sha256: COMPETING, here_sha256: "c".repeat(64) };
  const want = { ...IMPORTED, hereSha256: "c".repeat(64), reportId: null };
  assertEquals(importedConflict({ ...CONFLICT, import: told }), want);
  assertEquals(importedConflict({ ...CONFLICT, import: { ...told, report_id: "import-1" } }), {
    ...want,
    reportId: "import-1",
  });
  for (const other of [CONFLICT, { ...CONFLICT, import: "yes" }, { ...CONFLICT, import: { bundle_sha256: "b" } }]) {
    assertEquals(importedConflict(other), null);
  }
});

Deno.test("isCompeting() tells the version in conflict from any other", () => {
  assertEquals(isCompeting(OTHER, IMPORTED, sha256Hex), true);
  assertEquals(isCompeting({ ...OTHER, updated_at: "2030-01-01T00:00:00Z" }, IMPORTED, sha256Hex), true);
  assertEquals(isCompeting({ ...OTHER, title: "Edited" }, IMPORTED, sha256Hex), false);
});

Deno.test("a fork gets an id of its own that is free here", () => {
  const id = forkId("object:diary", IMPORTED);
  assertEquals(id, `object:diary-fork-${COMPETING.slice(0, 8)}`);
  assertEquals(newIdProblem(id, LOOKUP), null);
  assertEquals(newIdProblem("object:diary", LOOKUP), 'an object "object:diary" is here already');
  assertEquals(newIdProblem("object:a/b", LOOKUP), '"object:a/b" can be no id: it holds a path separator');
});

Deno.test("writtenRecordText() keeps every field, and says who decided and where it comes from", () => {
  const record: JsonObject = { ...OTHER, provenance: ["evt-00000001"], mood: "good" };
  const at = "2026-03-04T05:06:07Z";
  assertEquals(
    JSON.parse(
      writtenRecordText(record, {
        decision: { ...DECISION, written: { ...DECISION.written, record } },
        imported: IMPORTED,
        at,
      }),
    ),
    {
      ...record,
      object_id: "object:diary-fork-1",
      record_id: "object:diary-fork-1",
      last_modified_by_actor: "actor:ada",
      updated_at: at,
      provenance: ["evt-00000001", {
        conflict_id: "conflict:diary-dates",
        option: "fork",
        object_id: "object:diary",
        bundle_sha256: IMPORTED.bundleSha256,
      }],
    },
  );
});

Deno.test("shownDecision() shows of a secret record what it is, and not what it says", () => {
  const record = recordOf("object", { privacy_class: "secret", title: "Hush" });
  const { written } = shownDecision({ ...DECISION, written: { ...DECISION.written, record } });
  assertEquals([written?.record["title"], written?.record["object_type"]], ["[redacted]", "note"]);
  assertEquals(shownDecision(DECISION), DECISION);
});
