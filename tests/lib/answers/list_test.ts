import { assertEquals, assertThrows } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { LIST_KINDS, type ListedKind } from "../../../lib/answers/list_kinds.ts";
import { listRecords, type ListRequest } from "../../../lib/answers/list.ts";
import type { RecordItem, RecordListData } from "../../../lib/model/documents/record_list.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf, fileEntry, healthyStore, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

const KINDS = [
  ...["plan", "actor", "schema", "conflict", "profile", "device"] as const,
  ...["object", "workspace", "decision", "transaction"] as const,
];
const ID_COLUMN = {
  plan: "plan_id",
  actor: "actor_id",
  schema: "schema_id",
  conflict: "conflict_id",
  profile: "profile_id",
  device: "device_id",
  object: "object_id",
  workspace: "workspace_id",
  decision: "decision_id",
  transaction: "transaction_id",
} as const;

function list(
  kind: ListedKind,
  records: readonly RecordEntry[],
  request: Partial<Omit<ListRequest, "filters">> & { readonly filters?: Readonly<Record<string, string>> } = {},
): RecordListData {
  const { filters = {}, ...rest } = request;
  return listRecords(
    { kind, id: null, sort: null, limit: null, ...rest, filters: new Map(Object.entries(filters)) },
    buildCatalog(storeWith(...records)),
  );
}

function item(entry: RecordEntry, id: string | null, violations: readonly string[] = []): RecordItem {
  return {
    id,
    kind: entry.kind,
    path: entry.file.path,
    valid: violations.length === 0,
    violations,
    record: entry.record ?? {},
  };
}

for (const kind of KINDS) {
  Deno.test(`listRecords() lists the ${kind} of a healthy store and nothing else`, () => {
    const entry = entryOf(kind);
    const id = String(entry.record?.[ID_COLUMN[kind]]);
    assertEquals(list(kind, healthyStore().records), {
      kind,
      total: 1,
      matched: 1,
      returned: 1,
      filters: {},
      sort: ID_COLUMN[kind],
      items: [item(entry, id)],
      item: null,
      sides: null,
      unread: 0,
      unreadable: [],
    });
  });

  Deno.test(`listRecords() gives an empty list of ${kind} records where there are none`, () => {
    assertEquals(list(kind, []), {
      kind,
      total: 0,
      matched: 0,
      returned: 0,
      filters: {},
      sort: ID_COLUMN[kind],
      items: [],
      item: null,
      sides: null,
      unread: 0,
      unreadable: [],
    });
  });

  Deno.test(`LIST_KINDS has a column for what a ${kind} is called, and none twice`, () => {
    const { columns, filters } = LIST_KINDS[kind];
    assertEquals(columns[0]?.name, ID_COLUMN[kind]);
    assertEquals(new Set(columns.map(({ name }) => name)).size, columns.length);
    assertEquals(new Set(filters.map(({ name }) => name)).size, filters.length);
  });

  Deno.test(`LIST_KINDS reads any record as a ${kind} without a word on what it lacks`, () => {
    for (const column of LIST_KINDS[kind].columns) {
      const text = column.text({ [column.name]: { deep: 1n } });
      assertEquals(text, column.name === "status" && kind === "conflict" ? "open" : "");
    }
  });
}

