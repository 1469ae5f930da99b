import { assertEquals } from "@std/assert";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { runCheck } from "../../../lib/checks/frame/check.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import type { StorePart } from "../../../lib/store/known.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { contentSyncSnapshot } from "../../helpers/content_sync_snapshot.ts";
import { checkInput } from "../../helpers/findings.ts";
import { fileEntry, healthyStore, noJournal } from "../../helpers/snapshots.ts";

const NEEDS: Readonly<Record<string, readonly StorePart[]>> = {
  "access": ["files"],
  "interrupted": ["tmp"],
  "manifest": ["manifest"],
  "journal.present": ["state"],
  "journal.lines": ["journal"],
  "journal.lag": ["journal"],
  "journal.events": ["registries", "journal"],
  "registries.readable": ["registries"],
  "registries.contracts": ["registries"],
  "record-ids": ["registries"],
  "registries.lost": ["registries", "journal", "derived"],
  "quarantine.lost": ["registries", "files"],
  "references": ["registries"],
  "plans.cycles": ["registries"],
  "schemas": ["registries"],
  "boundaries.records": ["registries"],
  "policy.decisions": ["registries"],
  "boundaries.events": ["registries", "journal"],
  "trust.records": ["registries"],
  "trust.activity": ["registries", "journal"],
  "conflicts": ["registries"],
  "plans": ["registries"],
  "layout": ["files"],
  "permissions": ["files"],
  "disposable": ["tmp"],
  "host": [],
  "derived": ["derived"],
  "content-sync.files": ["content_sync"],
  "content-sync.cycles": ["content_sync"],
  "content-sync.queue": ["content_sync"],
  "content-sync.lost": ["derived", "content_sync"],
  "daemon": [],
};

Deno.test("CHECKS say what they need", () => {
  assertEquals(Object.fromEntries(CHECKS.map(({ id, needs }) => [id, needs])), NEEDS);
});

/** With room on its disk, so that the check of the host has something to say. */
const DISK = { free_bytes: 2 ** 40, total_bytes: 2 ** 41, free_inodes: null, total_inodes: null };

const notRead = {
  ...createJournalFold().finish({ state: "not_read", error: null, sha256: null }).summary,
  bytes: 1_000,
};

/** A store that this user may not look into, but for some of its folders. */
function closedStore(closed: readonly string[], open: readonly string[]): StoreSnapshot {
  const folder = (path: string) => fileEntry(path, { type: "directory", mode: 0o700 });
  const files = closed.map((path) => ({ ...folder(path), problem: "permission denied" }));
  return healthyStore({ records: [], folders: open.map(folder), files });
}

const cases: readonly (readonly [name: string, store: StoreSnapshot, unknown: readonly StorePart[]])[] = [
  [
    "only the daemon shows",
    healthyStore({ origin: "daemon", root_file: null, records: [], files: [], folders: [] }),
    ["manifest", "registries", "derived", "files", "tmp", "content_sync"],
  ],
  ["that lists its folders to others, and none of their files", closedStore(["objects", "actors", "tmp"], []), [
    "registries",
    "tmp",
  ]],
  ["of which one registry can be listed", closedStore(["objects", "actors"], ["profiles"]), []],
  ["whose journal was not read", healthyStore({ journal: notRead }), ["journal"]],
  ["whose journal cannot be read", healthyStore({ journal: noJournal("unreadable", "no reason") }), ["journal"]],
  ["that has no journal", healthyStore({ journal: noJournal("absent") }), []],
];

for (const [name, store, unknown] of cases) {
  Deno.test(`runCheck() skips exactly the checks that need what is not known of a store ${name}`, () => {
    const input = checkInput({ ...store, disk: DISK });
    // Access tells of what may not be read, and is skipped where that is anything.
    const asked = CHECKS.filter(({ id }) => !["access", "daemon", "journal.present"].includes(id));
    const skipped = asked.filter((check) => !runCheck(check, input).ran);
    const want = asked.filter(({ needs }) => needs.some((part) => unknown.includes(part)));
    assertEquals(skipped.map(({ id }) => id), want.map(({ id }) => id));
  });
}

Deno.test("No check finds anything where the journal was not read", () => {
  const input = checkInput(healthyStore({ journal: notRead }));
  const outcomes = CHECKS.map((check) => runCheck(check, input));
  assertEquals(outcomes.flatMap((outcome) => outcome.ran ? outcome.findings : []), []);
});

Deno.test("On a host of content sync alone those checks run that look at no state, and no other leaves anything open", () => {
  const { store } = contentSyncSnapshot();
  if (store === null) throw new Error("The host has a store");
  const input = checkInput({ ...store, disk: DISK });
  const outcomes = CHECKS.filter(({ id }) => id !== "daemon").map((check) => ({
    check,
    outcome: runCheck(check, input),
  }));
  assertEquals(outcomes.filter(({ outcome }) => outcome.ran).map(({ check }) => check.id), [
    "access",
    "interrupted",
    "layout",
    "permissions",
    "disposable",
    "host",
    "content-sync.files",
    "content-sync.cycles",
    "content-sync.queue",
  ]);
  const moot = { ran: false as const, reason: "This host keeps content-sync state alone", moot: true };
  const skipped = outcomes.flatMap(({ outcome }) => outcome.ran ? [] : [outcome]);
  assertEquals(skipped, skipped.map(() => moot));
});
