/** "There are none" and "not found" are never said of what this caller cannot see; the hint names who can. */
import { assertEquals, assertThrows } from "@std/assert";
import { absenceProblem } from "../../../lib/answers/absence.ts";
import { accessHint, requireKnown, requirePart, requireWhole } from "../../../lib/answers/access.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { Readers, StateSnapshot, StoreAbsence } from "../../../lib/model/snapshot.ts";
import { emptySnapshot, fileEntry, healthySnapshot, healthyStore, unreadableEntry } from "../../helpers/snapshots.ts";

const DAEMON = { id: 990, name: "sourceos-syncd" };
const closed = (path: string) => fileEntry(path, { type: "directory", mode: 0o700, problem: "permission denied" });

function storeDenying(readers: Readers): StateSnapshot {
  return healthySnapshot({ store: healthyStore({ files: [closed("plans")], readers }) });
}

const hints: readonly (readonly [name: string, readers: Readers, words: readonly string[], want: string])[] = [
  [
    "the owner, by the command that was typed",
    { owner: DAEMON, group: null },
    ["sync", "doctor", "--store", "/srv/state"],
    "Run sudo -u sourceos-syncd sourceos sync doctor --store /srv/state",
  ],
  [
    "the group beside it, and names the store that was found",
    { owner: DAEMON, group: { id: 991, name: "operators" } },
    ["sync", "explain", "object:my note"],
    "Run sudo -u sourceos-syncd sourceos sync explain 'object:my note' --store /srv/state, or as a member of group operators",
  ],
  [
    "numbers where there are no names",
    { owner: { id: 990, name: null }, group: { id: 991, name: null } },
    ["sync", "status", "--store=/srv/state"],
    "Run sudo -u '#990' sourceos sync status --store=/srv/state, or as a member of group 991",
  ],
  [
    "root where there are several owners",
    { owner: null, group: null },
    ["sync", "status", "--store=/srv/state"],
    "Run sudo sourceos sync status --store=/srv/state",
  ],
];

for (const [name, readers, words, want] of hints) {
  Deno.test(`accessHint() names ${name}`, () => assertEquals(accessHint(storeDenying(readers), words), want));
}

Deno.test("accessHint() says nothing where nothing was denied", () => {
  assertEquals(accessHint(healthySnapshot(), ["sync", "status"]), null);
});

interface Refusal {
  readonly name: string;
  readonly snapshot: StateSnapshot;
  readonly want: readonly [exit: string, message: string, hint: string | null] | null;
}

const access = "Run it as somebody else";
const daemonStore = healthyStore({ origin: "daemon", records: [], root_file: null, files: [] });
const denied = unreadableEntry("plan", "plans/a.json", { state: "denied", error: "permission denied" });

const refusals: readonly Refusal[] = [
  { name: "what could all be read", snapshot: healthySnapshot(), want: null },
  {
    name: "another folder that may not be read",
    snapshot: healthySnapshot({ store: healthyStore({ files: [closed("objects")] }) }),
    want: null,
  },
  {
    name: "a folder that may not be read",
    snapshot: storeDenying({ owner: DAEMON, group: null }),
    want: ["denied", 'Cannot list plans: this user may not read "plans"', access],
  },
  {
    name: "one file in it that may not be read",
    snapshot: healthySnapshot({ store: healthyStore({ records: [denied] }) }),
    want: ["denied", 'Cannot list plans: this user may not read "plans/a.json"', access],
  },
  {
    name: "what only the daemon shows",
    snapshot: healthySnapshot({ store: daemonStore }),
    want: ["no_state", 'Cannot list plans: what lies in "plans" is not known from the daemon\'s API', access],
  },
];

for (const { name, snapshot, want } of refusals) {
  Deno.test(`requireKnown() ${want === null ? "lets pass" : "refuses"} ${name}`, () => {
    const ask = () => requireKnown({ snapshot, access }, "list plans", ["plan"]);
    if (want === null) return ask();
    const error = assertThrows(ask, CliError);
    assertEquals([error.exit, error.message, error.hint], want);
  });
}

Deno.test("requirePart() refuses what may not be read, and what only the daemon shows", () => {
  const closedIndexes = healthySnapshot({ store: healthyStore({ files: [closed("indexes")] }) });
  requirePart({ snapshot: closedIndexes, access }, "explain it", "content_sync");
  for (
    const [snapshot, way, want] of [
      [closedIndexes, access, ["denied", 'Cannot explain it: this user may not read "indexes"', access]],
      [healthySnapshot({ store: daemonStore }), null, [
        "no_state",
        "Cannot explain it: the daemon does not show derived state",
        "Name the store on disk with --store DIR",
      ]],
    ] as const
  ) {
    const error = assertThrows(() => requirePart({ snapshot, access: way }, "explain it", "derived"), CliError);
    assertEquals<unknown>([error.exit, error.message, error.hint], want);
  }
});

Deno.test("requireWhole() refuses a store of which anything may not be read, and one that only the daemon shows", () => {
  requireWhole({ snapshot: healthySnapshot(), access: null }, "plan a repair");
  for (
    const [snapshot, exit] of [
      [healthySnapshot({ store: healthyStore({ files: [closed("tmp")] }) }), "denied"],
      [healthySnapshot({ store: daemonStore }), "no_state"],
    ] as const
  ) {
    const error = assertThrows(() => requireWhole({ snapshot, access }, "plan a repair"), CliError);
    assertEquals([error.exit, error.hint], [exit, access]);
  }
});

const absences: readonly (readonly [name: string, absence: Partial<StoreAbsence>, want: string])[] = [
  ["is not there", { reason: "absent" }, "Name the store with --store DIR"],
  ["may not be read", { reason: "denied" }, access],
  [
    "is empty",
    { reason: "uninitialized", empty: true },
    "Name the store with --store DIR, or make one here: sourceos sync init --store /srv/state",
  ],
  ["holds something else", { reason: "uninitialized", empty: false }, "Name the store with --store DIR"],
];

for (const [name, changes, want] of absences) {
  Deno.test(`absenceProblem() says what to do where the place ${name}`, () => {
    const { absence } = emptySnapshot();
    assertEquals(absenceProblem(absence === null ? null : { ...absence, ...changes }, access).hint, want);
  });
}
