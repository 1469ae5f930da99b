/**
 * Every file as a plan will leave it, hash and all: the same code makes the prediction and the bytes (docs/design.md,
 * "Repair").
 */
import { quarantinedAt } from "../change/paths.ts";
import { writtenFile, writtenTexts } from "../change/text_file.ts";
import { buildCheckpoint, buildIndex } from "../derived/build.ts";
import { type Inventory, INVENTORY_PATH, inventoryTexts, referenceOf } from "../derived/inventory.ts";
import type { ChangeWithContent, FileDigest } from "../model/change.ts";
import type { CheckpointSegment } from "../model/derived.ts";
import type { FoldState } from "../model/fold_state.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { Draft } from "./drafts.ts";
import { completeInventory, type InventoryBytes, type InventoryDraft } from "./inventory.ts";
import { resumedRecordText } from "./resume.ts";
import { digestOfTexts, type Sha256Hex } from "../text/sha256.ts";

/** The journal with the planned lines behind it. */
export interface FoldedJournal {
  readonly summary: JournalSummary;
  readonly fold: FoldState | null;
  readonly segments: readonly CheckpointSegment[];
}

/** What only the host can tell of the store's bytes. */
export interface StoreBytes extends InventoryBytes {
  /** Each touched file; null where there is none. */
  readonly digests: ReadonlyMap<string, FileDigest | null>;
  /** Null where nothing is rebuilt. */
  readonly folded: FoldedJournal | null;
}

export interface Prediction {
  readonly bytes: StoreBytes;
  readonly reportId: string;
  readonly generatedAt: string;
  /** Null where no checkpoint is rebuilt. */
  readonly inventory: InventoryDraft | null;
  /** The manifest's, once the repair is recorded. */
  readonly activeGeneration: number;
  readonly sha256Hex: Sha256Hex;
}

/** What the draft changes, file by file. @throws RangeError where the host did not look at what the draft needs */
export function predictChanges(draft: Draft, prediction: Prediction): readonly ChangeWithContent[] {
  const { action } = draft;
  switch (action.kind) {
    case "seal":
      return [];
    case "drop":
      return action.paths.flatMap((path) => removed(path, null, prediction));
    case "quarantine":
      return removed(action.path, quarantinedAt(prediction.reportId, action.path), prediction);
    case "rebuild_index": {
      const { recordPath, recordText, entriesPath, entriesTexts, entriesDigest } = buildIndex(
        action.index,
        foldedOf(prediction).summary,
        prediction,
      );
      return [
        ofTexts(entriesPath, entriesTexts, entriesDigest, prediction),
        written(recordPath, recordText, prediction),
      ];
    }
    case "rebuild_checkpoint": {
      const { summary, segments, fold } = foldedOf(prediction);
      const { activeGeneration, sha256Hex } = prediction;
      const listed = inventoryOf(prediction);
      const digest = digestOfTexts(inventoryTexts(listed), sha256Hex);
      const inventory = referenceOf(listed, digest.sha256);
      const sources = { activeGeneration, sha256Hex, segments, fold, inventory };
      const { recordPath, recordText } = buildCheckpoint(summary, sources);
      return [
        ofTexts(INVENTORY_PATH, () => inventoryTexts(inventoryOf(prediction)), digest, prediction),
        written(recordPath, recordText, prediction),
      ];
    }
    case "resume": {
      const text = resumedRecordText(action.record, prediction.generatedAt);
      return [written(action.path, text, prediction)];
    }
  }
}

function written(path: string, text: string, { bytes, reportId, sha256Hex }: Prediction): ChangeWithContent {
  return writtenFile({ path, text, before: digestOf(path, bytes) }, reportId, sha256Hex);
}

/** Made once for the digest and once for the bytes, so that no plan holds the lines of every index. */
function ofTexts(
  path: string,
  texts: () => Iterable<string>,
  after: FileDigest,
  { bytes, reportId }: Prediction,
): ChangeWithContent {
  return writtenTexts({ path, texts, after, before: digestOf(path, bytes) }, reportId);
}

/** Nothing where the file has gone by itself. */
function removed(path: string, keptAt: string | null, { bytes }: Prediction): readonly ChangeWithContent[] {
  const before = digestOf(path, bytes);
  if (before === null) return [];
  return [{ change: { path, before, after: null, kept_at: keptAt }, content: null }];
}

/** What was found at the path. @throws RangeError where the host did not look at it */
export function digestOf(path: string, { digests }: StoreBytes): FileDigest | null {
  const digest = digests.get(path);
  if (digest === undefined) throw new RangeError(`Cannot predict "${path}": nobody looked at it`);
  return digest;
}

function foldedOf({ bytes }: Prediction): FoldedJournal {
  if (bytes.folded === null) throw new RangeError("Cannot predict a rebuild: nobody folded the journal");
  return bytes.folded;
}

function inventoryOf({ inventory, bytes, generatedAt }: Prediction): Inventory {
  if (inventory === null) throw new RangeError("Cannot predict a checkpoint: nobody listed the records");
  return completeInventory(inventory, bytes, generatedAt);
}
