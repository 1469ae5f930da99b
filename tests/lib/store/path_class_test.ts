import { assertEquals } from "@std/assert";
import { classifyPath, type PathClass } from "../../../lib/store/path_class.ts";

const GONE = "if it is lost it is gone";
const REBUILT = "rebuilt from the journal and the registries";
const registry = (kind: string, group: string): PathClass => ({
  durability: "durable",
  kind,
  group,
  reason: `registry; ${GONE}`,
});
const kept = (group: string): PathClass => ({
  durability: "durable",
  kind: "kept files",
  group,
  reason: `what a change moved, replaced or set aside; ${GONE}`,
});
const leftover = (group: string): PathClass => ({
  durability: "disposable",
  kind: "unfinished write",
  group,
  reason: "a write that never replaced its target",
});
const unknown = (group: string): PathClass => ({
  durability: "unclassified",
  kind: "unknown",
  group,
  reason: "not recognised: kept as if it were durable",
});
const daemons = (kind: string, group: string): PathClass => ({
  durability: "durable",
  kind,
  group,
  reason: `the daemon's own; ${GONE}`,
});

const cases: readonly (readonly [path: string, want: PathClass])[] = [
  ["manifest.json", {
    durability: "durable",
    kind: "manifest",
    group: "manifest.json",
    reason: `the store's own record; ${GONE}`,
  }],
  ["journal.jsonl", {
    durability: "durable",
    kind: "journal",
    group: "journal.jsonl",
    reason: `event history; ${GONE}`,
  }],
  ["profiles/a.json", registry("profiles", "profiles")],
  ["devices/a.json", registry("devices", "devices")],
  ["actors/a.json", registry("actors", "actors")],
  ["schemas/a.json", registry("schemas", "schemas")],
  ["objects/a.json", registry("objects", "objects")],
  ["objects/deep/er/a.json", registry("objects", "objects")],
  ["workspaces/a.json", registry("workspaces", "workspaces")],
  ["conflicts/a.json", registry("conflicts", "conflicts")],
  ["policy-decisions/a.json", registry("policy decisions", "policy-decisions")],
  ["transactions/a.json", registry("transactions", "transactions")],
  ["events/a.json", registry("integrity events", "events")],
  ["repair-reports/a.json", registry("repair reports", "repair-reports")],
  ["repair-reports/quarantine/r1/objects/a.json", kept("repair-reports/quarantine")],
  ["repair-reports/before/r1/manifest.json", kept("repair-reports/before")],
  ["repair-reports/before/a.json.tmp", registry("repair reports", "repair-reports")],
  ["repair-reports/before/r1/a.json.tmp", kept("repair-reports/before")],
  ["repair-reports/elsewhere/r1/a.json", registry("repair reports", "repair-reports")],
  ["plans/a.json", {
    durability: "rebuildable",
    kind: "plans",
    group: "plans",
    reason: `sync plans; ${REBUILT}`,
  }],
  ["indexes/object-heads.entries.ndjson", {
    durability: "rebuildable",
    kind: "derived indexes",
    group: "indexes",
    reason: REBUILT,
  }],
  ["checkpoints/journal.json", {
    durability: "rebuildable",
    kind: "checkpoints",
    group: "checkpoints",
    reason: REBUILT,
  }],
  ["tmp/anything", {
    durability: "disposable",
    kind: "temporary files",
    group: "tmp",
    reason: "transient; may be dropped",
  }],
  ["receipts/a.json", daemons("content-sync receipts", "receipts")],
  ["current-version", daemons("content version", "current-version")],
  ["orchestration/queue/a.json", daemons("orchestration events", "orchestration")],
  ["manifest.json.tmp", leftover("manifest.json.tmp")],
  ["objects/a.json.tmp", leftover("objects/a.json.tmp")],
  ["journal.jsonl.tmp", unknown("journal.jsonl.tmp")],
  ["objects.json.tmp", unknown("objects.json.tmp")],
  ["photos/a.json.tmp", unknown("photos")],
  ["photos/a/b.jpg", unknown("photos")],
  ["Objects/a.json", unknown("Objects")],
  ["__proto__/a", unknown("__proto__")],
  ["constructor", unknown("constructor")],
  ["", unknown("")],
];

for (const [path, want] of cases) {
  Deno.test(`classifyPath() classifies "${path}"`, () => assertEquals(classifyPath(path), want));
}
