/** What a repair does beyond what findings ask for, because of its other steps; and what of it scopes and policy leave. */
import { assertEquals } from "@std/assert";
import { parseScope } from "../../../lib/change/scope.ts";
import type { IndexKind } from "../../../lib/model/derived.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { draftRepair, type RepairDraft } from "../../../lib/repair/plan.ts";
import { diagnosisWithHealthy } from "../../helpers/findings.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

/** What is drafted for the store, of whose indexes these are healthy. */
function draftOf(store: StoreSnapshot, scopes: readonly string[], healthy: readonly IndexKind[] = []): RepairDraft {
  const snapshot = healthySnapshot({ store });
  return draftRepair({
    snapshot,
    diagnosis: diagnosisWithHealthy(snapshot, healthy),
    scopes: scopes.map(parseScope),
    generatedAt: "2026-03-04T05:06:07Z",
    sha256Hex,
  });
}

const CORRUPT = derivedEntry("indexes/lane-counters.json", null, { state: "not_json", error: "Ends too early" });
const LINKED = {
  ...CORRUPT,
  state: "not_a_file" as const,
  file: fileEntry("indexes/lane-counters.json", { type: "symlink" }),
};
const LEFT = fileEntry("objects/a.json.tmp");
const DROP = "drop-objects/a.json.tmp";
const RESUME = "resume-sync-plan:diary-to-desk";
const REFUSED = 'Policy decision "gone" is missing';
const LINK = '"indexes/lane-counters.json" is a symlink, not a plain file: a person has to look at it';
/** A plan that waits for an index, in a store in which nothing is wrong beside. */
const waiting = (index: IndexKind, changes: Partial<StoreSnapshot> = {}, decision?: string) =>
  healthyStore({
    records: [
      ...healthyStore().records.filter(({ kind }) => kind !== "plan"),
      entryOf("plan", {
        status: "blocked",
        dependencies: [`index:${index}`],
        ...(decision === undefined ? {} : { policy_decision_ref: decision }),
      }),
    ],
    ...changes,
  });

interface Case {
  readonly name: string;
  readonly store: StoreSnapshot;
  readonly scopes?: readonly string[];
  readonly healthy?: readonly IndexKind[];
  readonly steps?: readonly string[];
  readonly outside?: readonly string[];
  readonly requiredScopes?: readonly string[];
  /** Reasons by step: of what cannot be done, and of those that were asked for. */
  readonly blocked?: Readonly<Record<string, string>>;
  readonly inVain?: readonly string[];
}

const cases: readonly Case[] = [
  { name: "nothing where nothing is wrong, whatever is healthy", store: healthyStore(), healthy: ["object-heads"] },
  {
    name: "the rebuild of what its own event leaves behind",
    store: healthyStore({ files: [LEFT] }),
    healthy: ["object-heads"],
    steps: [DROP, "rebuild-index:object-heads"],
    requiredScopes: ["disposable", "index:object-heads"],
  },
  {
    name: "that rebuild outside the scopes, where they do not allow it",
    store: healthyStore({ files: [LEFT] }),
    scopes: ["disposable"],
    healthy: ["object-heads"],
    steps: [DROP],
    outside: ["rebuild-index:object-heads"],
    requiredScopes: ["disposable", "index:object-heads"],
  },
  {
    name: "no rebuild over what another program has put there, even where it is named",
    store: healthyStore({ derived: [derivedEntry("indexes/object-heads.json", { schema: "example.index/v1" })] }),
    scopes: ["index:object-heads"],
  },
  {
    name: "no such rebuild where nothing inside the scopes is done",
    store: healthyStore({ files: [LEFT] }),
    scopes: ["journal"],
    healthy: ["object-heads"],
    outside: [DROP],
    requiredScopes: ["disposable"],
  },
  {
    name: "no such rebuild where what is asked for cannot be done",
    store: healthyStore({ derived: [LINKED] }),
    scopes: ["index:lane-counters"],
    healthy: ["object-heads"],
    blocked: { "rebuild-index:lane-counters": LINK },
    inVain: ["rebuild-index:lane-counters"],
  },
  {
    name: "that rebuild beside nothing but a plan that goes on",
    store: waiting("object-heads"),
    healthy: ["object-heads"],
    steps: ["rebuild-index:object-heads", RESUME],
    requiredScopes: ["index:object-heads", "derived"],
  },
  {
    name: "that rebuild beside a plan and one other step",
    store: waiting("object-heads", { files: [LEFT] }),
    healthy: ["object-heads"],
    steps: [DROP, "rebuild-index:object-heads", RESUME],
    requiredScopes: ["disposable", "index:object-heads", "derived"],
  },
  {
    name: "a plan that goes on outside the scopes, where they ask for something else",
    store: waiting("object-heads"),
    scopes: ["journal"],
    healthy: ["object-heads"],
    outside: [RESUME],
    requiredScopes: ["derived"],
  },
  {
    name: "nothing for a plan that policy keeps from going on",
    store: waiting("object-heads", {}, "gone"),
    healthy: ["object-heads"],
    blocked: { [RESUME]: REFUSED },
    inVain: [RESUME],
  },
  {
    name: "no plan that waits for an index which cannot be built",
    store: waiting("lane-counters", { derived: [LINKED] }),
    blocked: { "rebuild-index:lane-counters": LINK },
    inVain: ["rebuild-index:lane-counters"],
  },
  {
    name: "no plan that waits for an index which the scopes do not rebuild",
    store: waiting("lane-counters", { derived: [CORRUPT], files: [LEFT] }),
    scopes: ["disposable"],
    steps: [DROP],
    outside: ["rebuild-index:lane-counters"],
    requiredScopes: ["disposable", "index:lane-counters"],
  },
  {
    name: "what is blocked outside the scopes, which nobody asked for",
    store: healthyStore({ derived: [LINKED], files: [LEFT] }),
    scopes: ["journal"],
    outside: [DROP],
    requiredScopes: ["disposable"],
    blocked: { "rebuild-index:lane-counters": LINK },
  },
];

