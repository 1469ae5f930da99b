import { cyclesOf } from "../content_sync/cycles.ts";
import type { ContentSyncState } from "../model/content_sync.ts";
import { AUDIT_PATH, QUEUE_MANIFEST_PATH, VERSION_PATH } from "../model/content_sync_names.ts";
import { KINDS } from "../model/kinds.ts";
import type { Finding } from "../model/documents/health.ts";
import type { ReadState } from "../model/read_states.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import { targetOf } from "../store/lookup.ts";
import { plural } from "../text/words.ts";
import {
  type Check,
  type CheckInput,
  finding,
  type FindingFacts,
  type FindingKind,
  findingKind,
  findings,
  SHOWN_IN_FULL,
  shownInFull,
} from "./frame/check.ts";

const CHECK = "content-sync.files";

const VERSION = findingKind(
  "content-sync.version",
  "error",
  "The content version in force cannot be told",
  "Compare it with the newest receipt that applied a version, and write that one into {root}/current-version " +
    "with the daemon stopped",
);
const UNREADABLE = findingKind(
  "content-sync.unreadable",
  "error",
  "A receipt or an item of the queue cannot be read",
  "Where it is denied, run as a user who may read it; else move it to a folder below receipts/ or " +
    "orchestration/, or accept it: the daemon lists no queue with such an item in it",
);
const CONTRACT = findingKind(
  "content-sync.contract",
  "warning",
  "A receipt or an item of the queue lacks what others rely on",
  "Find out which release of the daemon wrote it, or who changed it since; then accept it, or move it to a " +
    "folder below receipts/ or orchestration/",
);
const AUDIT = findingKind(
  "content-sync.audit-line",
  "warning",
  "The queue's audit log has lines that cannot be read",
  'Keep the log as it is, as a file beside it whose name begins with "audit", and start a new one: what those lines ' +
    "told is lost",
);

/** What content sync leaves can be read, and says what it has to. */
export const contentSyncFilesCheck: Check = {
  id: CHECK,
  title: "Content-sync files",
  reads: "current-version, receipts/ and orchestration/",
  why: "The daemon writes them in place, and passes over what it cannot read in silence, or fails on it",
  required: true,
  needs: ["content_sync"],
  kinds: [VERSION, UNREADABLE, CONTRACT, AUDIT],
  run(input) {
    const { content_sync: state } = input.store;
    if (state === undefined || state === null) return findings([]);
    return findings([
      ...versionFindings(state, input),
      ...listed(UNREADABLE, unreadableFiles(state, input.store), input.store),
      ...auditFindings(state, input.store),
      ...listed(CONTRACT, violations(input.catalog), input.store),
    ]);
  },
};

function versionFindings({ version }: ContentSyncState, { store, catalog }: CheckInput): readonly Finding[] {
  if (version === null || version.state === "ok") return [];
  const applied = cyclesOf(store, catalog).lastApplied?.toVersion ?? null;
  // A line without an end is whole where a receipt says that this very version was applied.
  if (version.state === "torn" && version.value === applied) return [];
  return [finding(CHECK, VERSION, {
    target: VERSION_PATH,
    message: `Cannot tell the content version in force: ${version.error ?? version.state}`,
    evidence: { file: VERSION_PATH, state: version.state, value: version.value, last_applied: applied },
    command: ["explain", "version"],
    ...(applied === null ? {} : {
      action: `The newest receipt that applied a version tells of "${applied}": compare, and write that one into ` +
        "{root}/current-version with the daemon stopped",
    }),
  }, store)];
}

function auditFindings({ queue }: ContentSyncState, store: StoreSnapshot): readonly Finding[] {
  const audit = queue?.audit;
  if (!audit || audit.bad === 0) return [];
  const [first] = audit.bad_lines;
  const where = first === undefined ? "" : `, the first in line ${first.line}: ${first.reason}`;
  return [finding(CHECK, AUDIT, {
    target: AUDIT_PATH,
    message: `${plural(audit.bad, "line")} of "${AUDIT_PATH}" cannot be read${where}`,
    evidence: {
      file: AUDIT_PATH,
      line: first?.line ?? null,
      lines: audit.lines,
      bad: audit.bad,
      bad_lines: audit.bad_lines.map(({ line }) => line),
    },
  }, store)];
}

/** Files with the same fault, each with its own finding as far as SHOWN_IN_FULL goes. */
function listed(of: FindingKind, faults: readonly FindingFacts[], store: StoreSnapshot): readonly Finding[] {
  const rest = (more: number) =>
    finding(CHECK, of, {
      target: ".",
      message: `${plural(more, "more file")} of content sync ${more === 1 ? "has" : "have"} the same fault`,
      evidence: { file: ".", total: faults.length, shown: SHOWN_IN_FULL },
    }, store);
  return shownInFull(faults, (facts) => finding(CHECK, of, facts, store), rest);
}

function unreadableFiles({ queue }: ContentSyncState, { records }: StoreSnapshot): readonly FindingFacts[] {
  const read: readonly (readonly [path: string, state: ReadState, error: string | null])[] = [
    ...records.filter(({ kind }) => !KINDS[kind].registry).map(({ file, state, error }) =>
      [file.path, state, error] as const
    ),
    ...(queue?.manifest ? [[QUEUE_MANIFEST_PATH, queue.manifest.state, queue.manifest.error] as const] : []),
    ...(queue?.audit ? [[AUDIT_PATH, queue.audit.state, queue.audit.error] as const] : []),
  ];
  return read.flatMap(([path, state, error]) =>
    state === "ok" ? [] : [{
      target: path,
      message: `Cannot read "${path}": ${error ?? state}`,
      evidence: { file: path, state },
      ...wayOut(path, state),
    }]
  );
}

/** Which of the ways out of UNREADABLE is the one for this file; nothing where none is. */
function wayOut(path: string, state: ReadState): { readonly action?: string } {
  if (state === "denied") return { action: "Run as a user who may read it" };
  if (path.startsWith(`${KINDS.receipt.folder}/`)) {
    return { action: "Move it to a folder below receipts/, or accept it: the daemon passes over it in silence" };
  }
  return path === QUEUE_MANIFEST_PATH || path === AUDIT_PATH ? {} : {
    action: "Move it to a folder below orchestration/, or accept it: the daemon lists no queue with such an item in it",
  };
}

function violations(catalog: Catalog): readonly FindingFacts[] {
  return [...catalog.ofKind("receipt"), ...catalog.ofKind("queue")].flatMap((record) => {
    const { kind, path } = record;
    const broken = checkContract(kind, record.record);
    if (broken.length === 0) return [];
    const what = broken.map(({ message }) => message).join("; ");
    return [{
      target: targetOf(record),
      message: `"${path}" breaks the contract of a ${KINDS[kind].noun}: ${what}`,
      evidence: { file: path, fields: broken.map(({ field }) => field) },
    }];
  });
}
