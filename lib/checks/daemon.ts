import type { Finding } from "../model/documents/health.ts";
import type { JsonObject } from "../text/json.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { daemonDisagreements } from "../daemon/disagreements.ts";

const CHECK = "daemon";

const aboutDaemon = (id: string, title: string, action: string) =>
  findingKind(`daemon.${id}`, "warning", title, action, { durability: "rebuildable" });

const NOT_READY = aboutDaemon(
  "not-ready",
  "The daemon is live but not ready",
  "Remove the reason that the daemon gives, which often is among the findings here; else restart the daemon",
);
const FAILING = aboutDaemon(
  "failing",
  "An endpoint of the live daemon fails",
  "Mend the record or journal line that stops it, which is among the findings here; else restart the daemon",
);
const DISAGREES = aboutDaemon(
  "disagrees",
  "The daemon sees another state than the disk",
  "Restart the daemon where it serves this store; else give the store that it serves with --store",
);
const INVARIANT = aboutDaemon(
  "invariant",
  "One of the daemon's own invariants does not hold",
  "Follow the daemon's own remedy, then look at the findings here",
);
const WRONG: FindingKind = {
  ...aboutDaemon(
    "wrong-service",
    "What answers is not a working daemon",
    "Give the daemon's own address with --daemon, or --daemon none",
  ),
  command: ["doctor", "--daemon", "none"],
};

/** What a daemon that answers says about this store, held against the disk. No daemon at all is no finding. */
export const daemonCheck: Check = {
  id: CHECK,
  title: "Daemon and disk agree",
  reads: "the daemon's /healthz, /readyz and /statez, the manifest and the registries",
  why: "A daemon that is live but sees another state than the disk misleads everybody who asks it",
  required: false,
  needs: [],
  kinds: [NOT_READY, FAILING, DISAGREES, INVARIANT, WRONG],
  run({ snapshot, store, note }) {
    const { daemon } = snapshot;
    const target = daemon.endpoint ?? "daemon";
    const found: Finding[] = [];
    const add = (of: FindingKind, message: string, path: string, evidence: JsonObject = {}, about = target) => {
      const { endpoint } = daemon;
      const ask = endpoint === null || !daemon.available ? {} : { shell: askingWords(endpoint, path) };
      const facts = { target: about, message, evidence: { endpoint, ...evidence }, ...ask };
      found.push(finding(CHECK, of, facts, store));
    };
    if (!daemon.available) {
      if (daemon.state === "down" || daemon.state === "disabled" || daemon.state === "not_asked") {
        // A saved report tells of its invariants, though nobody answers any more.
        if (daemon.invariants.length === 0) return { ran: false, reason: "No daemon answers" };
        addInvariants();
        return findings(found);
      }
      add(WRONG, daemon.answers.healthz.message ?? `The daemon is ${daemon.state}`, "healthz", { state: daemon.state });
      return findings(found);
    }
    if (daemon.store_root !== null && daemon.store_root !== store.real_root) {
      // A daemon of another store says nothing about this one.
      return { ran: false, reason: `The daemon serves another store, "${daemon.store_root}"` };
    }
    for (const [endpoint, answer] of Object.entries(daemon.answers)) {
      if (answer.state === "ok" || answer.state === "not_asked") continue;
      const message = `The daemon is live, but /${endpoint} does not answer well: ${answer.message ?? answer.state}`;
      add(FAILING, message, endpoint, { answer: endpoint, state: answer.state });
    }
    if (daemon.ready === false) {
      add(NOT_READY, `The daemon is not ready: ${daemon.summary ?? daemon.status ?? "it gives no reason"}`, "readyz", {
        status: daemon.status,
      });
    }
    addInvariants();
    for (const { target: about, message, evidence } of daemonDisagreements(snapshot, store, note)) {
      add(DISAGREES, message, "statez", evidence, about);
    }
    return findings(found);

    function addInvariants(): void {
      for (const { id, status, severity, remediation } of daemon.invariants) {
        if (status !== "fail" && status !== "warn") continue;
        const remedy = remediation === null ? "" : `; its remedy: ${remediation}`;
        const message = `The daemon's invariant "${id}" ${status === "fail" ? "fails" : "warns"}${remedy}`;
        add(INVARIANT, message, "statez", { invariant: id, status, severity, remediation }, `invariant:${id}`);
      }
    }
  },
};

/** The words that ask the daemon as this program does: at an http address, or at a socket. */
function askingWords(endpoint: string, path: string): readonly string[] {
  const socket = /^unix:(?:\/\/)?(\/.*)$/i.exec(endpoint)?.[1];
  return socket === undefined
    ? ["curl", "-sS", `${endpoint.replace(/\/+$/, "")}/${path}`]
    : ["curl", "-sS", "--unix-socket", socket, `http://localhost/${path}`];
}
