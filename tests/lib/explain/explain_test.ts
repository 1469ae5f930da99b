import { assertEquals, assertThrows } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { EXPLAINED_KINDS, explainSubject, type Explanation, locateSubject } from "../../../lib/explain/explain.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import { listText } from "../../../lib/text/words.ts";
import { historyFromSummary } from "../../../lib/explain/history.ts";
import type { ExplainData } from "../../../lib/model/documents/explain.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import {
  entryOf,
  fileEntry,
  healthySnapshot,
  healthyStore,
  noJournal,
  RECORDS,
  sha256Hex,
  storeWith,
} from "../../helpers/snapshots.ts";

function explain(text: string, store: StoreSnapshot = healthyStore()): Explanation {
  const diagnosis = diagnose(healthySnapshot({ store }), sha256Hex);
  const located = locateSubject(text, diagnosis);
  switch (located.found) {
    case "subject":
      return explainSubject(text, {
        subject: located.subject,
        history: historyFromSummary(store.journal, located.subject.id),
        diagnosis,
        store,
      });
    case "nothing":
      return located.explanation;
    case "journal_event":
      throw new Error(`"${text}" is an event of the journal`);
  }
}

const NO_SEARCH = { kinds: [], candidates: [], nearest: [] };
const NOTHING: Omit<ExplainData, "target"> = {
  search: NO_SEARCH,
  object: null,
  sides: null,
  answers: null,
  timeline: { total: null, events: [], reason: "Nothing was found to have events" },
  topic: null,
};

const at = (file: string, record: string, field: string | null = null, value: string | null = null) => ({
  file,
  line: null,
  record,
  field,
  value,
});
const OBJECT_FILE = "objects/object_diary.json";
const ofObject = (field: string | null = null, value: string | null = null) =>
  at(OBJECT_FILE, "object:diary", field, value);

Deno.test("explainSubject() answers everything about a healthy object", () => {
  assertEquals(explain("diary"), {
    exit: "ok",
    errors: [],
    data: {
      target: { text: "diary", kind: "object", id: "object:diary" },
      search: { kinds: ["object"], candidates: [], nearest: [] },
      object: RECORDS.object,
      sides: null,
      answers: {
        identity: {
          known: true,
          kind: "object",
          id: "object:diary",
          object_type: "note",
          state: "active",
          summary: '"object:diary" is a note object, active',
          evidence: [ofObject("object_id", "object:diary")],
        },
        schema: {
          known: true,
          schema_id: "schema:note:v1",
          schema_version: "v1",
          registered: true,
          contract_violations: [],
          summary: 'Schema "schema:note:v1", version "v1", governs it and is registered; it keeps its contract',
          evidence: [
            ofObject("schema_id", "schema:note:v1"),
            at("schemas/schema_note_v1.json", "schema:note:v1", "schema_id", "schema:note:v1"),
          ],
        },
        last_change: {
          known: true,
          actor: "actor:ada",
          at: "2026-01-02T08:00:00Z",
          event_id: "evt-00000002",
          event_type: "update",
          lane: "normal",
          events: 2,
          summary: '"actor:ada" last changed it at 2026-01-02T08:00:00Z: update on lane normal, the newest of 2 events',
          evidence: [{ file: "journal.jsonl", line: 2, record: "event:evt-00000002", field: null, value: null }],
        },
        ownership: {
          known: true,
          profile: "profile:home",
          workspace: "workspace:house",
          device: null,
          owner_identity: "identity:ada",
          summary: 'It belongs to profile "profile:home", workspace "workspace:house", identity "identity:ada"; ' +
            "its record does not say on which device it lives",
          evidence: [
            ofObject("profile_id", "profile:home"),
            ofObject("workspace_id", "workspace:house"),
            ofObject("owner_identity", "identity:ada"),
          ],
        },
        sync_safety: {
          known: true,
          verdict: "safe",
          summary: "Nothing known stands in the way of its sync",
          evidence: [ofObject()],
        },
        blocks: [],
        conflicts: [{
          code: "resolved",
          known: true,
          summary: 'Resolved conflict "conflict:diary-dates": Two dates for one trip.',
          evidence: [at("conflicts/conflict_diary-dates.json", "conflict:diary-dates", "object_id", "object:diary")],
        }],
        automatic_repairs: [],
        human_review: [],
        durability: {
          known: true,
          class: "durable",
          summary: "Durable: objects are preserved, and gone if they are lost",
          evidence: [ofObject()],
        },
        restore: {
          known: true,
          proven: false,
          summary: "Not proven. There is a content hash. What is missing is a checkpoint that vouches for the " +
            "journal and a bundle whose restore was tried and recorded",
          evidence: [ofObject("content_hash", "sha256:0d1a")],
        },
      },
      timeline: { total: 2, events: [], reason: "A saved snapshot keeps no single events" },
      topic: null,
    },
  });
});