for (const { name, store, scopes = [], healthy, ...want } of cases) {
  Deno.test(`draftRepair() drafts ${name}`, () => {
    const drafted = draftOf(store, scopes, healthy);
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
    assertEquals({
      steps: ids(drafted.steps),
      outside: ids(drafted.outside),
      requiredScopes: drafted.requiredScopes,
      blocked: Object.fromEntries(drafted.blocked.map(({ id, reason }) => [id, reason])),
      inVain: ids(drafted.askedInVain),
    }, { steps: [], outside: [], requiredScopes: [], blocked: {}, inVain: [], ...want });
  });
}

Deno.test("draftRepair() tells policy's refusals, each with the scope that its step needs, and no others", () => {
  const cut = unreadableEntry("object", "objects/object_cut.json");
  const denied = entryOf("decision", { decision_id: "d:1", effect: "deny", object_id: "object:cut", rationale: "So." });
  const everywhere = entryOf("decision", { decision_id: "d:2", object_id: null });
  const store = waiting("object-heads", { files: [LEFT] }, "gone");
  const { refusals } = draftOf({ ...store, records: [...store.records, cut, denied, everywhere] }, [], [
    "object-heads",
  ]);
  assertEquals(Object.fromEntries(refusals), {
    "quarantine-objects/object_cut.json": {
      decisionId: "d:1",
      reason: 'Policy decision "d:1" denies it (So.)',
      needs: { kind: "object", id: "object_cut" },
    },
    [RESUME]: { decisionId: "gone", reason: REFUSED, needs: { kind: "derived" } },
  });
});

const looks: readonly (readonly [
  scope: string,
  want: { readonly looksAt: readonly string[]; readonly folds: boolean; readonly listsRecords: boolean },
])[] = [
  ["journal", { looksAt: ["manifest.json"], folds: false, listsRecords: false }],
  ["disposable", { looksAt: ["objects/a.json.tmp", "manifest.json"], folds: false, listsRecords: false }],
  ["index:lane-counters", {
    looksAt: ["indexes/lane-counters.json", "indexes/lane-counters.entries.ndjson", "manifest.json"],
    folds: true,
    listsRecords: false,
  }],
  ["checkpoint:journal", {
    looksAt: ["checkpoints/journal.json", "checkpoints/journal.records.ndjson", "manifest.json"],
    folds: true,
    listsRecords: true,
  }],
];

for (const [scope, want] of looks) {
  Deno.test(`draftRepair() asks the host for no more than ${scope} needs`, () => {
    const journal = scope === "journal" ? journalOf(`${HEALTHY_JOURNAL}{"torn`) : journalOf(HEALTHY_JOURNAL);
    const { looksAt, folds, inventory } = draftOf(healthyStore({ journal, files: [LEFT], derived: [CORRUPT] }), [
      scope,
    ]);
    assertEquals({ looksAt, folds, listsRecords: inventory !== null }, want);
  });
}
