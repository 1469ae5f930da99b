import { uncapitalised } from "../text/words.ts";
import { changeStanding } from "../change/standing.ts";
import type { CheckpointJudgement, IndexJudgement } from "../model/documents/health.ts";
import { isJsonObject, stringField } from "../text/json.ts";
import { INDEX_KINDS } from "../model/derived.ts";
import type { DerivedEntry } from "../model/snapshot.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";

const CHECK = "derived";
const OURS: readonly string[] = ["checkpoint:journal", ...INDEX_KINDS.map((kind) => `index:${kind}`)];

const derived = (id: string, title: string, action: string) =>
  findingKind(id, "warning", title, action, { durability: "rebuildable", automatic: true });

const CORRUPT = derived(
  "index.corrupt",
  "A derived index or checkpoint is corrupt",
  "Rebuild it from the journal; no user data is involved",
);
const STALE = derived(
  "index.stale",
  "A derived index or checkpoint is behind the journal",
  "Rebuild it from the journal; until then look-ups miss the newest events",
);
const MISSING = derived("index.missing", "A derived index is missing", "Rebuild it from the journal");
const NOT_OURS = findingKind(
  "index.not-ours",
  "warning",
  "An index or checkpoint that nothing here can build is missing or corrupt",
  "Have the program that keeps it build it again; where none does any more, take its name off `indexes` in " +
    "{root}/manifest.json, or its file out of the store",
  { durability: "rebuildable" },
);
const REWRITTEN = findingKind(
  "journal.history-rewritten",
  "critical",
  "History that was once verified has been rewritten or cut short",
  "Stop the daemon, and compare the journal with a backup or another device before anything is rebuilt from it: " +
    "put back what is missing, or, where the new history is the right one, move {root}/checkpoints/journal.json " +
    "out of the store",
);

/**
 * A derived index or checkpoint that is not healthy leads to a rebuild, never to a data reset (docs/domain.md, "What
 * the layer is for").
 */
export const derivedCheck: Check = {
  id: CHECK,
  title: "Derived indexes and checkpoints",
  reads: "indexes/ and checkpoints/",
  why: "Derived state may be discarded and rebuilt, and must never be trusted when it disagrees with the journal",
  required: false,
  needs: ["derived"],
  kinds: [REWRITTEN, CORRUPT, STALE, MISSING, NOT_OURS],
  run({ store, indexes, checkpoints }) {
    // They may already cover a line that the journal gets last.
    if (changeStanding(store).state !== "none") {
      return { ran: false, reason: "A change of the store that writes derived state has not ended" };
    }
    const rewritten = checkpoints.filter(isRewritten);
    // To rebuild what remembers the lost history would destroy the proof that it was lost.
    const witnesses = new Set(rewritten.length === 0 ? [] : store.derived.filter(coversOtherHistory).map(pathOf));
    const judged = [
      ...indexes.filter(({ index_id: id }) => !witnesses.has(`indexes/${id}.json`))
        .map((index) => ({ target: `index:${index.index_id}`, judgement: index })),
      ...checkpoints.filter((checkpoint) => !isRewritten(checkpoint))
        .map((checkpoint) => ({ target: `checkpoint:${checkpoint.checkpoint_id}`, judgement: checkpoint })),
    ];
    const unhealthy = judged.flatMap(({ target, judgement }) => {
      const of = kindOf(judgement.state);
      if (of === null) return [];
      const isOurs = OURS.includes(target);
      return [finding(CHECK, isOurs ? of : NOT_OURS, {
        target,
        message: `${target} is ${judgement.state}: ${uncapitalised(judgement.reason)}`,
        evidence: { ...judgement },
        ...(isOurs ? { command: ["repair", "--dry-run", "--scope", target] } : {}),
      }, store)];
    });
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

function isRewritten({ history }: CheckpointJudgement): boolean {
  return history === "rewritten" || history === "cut_short";
}

function coversOtherHistory({ record, prefix_sha256: found }: DerivedEntry): boolean {
  const covers = record?.["covers"];
  const covered = isJsonObject(covers) ? stringField(covers, "journal_sha256") : null;
  return covered !== null && covered !== found;
}

function pathOf({ file }: DerivedEntry): string {
  return file.path;
}

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