// An item of the queue is never at rest: tests/e2e/content_sync_test.ts explains one.
for (const kind of EXPLAINED_KINDS.filter((kind) => kind !== "queue")) {
  Deno.test(`explainSubject() answers every question about the ${kind} of a healthy store`, () => {
    const record = RECORDS[kind];
    const { exit, errors, data } = explain(KINDS[kind].idOf(record) ?? "");
    assertEquals([exit, errors, data.object, data.target.kind], ["ok", [], record, kind]);
    const { answers } = data;
    const known = [answers?.identity, answers?.schema, answers?.durability, answers?.restore];
    assertEquals(known.map((answer) => answer?.known), [true, true, true, true]);
    assertEquals([answers?.human_review, answers?.automatic_repairs], [[], []]);
    assertEquals(answers?.durability.class, kind === "plan" ? "rebuildable" : "durable");
  });
}

Deno.test("explainSubject() says what of an object is not known, and why", () => {
  const entry = { ...entryOf("object"), record: { object_id: "object:bare" } };
  const { answers } = explain("object:bare", { ...storeWith(entry), journal: noJournal("unreadable", "denied") }).data;
  const { identity, schema, last_change, ownership } = answers ?? {};
  assertEquals([identity?.summary, schema?.known, schema?.schema_id, schema?.registered], [
    '"object:bare" is an object',
    false,
    null,
    false,
  ]);
  assertEquals(last_change, {
    known: false,
    actor: null,
    at: null,
    event_id: null,
    event_type: null,
    lane: null,
    events: null,
    summary: "Not known: it carries no time of change; the journal could not be asked: denied",
    evidence: [{ file: OBJECT_FILE, line: null, record: "object:bare", field: "updated_at", value: null }],
  });
  assertEquals(ownership, {
    known: false,
    profile: null,
    workspace: null,
    device: null,
    owner_identity: null,
    summary: "Not known: an object names no profile, workspace or device",
    evidence: [],
  });
});

Deno.test("explainSubject() repeats what doctor finds about it", () => {
  const { answers } = explain("diary", storeWith(entryOf("object", { state: "lost" }), entryOf("schema"))).data;
  const message = `Record "${OBJECT_FILE}" breaks the object contract: Field "state" is "lost", not one of active, ` +
    "deleted, tombstoned, quarantined, conflicted";
  assertEquals(answers?.human_review.find(({ code }) => code === "registry.contract"), {
    code: "registry.contract",
    known: true,
    summary: `${message}. Have the owner of the record correct the field; nothing here edits a durable record`,
    evidence: [at(OBJECT_FILE, "object:diary")],
  });
  assertEquals(answers?.schema.contract_violations, [
    'Field "state" is "lost", not one of active, deleted, tombstoned, quarantined, conflicted',
  ]);
});

Deno.test("explainSubject() counts an open conflict about it among what needs a person", () => {
  const store = storeWith(entryOf("object"), entryOf("plan"), entryOf("conflict", { decision_card: {} }));
  for (const text of ["object:diary", "plan:diary-to-desk"]) {
    const { answers } = explain(text, store).data;
    assertEquals(answers?.human_review.some(({ code }) => code === "conflicts.open"), true, text);
    assertEquals(answers?.conflicts.map(({ code }) => code), ["open"], text);
  }
});

Deno.test("explainSubject() says for whom and where an actor acts", () => {
  const { answers } = explain("actor:ada", storeWith(entryOf("actor", { workspace_scope: [] }))).data;
  assertEquals(
    answers?.ownership.summary,
    'It acts for identity "identity:ada", in profile "profile:home" and no workspace',
  );
});

interface Miss {
  readonly text: string;
  readonly store?: StoreSnapshot;
  readonly exit: Explanation["exit"];
  readonly message: string;
  readonly hint: string;
  readonly code: string;
  readonly data: Partial<ExplainData>;
}

