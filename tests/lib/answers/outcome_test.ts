import { assertEquals, assertThrows } from "@std/assert";
import {
  answered,
  buildDocument,
  describeSource,
  NO_STATE,
  refused,
  UNSELECTED,
} from "../../../lib/answers/outcome.ts";
import { EXIT_CODES } from "../../../lib/model/exit.ts";
import { COMMANDS, documentSchemaName } from "../../../lib/model/command_names.ts";
import type { Source } from "../../../lib/model/envelope.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { TOOL } from "../../../lib/model/tool.ts";
import { downProbe } from "../../helpers/probes.ts";
import { emptySnapshot, healthySnapshot, healthyStore, ROOT } from "../../helpers/snapshots.ts";
import { BUILD } from "../../helpers/build.ts";

const NOW = new Date("2026-03-04T05:06:07.890Z");
const OUTCOME = answered(NO_STATE, { a: 1 });

Deno.test("buildDocument() has every field of the contract, and no other", () => {
  assertEquals(buildDocument("sync status", OUTCOME, { now: NOW, build: BUILD }), {
    schema: "sourceos.cli.sync-status/v1",
    command: "sync status",
    result: "ok",
    exit_code: 0,
    generated_at: "2026-03-04T05:06:07Z",
    tool: { ...TOOL, build: BUILD },
    source: { kind: "none", store: null, daemon: null },
    context: { profile: UNSELECTED, workspace: UNSELECTED, device: UNSELECTED },
    data: { a: 1 },
    warnings: [],
    errors: [],
  });
});

Deno.test("buildDocument() takes health as the result where a command tells it", () => {
  const document = buildDocument("sync doctor", { ...OUTCOME, exit: "unhealthy", result: "unsafe" }, {
    now: NOW,
    build: BUILD,
  });
  assertEquals([document.result, document.exit_code], ["unsafe", 4]);
});

for (const { code, name } of EXIT_CODES) {
  Deno.test(`buildDocument() names the exit code ${code} ${name}`, () => {
    const document = buildDocument("sync", { ...OUTCOME, exit: name }, { now: NOW, build: BUILD });
    assertEquals([document.result, document.exit_code], [name, code]);
  });
}

Deno.test("buildDocument() refuses a clock that no timestamp can tell", () => {
  assertThrows(() => buildDocument("sync", OUTCOME, { now: new Date(NaN), build: BUILD }), RangeError);
});

const OLD = { code: "old", message: "The store is old", target: null };
const NEW = { code: "new", message: "The daemon is new", target: null };
const WARNED = { ...NO_STATE, warnings: [OLD] };

Deno.test("answered() is a success, and warns of what the command adds behind what was known before", () => {
  const { exit, result, warnings, errors } = answered(WARNED, null, { warnings: [NEW] });
  assertEquals({ exit, result, warnings, errors }, { exit: "ok", result: null, warnings: [OLD, NEW], errors: [] });
});

Deno.test("refused() has no data unless some is given, and the warnings all the same", () => {
  const problem = { code: "stale", message: "Cannot go on", target: null, hint: null };
  assertEquals(refused(WARNED, "stale", { errors: [problem] }), {
    ...WARNED,
    exit: "stale",
    result: null,
    data: null,
    errors: [problem],
  });
  assertEquals(refused(WARNED, "stale", { errors: [problem], data: 1 }).data, 1);
});

Deno.test("documentSchemaName() is another for each command", () => {
  assertEquals(new Set(COMMANDS.map(documentSchemaName)).size, COMMANDS.length);
});

Deno.test("TOOL is the program with a version", () => {
  assertEquals([TOOL.name, /^\d+\.\d+\.\d+$/.test(TOOL.version)], ["sourceos", true]);
});

const DAEMON = { endpoint: null, selected_by: "option", state: "disabled" } as const;
const STORE = { root: ROOT, selected_by: "option" };

const sources: readonly (readonly [name: string, snapshot: StateSnapshot, isSaved: boolean, want: Source])[] = [
  ["a store on disk", healthySnapshot(), false, { kind: "store", store: STORE, daemon: DAEMON }],
  ["a saved snapshot", healthySnapshot(), true, { kind: "snapshot", store: STORE, daemon: DAEMON }],
  ["a saved snapshot without a store", emptySnapshot(), true, { kind: "snapshot", store: null, daemon: DAEMON }],
  ["what the daemon tells", healthySnapshot({ store: healthyStore({ origin: "daemon" }) }), false, {
    kind: "daemon",
    store: STORE,
    daemon: DAEMON,
  }],
  ["nothing", emptySnapshot({ daemon: downProbe() }), false, {
    kind: "none",
    store: null,
    daemon: { endpoint: "http://127.0.0.1:8765", selected_by: "default", state: "down" },
  }],
];

for (const [name, snapshot, isSaved, want] of sources) {
  Deno.test(`describeSource() names ${name}`, () => assertEquals(describeSource(snapshot, isSaved), want));
}
