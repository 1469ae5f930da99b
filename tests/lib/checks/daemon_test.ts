import { assertEquals } from "@std/assert";
import { daemonCheck } from "../../../lib/checks/daemon.ts";
import { ANSWER_STATES, type DaemonProbe } from "../../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { disabledProbe, downProbe, healthyProbe } from "../../helpers/probes.ts";
import { manifestEntry, ROOT } from "../../helpers/snapshots.ts";

const endpoint = "http://127.0.0.1:8765";
const of = (id: string, message: string, evidence: Found["evidence"] = {}): Found =>
  found({
    id: `daemon.${id}`,
    severity: "warning",
    durability: "rebuildable",
    target: endpoint,
    message,
    evidence: { endpoint, ...evidence },
  });
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
    want: [of("disagrees", "The daemon says that the store is not initialised; the disk has its manifest")],
  },
  {
    name: "agrees with a daemon where neither sees a manifest",
    daemon: healthyProbe(ROOT, { initialized: false }),
    store: noManifest,
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
