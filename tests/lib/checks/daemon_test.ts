import { assertEquals } from "@std/assert";
import { daemonCheck } from "../../../lib/checks/daemon.ts";
import { ANSWER_STATES, type DaemonProbe } from "../../../lib/model/daemon.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { disabledProbe, downProbe, healthyProbe } from "../../helpers/probes.ts";
import { entryOf, HEALTHY_JOURNAL, journalOf, manifestEntry, ROOT, unreadableEntry } from "../../helpers/snapshots.ts";

const endpoint = "http://127.0.0.1:8765";
const COMMANDS: Readonly<Record<string, string>> = {
  "not-ready": `curl -sS ${endpoint}/readyz`,
  failing: `curl -sS ${endpoint}/readyz`,
  "wrong-service": `sourceos sync doctor --daemon none --store ${ROOT}`,
};
const of = (id: string, message: string, evidence: Found["evidence"] = {}): Found =>
  found({
    id: `daemon.${id}`,
    severity: "warning",
    durability: "rebuildable",
    target: endpoint,
    message,
    evidence: { endpoint, ...evidence },
    command: COMMANDS[id] ?? `curl -sS ${endpoint}/statez`,
  });
const disagrees = (target: string, message: string, evidence: Found["evidence"] = {}): Found => ({
  ...of("disagrees", message, { file: target, ...evidence }),
  target,
});
const generation = (said: number): Found =>
  disagrees("manifest.json", `The daemon says that the active generation is ${said}, the manifest says 4`, {
    daemon: said,
    disk: 4,
  });
const invariant = (message: string, id: string, evidence: Found["evidence"]): Found => ({
  ...of("invariant", message, { invariant: id, ...evidence }),
  target: `invariant:${id}`,
});
/** The healthy record, written long before the daemon was asked. */
function old(kind: RecordKind): RecordEntry {
  const entry = entryOf(kind);
  return { ...entry, file: { ...entry.file, modified_at: "2026-01-04T11:58:00Z" } };
}
const failed = { state: "failed", http_status: 500, message: "Cannot read the store" } as const;
const notAsked = { state: "not_asked", http_status: null, message: "Was not asked" } as const;
const ok = { state: "ok", http_status: 200, message: null } as const;
const noManifest: Partial<StoreSnapshot> = {
  manifest: { ...manifestEntry(), file: null, state: "absent", record: null },
};

interface Case {
  readonly name: string;
  readonly daemon: DaemonProbe;
  readonly store?: Partial<StoreSnapshot>;
  readonly want: readonly Found[] | string;
}

