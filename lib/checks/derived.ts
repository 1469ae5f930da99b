import type { IndexJudgement } from "../model/documents/health.ts";
import { type Check, finding, type FindingKind, findings, type RecommendedCommand } from "./check.ts";

const CHECK = "derived";

const kind = (id: string, action: string): FindingKind => ({
  id: `index.${id}`,
  severity: "warning",
  durability: "rebuildable",
  action,
  automatic: true,
  command: null,
});

const CORRUPT = kind("corrupt", "Rebuild it from the journal; no user data is involved");
const STALE = kind("stale", "Rebuild it from the journal; until then look-ups miss the newest events");
const MISSING = kind("missing", "Rebuild it from the journal");
const REWRITTEN: FindingKind = {
  id: "journal.history-rewritten",
  severity: "critical",
  durability: "durable",
  action: "Compare the journal with a backup: history that was once verified has been rewritten or cut short",
  automatic: false,
  command: null,
};

/** A derived index or checkpoint that is not healthy leads to a rebuild, never to a data reset (domain.md). */
export const derivedCheck: Check = {
  id: CHECK,
  title: "Derived indexes and checkpoints",
  reads: "indexes/ and checkpoints/",
  why: "Derived state may be discarded and rebuilt, and must never be trusted when it disagrees with the journal",
  required: false,
  run({ store, indexes }) {
    if (store.origin === "daemon") return { ran: false, reason: "The daemon does not show derived state" };
    return findings(indexes.flatMap((index) => {
      const of = kindOf(index);
      if (of === null) return [];
      return [finding(CHECK, of, {
        target: index.index_id,
        message: index.reason,
        evidence: {
          index: index.index_id,
          state: index.state,
          entries: index.entries,
          expected_entries: index.expected_entries,
          covers_event: index.covers_event,
          behind_events: index.behind_events,
        },
        command: of === REWRITTEN ? null : rebuild(index),
      }, store)];
    }));
  },
};

function kindOf(index: IndexJudgement): FindingKind | null {
  switch (index.state) {
    case "corrupt":
      return CORRUPT;
    case "stale":
      return STALE;
    case "missing":
      return MISSING;
    case "healthy":
    case "not_built":
    case "foreign":
      return null;
  }
}

function rebuild(index: IndexJudgement): RecommendedCommand {
  return ["repair", "--dry-run", "--scope", index.index_id];
}
