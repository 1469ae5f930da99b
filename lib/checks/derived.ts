import type { IndexJudgement } from "../model/documents/health.ts";
import { type Check, finding, type FindingKind, findings } from "./check.ts";

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
  action: "Compare the journal with a backup before anything is rebuilt from it",
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
  run({ store, indexes, checkpoints }) {
    if (store.origin === "daemon") return { ran: false, reason: "The daemon does not show derived state" };
    const judged = [
      ...indexes.map((index) => ({ target: `index:${index.index_id}`, judgement: index })),
      ...checkpoints.map((checkpoint) => ({ target: `checkpoint:${checkpoint.checkpoint_id}`, judgement: checkpoint })),
    ];
    const unhealthy = judged.flatMap(({ target, judgement }) => {
      const of = kindOf(judgement.state);
      if (of === null) return [];
      return [finding(CHECK, of, {
        target,
        message: `${target} is ${judgement.state}: ${lowerFirst(judgement.reason)}`,
        evidence: { ...judgement },
        command: ["repair", "--dry-run", "--scope", target],
      }, store)];
    });
    const rewritten = checkpoints.filter(({ history }) => history === "rewritten" || history === "cut_short");
    return findings([
      ...rewritten.map((checkpoint) =>
        finding(CHECK, REWRITTEN, {
          target: "journal.jsonl",
          message: `History up to ${checkpoint.covers_event ?? "its end"} was verified once and has since been ${
            checkpoint.history === "rewritten" ? "rewritten" : "cut short"
          }`,
          evidence: { file: "journal.jsonl", checkpoint: checkpoint.checkpoint_id, history: checkpoint.history },
        }, store)
      ),
      ...unhealthy,
    ]);
  },
};

function kindOf(state: IndexJudgement["state"]): FindingKind | null {
  switch (state) {
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

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
