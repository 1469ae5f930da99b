import { assertEquals, assertThrows } from "@std/assert";
import { buildDocument, describeSource, NO_CONTEXT, NO_SOURCE } from "../../../lib/answers/outcome.ts";
import { EXIT_CODES } from "../../../lib/model/exit.ts";
import { COMMANDS, documentSchemaName, type Source } from "../../../lib/model/envelope.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { TOOL } from "../../../lib/model/tool.ts";
import { downProbe } from "../../helpers/probes.ts";
import { emptySnapshot, healthySnapshot, healthyStore, ROOT } from "../../helpers/snapshots.ts";

const NOW = new Date("2026-03-04T05:06:07.890Z");
const OUTCOME = {
  exit: "ok",
  result: null,
  source: NO_SOURCE,
  context: NO_CONTEXT,
  data: { a: 1 },
  warnings: [],
  errors: [],
} as const;

Deno.test("buildDocument() has every field of the contract, and no other", () => {
  assertEquals(buildDocument("sync status", OUTCOME, NOW), {
    schema: "sourceos.cli.sync-status/v1",
    command: "sync status",
    result: "ok",
    exit_code: 0,
    generated_at: "2026-03-04T05:06:07Z",
    tool: TOOL,
    source: NO_SOURCE,
    context: NO_CONTEXT,
    data: { a: 1 },
    warnings: [],
    errors: [],
  });
});

Deno.test("buildDocument() takes health as the result where a command tells it", () => {
  const document = buildDocument("sync doctor", { ...OUTCOME, exit: "unhealthy", result: "unsafe" }, NOW);
  assertEquals([document.result, document.exit_code], ["unsafe", 4]);
});

for (const { code, name } of EXIT_CODES) {
  Deno.test(`buildDocument() names the exit code ${code} ${name}`, () => {
    const document = buildDocument("sync", { ...OUTCOME, exit: name }, NOW);
    assertEquals([document.result, document.exit_code], [name, code]);
  });
}

Deno.test("buildDocument() refuses a clock that no timestamp can tell", () => {
  assertThrows(() => buildDocument("sync", OUTCOME, new Date(NaN)), RangeError);
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