const ALL = EXPLAINED_KINDS;
const NOUNS = listText(ALL.map((kind) => KINDS[kind].noun), "or");
const misses: readonly Miss[] = [
  {
    text: "object:dairy",
    exit: "not_found",
    code: "not_found",
    message: 'Cannot explain "object:dairy": there is no such object in this store',
    hint: "The nearest: object:diary",
    data: { search: { kinds: ["object"], candidates: [], nearest: ["object:diary"] } },
  },
  {
    text: "zzzzzzzz",
    exit: "not_found",
    code: "not_found",
    message: `Cannot explain "zzzzzzzz": there is no such ${NOUNS} in this store`,
    hint: "Nothing in this store has a similar id",
    data: { search: { kinds: ALL, candidates: [], nearest: [] } },
  },
  {
    text: "__proto__",
    exit: "not_found",
    code: "not_found",
    message: `Cannot explain "__proto__": there is no such ${NOUNS} in this store`,
    hint: "Nothing in this store has a similar id",
    data: { search: { kinds: ALL, candidates: [], nearest: [] } },
  },
  {
    text: "home",
    store: storeWith(entryOf("profile"), entryOf("workspace", { workspace_id: "workspace:home" })),
    exit: "usage",
    code: "ambiguous",
    message: 'Cannot explain "home": 2 records have this id',
    hint: "Give one of them in full: profile:home, workspace:home",
    data: { search: { kinds: ALL, candidates: ["profile:home", "workspace:home"], nearest: [] } },
  },
  {
    text: "object:diary",
    store: storeWith(entryOf("object"), { ...entryOf("object"), file: fileEntry("objects/copy.json") }),
    exit: "usage",
    code: "ambiguous",
    message: 'Cannot explain "object:diary": 2 records have this id',
    hint: `Give one of them in full: ${OBJECT_FILE}, objects/copy.json`,
    data: { search: { kinds: ["object"], candidates: [OBJECT_FILE, "objects/copy.json"], nearest: [] } },
  },
  {
    text: "index:object-heads",
    exit: "unsupported",
    code: "unsupported",
    message: 'Cannot explain "index:object-heads": it names the kind "index", and explain does not answer for it',
    hint: `It answers for ${ALL.join(", ")}, finding:ID and exit:N`,
    data: { target: { text: "index:object-heads", kind: "index", id: null } },
  },
  {
    text: "report:first",
    exit: "unsupported",
    code: "unsupported",
    message: 'Cannot explain "report:first": it names the kind "report", and explain does not answer for it',
    hint: `It answers for ${ALL.join(", ")}, finding:ID and exit:N`,
    data: { target: { text: "report:first", kind: "report", id: null } },
  },
];

for (const { text, store, exit, code, message, hint, data } of misses) {
  Deno.test(`locateSubject() says why "${text}" is not explained: ${code}`, () => {
    // The order of the kinds is that of the model, which is not that of the command.
    const sortKinds = (found: ExplainData) => ({
      ...found,
      search: { ...found.search, kinds: [...found.search.kinds].sort() },
    });
    const explained = explain(text, store);
    const want = sortKinds({ target: { text, kind: null, id: null }, ...NOTHING, ...data });
    assertEquals([explained.exit, sortKinds(explained.data)], [exit, want]);
    assertEquals(explained.errors.map((error) => [error.code, error.target, error.hint]), [[code, text, hint]]);
    const listed = (sentence: string) => sentence.split(/, | /).sort();
    assertEquals(explained.errors.map((error) => listed(error.message)), [listed(message)]);
  });
}

for (const text of ["", "  ", "object:", ":", "plan:sync-plan:"]) {
  Deno.test(`locateSubject() refuses the empty id "${text}"`, () => {
    const error = assertThrows(() => explain(text), CliError);
    assertEquals([error.exit, error.message, error.target, error.hint], [
      "usage",
      `Cannot explain "${text}": the id is empty`,
      text,
      "Write kind:id, such as object:alpha",
    ]);
  });
}

Deno.test("locateSubject() leaves ids of journal events to the journal", () => {
  const diagnosis = diagnose(healthySnapshot(), sha256Hex);
  for (const text of ["evt-00000002", "event:evt-00000002"]) {
    assertEquals(locateSubject(text, diagnosis), { found: "journal_event", eventId: "evt-00000002" });
  }
  assertEquals(locateSubject("event:diary-created", diagnosis).found, "subject");
});
