/** `sync explain version`: which content version is in force on this host, why, and what keeps the next one away. */
import {
  changeText,
  type Cycle,
  type Cycles,
  cyclesOf,
  outcomeText,
  PROVED,
  type Repetition,
  repetitionText,
} from "../content_sync/cycles.ts";
import { daemonWord } from "../content_sync/daemon_word.ts";
import type { ContentSyncState } from "../model/content_sync.ts";
import { VERSION_PATH } from "../model/content_sync_names.ts";
import { CliError } from "../model/errors.ts";
import type { ExplainData } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";

export const VERSION_TARGET = "version";

/** @throws CliError not_found where the store holds nothing of content sync */
export function explainVersion(
  store: StoreSnapshot,
  { catalog, findings }: { readonly catalog: Catalog; readonly findings: readonly Finding[] },
): ExplainData {
  const state = store.content_sync ?? null;
  if (state === null) {
    throw new CliError("not_found", `Cannot explain the content version: "${store.root}" holds no content-sync state`, {
      target: VERSION_TARGET,
      hint: "The daemon keeps it beside its records where it brings content versions to this host",
    });
  }
  const cycles = cyclesOf(store, catalog);
  const { last, lastApplied, repetition } = cycles;
  return {
    target: { text: VERSION_TARGET, kind: VERSION_TARGET, id: state.version?.value ?? null },
    search: { kinds: [VERSION_TARGET], candidates: [], nearest: [] },
    object: {
      version: state.version?.value ?? null,
      state: state.version?.state ?? "absent",
      last_applied: lastApplied?.toVersion ?? null,
      applied_at: lastApplied?.issuedAt ?? null,
      epistemic_level: lastApplied?.epistemicLevel ?? null,
      last_outcome: last?.outcome ?? null,
      last_to_version: last?.toVersion ?? null,
      refused_times: repetition?.times ?? 0,
      refused_since: repetition?.since ?? null,
      findings: findings.filter(({ check }) => check.startsWith("content-sync.")).map(({ id }) => id),
    },
    sides: null,
    answers: null,
    timeline: { total: null, events: [], reason: "The journal names no content version" },
    topic: {
      title: state.version?.value ? `Content version ${state.version.value}` : "The content version of this host",
      sentences: [
        inForceText(state),
        appliedText(cycles),
        ...(last === null ? ["No receipt tells of a cycle of content sync"] : [lastText(last, repetition)]),
        daemonWord(store).summary,
      ],
    },
  };
}

function inForceText({ version }: ContentSyncState): string {
  if (version === null) return `No version is in force: there is no "${VERSION_PATH}"`;
  return version.state === "ok"
    ? `"${VERSION_PATH}" says that ${version.value} is in force`
    : `It cannot be told which version is in force: of "${VERSION_PATH}", ${version.error ?? version.state}`;
}

function appliedText({ lastApplied, isWhole }: Cycles): string {
  if (lastApplied === null) {
    return isWhole
      ? "No receipt says that a version was ever applied"
      : "None of the newest receipts says that a version was applied; older ones were not opened";
  }
  const { toVersion, issuedAt, epistemicLevel } = lastApplied;
  const proof = epistemicLevel === PROVED
    ? "a release attestation of that version was verified"
    : `without a proof: its level is "${epistemicLevel ?? "unknown"}"`;
  return `The last version that was applied is ${toVersion ?? "?"}, at ${issuedAt ?? "?"}; ${proof}`;
}

function lastText(last: Cycle, repetition: Repetition | null): string {
  const what = `The last cycle, ${changeText(last)}, at ${last.issuedAt ?? "?"}, ${outcomeText(last)}`;
  if (repetition === null) return what;
  const often = repetitionText(repetition);
  return `${what}${often === null ? "" : `, ${often}`}: ${last.reason}`;
}
