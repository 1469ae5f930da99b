import { assertEquals } from "@std/assert";
import { type CycleFacts, receiptRecord } from "../../../fixtures/content_sync/files.ts";
import { cyclesCheck } from "../../../lib/checks/cycles.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { ContentSyncState } from "../../../lib/model/content_sync.ts";
import { runCheck } from "../../helpers/findings.ts";
import { CONTENT_SYNC, recordEntry } from "../../helpers/snapshots.ts";

const APPLIED: CycleFacts = { number: 1, at: "2026-01-01T00:00:00Z", from: null, to: "41.0", outcome: "applied" };

/** So many more cycles, each on the next day, that came to the same. */
function again(times: number, outcome: CycleFacts["outcome"]): readonly CycleFacts[] {
  return Array.from({ length: times }, (_, index) => ({
    number: index + 2,
    at: `2026-01-0${index + 2}T00:00:00Z`,
    from: "41.0",
    to: "42.0",
    outcome,
  }));
}

interface Case {
  readonly name: string;
  readonly cycles?: readonly CycleFacts[];
  /** Of each of their receipts. */
  readonly changes?: JsonObject;
  readonly version?: ContentSyncState["version"];
  readonly receipts?: ContentSyncState["receipts"];
  /** `id: message`. */
  readonly want: readonly string[];
}

const version = (value: string) => ({ state: "ok", value, error: null }) as const;

const UNPROVED = { changes: { policyReason: "no proof" } };
const REFUSED = "cycle-refused: The last cycle, 41.0 to 42.0, was blocked: no proof";

const CASES: readonly Case[] = [
  { name: "the version that was applied is in force", want: [] },
  { name: "nothing was ever applied", cycles: [], want: [] },
  { name: "nothing was ever applied, and no version is in force", cycles: [], version: null, want: [] },
  {
    name: "another version is in force",
    version: version("12.0"),
    want: [
      "version-drift: Version 12.0 is in force, and the last that was applied is 41.0, at 2026-01-01T00:00:00Z",
    ],
  },
  {
    name: "a version was applied, and none is in force",
    version: null,
    want: ['version-drift: There is no "current-version", though 41.0 was applied at 2026-01-01T00:00:00Z'],
  },
  {
    name: "the version in force cannot be told, which the files check tells",
    version: { state: "empty", value: null, error: "it is empty" },
    want: [],
  },
  {
    name: "a version was applied without a proof",
    cycles: [{ ...APPLIED, proved: false }],
    want: ['unattested: Version 41.0 was applied without a proof: its level is "Speculative"'],
  },
  {
    name: "an older version was applied without a proof",
    cycles: [{ ...APPLIED, proved: false }, { ...APPLIED, number: 2, at: "2026-01-02T00:00:00Z" }],
    want: [],
  },
  {
    name: "the last cycle failed",
    cycles: [APPLIED, ...again(1, "failed")],
    changes: { steps: [{ step: "fetch", status: "failed", returncode: 7, stderr: "" }] },
    want: ['cycle-failed: The last cycle, 41.0 to 42.0, failed: step "fetch" ended with 7'],
  },
  { name: "the last cycle was refused", cycles: [APPLIED, ...again(1, "blocked")], ...UNPROVED, want: [REFUSED] },
  { name: "the last two cycles were refused", cycles: [APPLIED, ...again(2, "blocked")], ...UNPROVED, want: [REFUSED] },
  {
    name: "the last three cycles were refused",
    cycles: [APPLIED, ...again(3, "blocked")],
    ...UNPROVED,
    want: [
      REFUSED,
      "cycle-repeated: The change 41.0 to 42.0 was blocked 3 times in a row since 2026-01-02T00:00:00Z: no proof",
    ],
  },
  {
    name: "there are a thousand receipts",
    receipts: { total: 1_000, unread: 999, oldest: null },
    want: [],
  },
  {
    name: "there are more receipts than anybody reads",
    receipts: { total: 100_000, unread: 99_999, oldest: "2026-01-01_x.json" },
    want: ['receipts-piled-up: "receipts/" holds 100,000 receipts, about 9.5 MiB; the oldest is "2026-01-01_x.json"'],
  },
  {
    name: "there are more receipts than should be, and all of them were read",
    receipts: { total: 1_001, unread: 0, oldest: "2026-01-01_x.json" },
    want: ['receipts-piled-up: "receipts/" holds 1,001 receipts, 100 B; the oldest is "2026-01-01_x.json"'],
  },
  {
    name: "there are more receipts than should be, and none of them was looked at",
    cycles: [],
    receipts: { total: 1_001, unread: 1_001, oldest: null },
    want: ['receipts-piled-up: "receipts/" holds 1,001 receipts; the oldest is "?"'],
  },
  {
    name: "a receipt does not say which version was applied, when, or how it was proved",
    changes: { toVersion: null, issuedAt: null, epistemicLevel: null },
    want: [
      "version-drift: Version 41.0 is in force, and the last that was applied is ?, at ?",
      'unattested: Version ? was applied without a proof: its level is "unknown"',
    ],
  },
  {
    name: "a receipt does not say when a version was applied, and none is in force",
    changes: { issuedAt: null },
    version: null,
    want: ['version-drift: There is no "current-version", though 41.0 was applied at ?'],
  },
];

for (const { name, cycles = [APPLIED], changes = {}, version: inForce = version("41.0"), receipts, want } of CASES) {
  Deno.test(`cyclesCheck finds what it should where ${name}`, () => {
    const found = runCheck(cyclesCheck, {
      records: cycles.map((cycle) => recordEntry("receipt", { ...receiptRecord(cycle), ...changes })),
      content_sync: { ...CONTENT_SYNC, version: inForce, receipts: receipts ?? CONTENT_SYNC.receipts },
    });
    const told: string | readonly string[] = typeof found === "string"
      ? found
      : found.map(({ id, message }) => `${id.replace("content-sync.", "")}: ${message}`);
    assertEquals<string | readonly string[]>(told, want);
  });
}

Deno.test("cyclesCheck has a cycle explained, and the version where that is another", () => {
  const commands = (cycles: readonly CycleFacts[], value: string) => {
    const found = runCheck(cyclesCheck, {
      records: cycles.map((cycle) => recordEntry("receipt", receiptRecord(cycle))),
      content_sync: { ...CONTENT_SYNC, version: version(value) },
    });
    return typeof found === "string" ? [] : found.map(({ command }) => command);
  };
  assertEquals([commands([{ ...APPLIED, proved: false }], "41.0"), commands([APPLIED], "12.0")], [
    ["sourceos sync explain urn:srcos:sync-receipt:00000001-5ec0-4000-8000-000000000001 --store /srv/state"],
    ["sourceos sync explain version --store /srv/state"],
  ]);
});

Deno.test("cyclesCheck finds nothing in a store that keeps nothing of content sync", () => {
  assertEquals(runCheck(cyclesCheck, { records: [], content_sync: null }), []);
});
