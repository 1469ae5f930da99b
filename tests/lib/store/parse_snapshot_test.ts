import { brokenChange, unfinishedChange } from "../../helpers/changes.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../../lib/model/errors.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { parseSnapshot } from "../../../lib/store/parse_snapshot.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { healthyProbe } from "../../helpers/probes.ts";
import {
  derivedEntry,
  emptySnapshot,
  entryOf,
  fileEntry,
  healthySnapshot,
  healthyStore,
  journalOf,
  ROOT,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

const encoder = new TextEncoder();
const parse = (text: string) => parseSnapshot(encoder.encode(text), "state.json");

const snapshots: readonly (readonly [name: string, snapshot: StateSnapshot])[] = [
  ["a healthy store", healthySnapshot()],
  ["a store with an interrupted change", healthySnapshot({ store: healthyStore({ interrupted: unfinishedChange() }) })],
  ["a store whose intent cannot be read", healthySnapshot({ store: healthyStore({ interrupted: brokenChange() }) })],
  ["no store", emptySnapshot()],
  ["a store and its daemon", healthySnapshot({ daemon: healthyProbe(ROOT) })],
  [
    "a damaged store with long integers and odd keys",
    healthySnapshot({
      store: healthyStore({
        records: [
          entryOf("object", { big: 2n ** 80n, ["constructor"]: { deep: [null, -1.5e300] } }),
          unreadableEntry("actor", "actors/broken.json"),
        ],
        derived: [derivedEntry("indexes/x.json", { index_id: "x", n: 12345678901234567890n })],
        files: [fileEntry("photos/\u202e.jpg", { type: "fifo", mode: null, uid: null, modified_at: null })],
        journal: journalOf('{"a\n\ufeff{}\n{"torn'),
      }),
    }),
  ],
];

for (const [name, snapshot] of snapshots) {
  for (const indent of [0, 2]) {
    Deno.test(`parseSnapshot() reads back a snapshot of ${name}, indented by ${indent}`, () => {
      assertEquals(parse(`${stringifyJson(snapshot, indent)}\n`), snapshot);
    });
  }
}

Deno.test("parseSnapshot() reads a snapshot of a release that knew of no interrupted changes", () => {
  const earlier = stringifyJson(healthySnapshot()).replace(',"interrupted":null', "");
  assertEquals(parse(earlier).store?.interrupted, undefined);
});

Deno.test("parseSnapshot() keeps a field that is called __proto__", () => {
  const text = stringifyJson(healthySnapshot()).replace('"retention_class":', '"__proto__":{"a":1},"retention_class":');
  assertEquals(stringifyJson(parse(text)), text);
});

const whole = stringifyJson(healthySnapshot());
const HINT = "Write one with sourceos sync doctor --save-snapshot FILE";

const bad: readonly (readonly [name: string, bytes: Uint8Array, reason: string])[] = [
  ["nothing", encoder.encode(""), "Ends too early"],
  ["half a snapshot", encoder.encode(whole.slice(0, whole.length / 2)), "Ends too early"],
  ["something behind it", encoder.encode(`${whole}{}`), "Something follows the document"],
  ["a list", encoder.encode("[]"), "A list instead of an object"],
  ["text that is not UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "it is not UTF-8 text"],
  ["an object without schema", encoder.encode("{}"), 'its schema is "", not "sourceos.cli.state-snapshot/v1"'],
  [
    "another document",
    encoder.encode('{"schema":"sourceos.repair-plan/v1alpha1"}'),
    'its schema is "sourceos.repair-plan/v1alpha1", not "sourceos.cli.state-snapshot/v1"',
  ],
  [
    "a snapshot without its state",
    encoder.encode('{"schema":"sourceos.cli.state-snapshot/v1"}'),
    'its field "taken_at" does not keep the format',
  ],
  [
    "a snapshot with a mistyped field",
    encoder.encode(whole.replace('"events":3', '"events":"3"')),
    'its field "store.journal.events" does not keep the format',
  ],
  [
    "a snapshot with a number that is not finite",
    encoder.encode(whole.replace('"events":3', '"events":NaN')),
    "it holds a number that JSON has no word for",
  ],
];

for (const [name, bytes, reason] of bad) {
  Deno.test(`parseSnapshot() refuses ${name}`, () => {
    const error = assertThrows(() => parseSnapshot(bytes, "state.json"), CliError);
    assertEquals([error.exit, error.target, error.hint], ["bad_input", "state.json", HINT]);
    assertEquals(
      error.message.replace(/ at line \d+, column \d+$/, ""),
      `Cannot read snapshot "state.json": ${reason}`,
    );
  });
}

for (const schema of ["sourceos.cli.state-snapshot/v2", "sourceos.cli.state-snapshot/v2alpha1"]) {
  Deno.test(`parseSnapshot() refuses the newer ${schema} without looking further`, () => {
    const error = assertThrows(() => parse(JSON.stringify({ schema, state: [] })), CliError);
    assertEquals([error.exit, error.message, error.target, error.hint], [
      "too_new",
      `Cannot read snapshot "state.json": its schema "${schema}" is newer than this program`,
      "state.json",
      "Use a newer release of this program",
    ]);
  });
}