const plan = (id: string, changes: Parameters<typeof entryOf>[1] = {}) => entryOf("plan", { plan_id: id, ...changes });
const actor = (id: string, changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("actor", { actor_id: id, ...changes });
const conflict = (id: string, changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("conflict", { conflict_id: id, ...changes });

const object = (id: string, changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("object", { object_id: id, ...changes });
const decision = (id: string, changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("decision", { decision_id: id, ...changes });
const transaction = (id: string, changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("transaction", { transaction_id: id, ...changes });

const filtered: readonly (readonly [
  name: string,
  kind: ListedKind,
  records: readonly RecordEntry[],
  filters: Readonly<Record<string, string>>,
  want: readonly string[],
])[] = [
  ["plans by status", "plan", [plan("a"), plan("b", { status: "blocked" })], { status: "blocked" }, ["b"]],
  ["plans by operation", "plan", [plan("a"), plan("b", { operation_class: "repair" })], { operation: "repair" }, ["b"]],
  ["plans by workspace", "plan", [plan("a"), plan("b", { workspace_id: "w" })], { workspace: "w" }, ["b"]],
  ["plans by a bare profile", "plan", [plan("a"), plan("b", { profile_id: "p" })], { profile: "home" }, ["a"]],
  ["plans by all filters at once", "plan", [plan("a"), plan("b", { status: "failed" })], {
    status: "failed",
    profile: "elsewhere",
  }, []],
  ["plans without the field", "plan", [plan("a", { status: undefined })], { status: "planned" }, []],
  ["actors by type", "actor", [actor("a"), actor("b", { actor_type: "agent" })], { type: "agent" }, ["b"]],
  ["actors by trust", "actor", [actor("a"), actor("b", { trust_level: "org" })], { trust: "org" }, ["b"]],
  ["actors by one of their workspaces", "actor", [actor("a"), actor("b", { workspace_scope: ["workspace:x", "w"] })], {
    workspace: "x",
  }, ["b"]],
  ["actors by one of their profiles", "actor", [actor("a"), actor("b", { profile_scope: "profile:home" })], {
    profile: "profile:home",
  }, ["a"]],
  ["schemas by object type", "schema", [entryOf("schema")], { type: "note" }, ["schema:note:v1"]],
  ["schemas by visibility", "schema", [entryOf("schema")], { visibility: "org" }, []],
  ["open conflicts", "conflict", [conflict("a"), conflict("b", { decision_card: {} })], { status: "open" }, ["b"]],
  ["resolved conflicts", "conflict", [conflict("a"), conflict("b", { decision_card: {} })], { status: "resolved" }, [
    "a",
  ]],
  ["conflicts by severity", "conflict", [conflict("a"), conflict("b", { severity: "info" })], { severity: "info" }, [
    "b",
  ]],
  ["conflicts by object", "conflict", [conflict("a"), conflict("b", { object_id: "o" })], { object: "diary" }, ["a"]],
  ["profiles by class", "profile", [entryOf("profile")], { type: "work" }, []],
  ["devices by state", "device", [entryOf("device")], { status: "trusted" }, ["device:desk"]],
  ["devices by trust", "device", [entryOf("device")], { trust: "org" }, []],
  ["objects by type", "object", [object("a"), object("b", { object_type: "task" })], { type: "task" }, ["b"]],
  ["objects by state", "object", [object("a"), object("b", { state: "quarantined" })], { state: "quarantined" }, ["b"]],
  ["objects by privacy", "object", [object("a"), object("b", { privacy_class: "work" })], { privacy: "work" }, ["b"]],
  ["objects by visibility", "object", [object("a"), object("b", { sync_visibility: "org" })], { visibility: "org" }, [
    "b",
  ]],
  ["objects by who changed them last", "object", [object("a"), object("b", { last_modified_by_actor: "actor:bot" })], {
    actor: "bot",
  }, ["b"]],
  ["objects by workspace and profile", "object", [object("a"), object("b", { workspace_id: "w" })], {
    workspace: "house",
    profile: "home",
  }, ["a"]],
  ["workspaces by profile", "workspace", [entryOf("workspace")], { profile: "work" }, []],
  ["decisions by effect", "decision", [decision("a"), decision("b", { effect: "deny" })], { effect: "deny" }, ["b"]],
  ["decisions by policy", "decision", [decision("a"), decision("b", { policy_id: "p" })], { policy: "p" }, ["b"]],
  ["decisions by object", "decision", [decision("a"), decision("b", { object_id: "o" })], { object: "o" }, ["b"]],
  ["transactions by status", "transaction", [transaction("a"), transaction("b", { status: "odd" })], {
    status: "odd",
  }, ["b"]],
  ["transactions by actor", "transaction", [transaction("a"), transaction("b", { actor_id: "actor:bot" })], {
    actor: "bot",
  }, ["b"]],
  ["transactions by object", "transaction", [transaction("a"), transaction("b", { object_ids: ["x", "object:o"] })], {
    object: "o",
  }, ["b"]],
];

for (const [name, kind, records, filters, want] of filtered) {
  Deno.test(`listRecords() filters ${name}`, () => {
    const data = list(kind, records, { filters });
    assertEquals(
      [data.items.map(({ id }) => id), data.total, data.matched, data.returned, data.filters],
      [want, records.length, want.length, want.length, filters],
    );
  });
}

const three = [
  plan("plan:b", { status: "blocked" }),
  plan("plan:c", { status: "failed" }),
  plan("plan:a", { status: "blocked" }),
];
const sorted: readonly (readonly [sort: string | null, limit: number | null, want: readonly string[]])[] = [
  [null, null, ["plan:a", "plan:b", "plan:c"]],
  ["plan_id", null, ["plan:a", "plan:b", "plan:c"]],
  ["-plan_id", null, ["plan:c", "plan:b", "plan:a"]],
  ["status", null, ["plan:a", "plan:b", "plan:c"]],
  ["-status", null, ["plan:c", "plan:a", "plan:b"]],
  ["-plan_id", 2, ["plan:c", "plan:b"]],
  [null, 0, []],
  [null, 99, ["plan:a", "plan:b", "plan:c"]],
];

for (const [sort, limit, want] of sorted) {
  Deno.test(`listRecords() sorts by ${sort ?? "id"} and shows at most ${limit ?? "all"}`, () => {
    const data = list("plan", three, { sort, limit });
    assertEquals(
      [data.items.map(({ id }) => id), data.total, data.matched, data.returned, data.sort],
      [want, 3, 3, want.length, sort ?? "plan_id"],
    );
  });
}

Deno.test("listRecords() keeps records without id and names files that cannot be read", () => {
  const nameless = entryOf("plan", { plan_id: undefined });
  const broken = unreadableEntry("plan", "plans/broken.json");
  const other = unreadableEntry("actor", "actors/broken.json");
  assertEquals(list("plan", [plan("plan:a"), broken, nameless, other]), {
    kind: "plan",
    total: 2,
    matched: 2,
    returned: 2,
    filters: {},
    sort: "plan_id",
    items: [
      item(nameless, null, ['Field "plan_id" is required and absent']),
      item(plan("plan:a"), "plan:a"),
    ],
    item: null,
    sides: null,
    unread: 0,
    unreadable: [{ path: "plans/broken.json", state: "not_json", error: "Ends too early at line 1, column 9" }],
  });
});

for (const id of ["plan:b", "b", "sync-plan:plan:b", "plan:plan:b"]) {
  Deno.test(`listRecords() gives one record in full for "${id}"`, () => {
    const want = item(three[0] ?? plan(""), "plan:b");
    if (id === "sync-plan:plan:b") {
      // The prefix is read once: behind it stands the id itself.
      assertEquals(list("plan", three, { id }).item, want);
      return;
    }
    const data = list("plan", three, { id });
    assertEquals([data.total, data.matched, data.returned, data.items, data.item], [3, 1, 1, [want], want]);
  });
}

interface Refusal {
  readonly name: string;
  readonly request: Partial<ListRequest>;
  readonly records?: readonly RecordEntry[];
  /** Exit, code, message, target, hint. */
  readonly want: readonly [string, string, string, string | null, string | null];
}

const columns = LIST_KINDS.plan.columns.map(({ name }) => name).join(", ");
const refusals: readonly Refusal[] = [
  {
    name: "an unknown column",
    request: { sort: "colour" },
    want: [
      "usage",
      "usage",
      'Cannot sort by "colour": there is no such column',
      "--sort",
      `Sort by one of ${columns}; put - before it for descending order`,
    ],
  },
  {
    name: "an empty column",
    request: { sort: "-" },
    want: [
      "usage",
      "usage",
      'Cannot sort by "": there is no such column',
      "--sort",
      `Sort by one of ${columns}; put - before it for descending order`,
    ],
  },
  {
    name: "a column that only objects inherit",
    request: { sort: "__proto__" },
    want: [
      "usage",
      "usage",
      'Cannot sort by "__proto__": there is no such column',
      "--sort",
      `Sort by one of ${columns}; put - before it for descending order`,
    ],
  },
  {
    name: "an id that nothing has, with the nearest",
    request: { id: "plan:bb" },
    want: [
      "not_found",
      "not_found",
      'Cannot show "plan:bb": there is no such plan in this store',
      "plan:bb",
      "The nearest: plan:b, plan:a, plan:c",
    ],
  },
  {
    name: "an id that is like no other, with some that are there",
    request: { id: "plan:something-else" },
    want: [
      "not_found",
      "not_found",
      'Cannot show "plan:something-else": there is no such plan in this store',
      "plan:something-else",
      "Some of them: plan:b, plan:c, plan:a",
    ],
  },
  {
    name: "an id in an empty registry",
    request: { id: "plan:a" },
    records: [],
    want: [
      "not_found",
      "not_found",
      'Cannot show "plan:a": there is no such plan in this store',
      "plan:a",
      "There are no sync plans in this store",
    ],
  },
  {
    name: "another kind's id",
    request: { id: "actor:ada" },
    want: [
      "usage",
      "usage",
      'Cannot show "actor:ada": it names the kind "actor", and this lists sync plans',
      "actor:ada",
      "Some of them: plan:b, plan:c, plan:a",
    ],
  },
  {
    name: "a part of an id that several have",
    request: { id: "diary-" },
    records: [plan("plan:diary-to-desk"), plan("plan:diary-to-dusk")],
    want: [
      "usage",
      "ambiguous",
      'Cannot show "diary-": 2 sync plans begin so',
      "diary-",
      "Give one of them in full: plan:diary-to-desk, plan:diary-to-dusk",
    ],
  },
  {
    name: "an id that two files claim",
    request: { id: "plan:a" },
    records: [plan("plan:a"), { ...plan("plan:a"), file: fileEntry("plans/copy.json") }],
    want: [
      "usage",
      "ambiguous",
      'Cannot show "plan:a": 2 records have this id',
      "plan:a",
      "Give one of them in full: plans/plan_a.json, plans/copy.json",
    ],
  },
];

Deno.test("listRecords() shows the record of the part of an id that only one has", () => {
  const plans = [plan("plan:diary-to-desk"), plan("plan:diary-to-dusk")];
  const shown = (id: string) => list("plan", plans, { id }).item?.id;
  assertEquals([shown("diary-to-du"), shown("plan:diary-to-de")], ["plan:diary-to-dusk", "plan:diary-to-desk"]);
});

for (const { name, request, records = three, want } of refusals) {
  Deno.test(`listRecords() refuses ${name}`, () => {
    const catalog = buildCatalog(storeWith(...records));
    const error = assertThrows(
      () => listRecords({ kind: "plan", id: null, filters: new Map(), sort: null, limit: null, ...request }, catalog),
      CliError,
    );
    assertEquals([error.exit, error.code, error.message, error.target, error.hint], want);
  });
}

Deno.test("listRecords() shows of a secret object what it is, and not what it says", () => {
  const secret = object("a", { privacy_class: "secret", title: "The code of the safe" });
  const { items, item: one } = list("object", [secret], { id: "object:a" });
  assertEquals([items, one].flat().map((shown) => shown?.record["title"]), ["[redacted]", "[redacted]"]);
  assertEquals(list("object", [object("a", { title: "Shopping" })]).items[0]?.record["title"], "Shopping");
});