const cases: readonly Case[] = [
  { name: "is quiet about a daemon that agrees", daemon: healthyProbe(ROOT), want: [] },
  { name: "is skipped where no daemon is", daemon: downProbe(), want: "No daemon answers" },
  {
    name: "passes on the invariants of a saved report, though nobody answers any more",
    daemon: {
      ...downProbe(),
      invariants: [{ id: "store.shadow_verified", status: "warn", severity: "warning", remediation: null }],
    },
    want: [{
      ...invariant('The daemon\'s invariant "store.shadow_verified" warns', "store.shadow_verified", {
        status: "warn",
        severity: "warning",
        remediation: null,
      }),
      command: `sourceos sync explain invariant:store.shadow_verified --store ${ROOT}`,
    }],
  },
  {
    name: "calls a daemon by that word where nobody knows its address",
    daemon: healthyProbe(ROOT, { endpoint: null, ready: false }),
    want: [{
      ...of("not-ready", "The daemon is not ready: All required state integrity invariants pass.", {
        endpoint: null,
        status: "healthy",
      }),
      target: "daemon",
      command: `sourceos sync explain daemon --store ${ROOT}`,
    }],
  },
  {
    name: "has a daemon asked at its socket",
    daemon: healthyProbe(ROOT, { endpoint: "unix:/run/sourceos/syncd.sock", ready: false }),
    want: [{
      ...of("not-ready", "The daemon is not ready: All required state integrity invariants pass.", {
        endpoint: "unix:/run/sourceos/syncd.sock",
        status: "healthy",
      }),
      target: "unix:/run/sourceos/syncd.sock",
      command: "curl -sS --unix-socket /run/sourceos/syncd.sock http://localhost/readyz",
    }],
  },
  {
    name: "says how an endpoint fails that gives no reason",
    daemon: healthyProbe(ROOT, { answers: { healthz: ok, readyz: { ...failed, message: null }, statez: ok } }),
    want: [of("failing", "The daemon is live, but /readyz does not answer well: failed", {
      answer: "readyz",
      state: "failed",
    })],
  },
  {
    name: "says in which state a daemon is that gives no reason",
    daemon: {
      ...downProbe(),
      state: "failed",
      answers: { healthz: { ...failed, message: null }, readyz: notAsked, statez: notAsked },
    },
    want: [of("wrong-service", "The daemon is failed", { state: "failed" })],
  },
  { name: "is skipped where no daemon is wanted", daemon: disabledProbe("option"), want: "No daemon answers" },
  {
    name: "is skipped where the daemon serves another store",
    daemon: healthyProbe("/srv/other", { ready: false }),
    want: 'The daemon serves another store, "/srv/other"',
  },
  {
    name: "compares the store with its links resolved",
    daemon: healthyProbe("/real/state"),
    store: { root: "state", real_root: "/real/state" },
    want: [],
  },
  { name: "trusts a daemon that names no store", daemon: healthyProbe(ROOT, { store_root: null }), want: [] },
  {
    name: "reports why the daemon is not ready",
    daemon: healthyProbe(ROOT, { ready: false, status: "degraded", summary: "Lag is over its limit" }),
    want: [of("not-ready", "The daemon is not ready: Lag is over its limit", { status: "degraded" })],
  },
  {
    name: "falls back on the status of a daemon that is not ready",
    daemon: healthyProbe(ROOT, { ready: false, status: "unsafe", summary: null }),
    want: [of("not-ready", "The daemon is not ready: unsafe", { status: "unsafe" })],
  },
  {
    name: "says when a daemon that is not ready gives no reason",
    daemon: healthyProbe(ROOT, { ready: false, status: null, summary: null }),
    want: [of("not-ready", "The daemon is not ready: it gives no reason", { status: null })],
  },
  {
    name: "reports each endpoint that fails, and none that was not asked",
    daemon: healthyProbe(ROOT, { ready: null, answers: { healthz: ok, readyz: failed, statez: notAsked } }),
    want: [
      of("failing", "The daemon is live, but /readyz does not answer well: Cannot read the store", {
        answer: "readyz",
        state: "failed",
      }),
    ],
  },
  {
    name: "reports a daemon that does not see the manifest",
    daemon: healthyProbe(ROOT, { initialized: false }),
    want: [disagrees(
      "manifest.json",
      "The daemon says that the store is not initialised; the disk has its manifest",
    )],
  },
  {
    name: "agrees with a daemon where neither sees a manifest",
    daemon: healthyProbe(ROOT, { initialized: false }),
    store: noManifest,
    want: [],
  },
  {
    name: "passes on each of the daemon's invariants that does not hold",
    daemon: healthyProbe(ROOT, {
      invariants: [
        { id: "heartbeat.within_sla", status: "pass", severity: "info", remediation: "restart" },
        { id: "journal.replay_lag_within_sla", status: "fail", severity: "error", remediation: "run_replay" },
        { id: "store.shadow_verified", status: "warn", severity: "warning", remediation: null },
      ],
    }),
    want: [
      invariant(
        'The daemon\'s invariant "journal.replay_lag_within_sla" fails; its remedy: run_replay',
        "journal.replay_lag_within_sla",
        { status: "fail", severity: "error", remediation: "run_replay" },
      ),
      invariant('The daemon\'s invariant "store.shadow_verified" warns', "store.shadow_verified", {
        status: "warn",
        severity: "warning",
        remediation: null,
      }),
    ],
  },
  {
    name: "lets the daemon be one append ahead of the disk",
    daemon: healthyProbe(ROOT, { active_generation: 5 }),
    want: [],
  },
  {
    name: "reports a daemon ahead of the disk",
    daemon: healthyProbe(ROOT, { active_generation: 6 }),
    want: [generation(6)],
  },
  {
    name: "reports a daemon that is far behind a quiet disk",
    daemon: healthyProbe(ROOT, { active_generation: 2 }),
    want: [generation(2)],
  },
  {
    name: "lets the daemon be one append behind a quiet disk",
    daemon: healthyProbe(ROOT, { active_generation: 3 }),
    want: [],
  },
  {
    name: "lets the daemon be behind where an event came while the disk was read",
    daemon: healthyProbe(ROOT, { active_generation: 2 }),
    store: { generation_after: 5 },
    want: [],
  },
  {
    name: "lets the daemon be behind where an event came in the last minute",
    daemon: healthyProbe(ROOT, { active_generation: 2 }),
    store: { journal: journalOf(HEALTHY_JOURNAL, { newest_event_at: "2026-01-04T11:59:30Z" }) },
    want: [],
  },
  {
    name: "reports registries in which the daemon counts other records",
    daemon: healthyProbe(ROOT, { registry_counts: { objects: 2, actors: 0, schemas: 1, indexes: 0, nonsense: 7 } }),
    store: { records: [old("object"), old("actor"), old("schema")] },
    want: [
      disagrees("actors", 'The daemon counts 0 records in "actors", the disk holds 1', { daemon: 0, disk: 1 }),
      disagrees("objects", 'The daemon counts 2 records in "objects", the disk holds 1', { daemon: 2, disk: 1 }),
    ],
  },
  {
    name: "does not count records of the last minute, nor registries with an unreadable file",
    daemon: healthyProbe(ROOT, { registry_counts: { objects: 0, actors: 7 } }),
    store: { records: [entryOf("object"), old("actor"), unreadableEntry("actor", "actors/a.json")] },
    want: [],
  },
  {
    name: "compares nothing where the store is what the daemon tells",
    daemon: healthyProbe(ROOT, { active_generation: 70 }),
    store: { origin: "daemon", records: [] },
    want: [],
  },
  {
    name: "compares nothing where the daemon does not tell",
    daemon: healthyProbe(ROOT, { active_generation: null, registry_counts: null }),
    want: [],
  },
  {
    name: "compares no generation with a manifest that has none",
    daemon: healthyProbe(ROOT, { active_generation: 70 }),
    store: { manifest: manifestEntry({ active_generation: "many" }) },
    want: [],
  },
];

for (const { name, daemon, store = {}, want } of cases) {
  Deno.test(`daemonCheck ${name}`, () => assertEquals(runCheck(daemonCheck, store, { daemon }), want));
}

const QUIET = ["ok", "down", "disabled", "not_asked"];

for (const state of ANSWER_STATES.filter((state) => !QUIET.includes(state))) {
  Deno.test(`daemonCheck reports a daemon that is ${state}`, () => {
    const healthz = { state, http_status: null, message: "What is wrong" } as const;
    const daemon = { ...downProbe(), state, answers: { healthz, readyz: notAsked, statez: notAsked } };
    assertEquals(runCheck(daemonCheck, {}, { daemon }), [of("wrong-service", "What is wrong", { state })]);
  });
}
