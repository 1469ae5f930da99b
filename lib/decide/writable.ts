/** Whether an option can be carried out here, with what was given for it; the refusal says what it takes. */
import { reasonNotToRewrite } from "../change/obstacles.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { CliError } from "../model/errors.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { lookupOf, targetOf } from "../store/lookup.ts";
import { importedConflict } from "../store/open_conflicts.ts";
import { isHidden } from "../policy/redaction.ts";
import { shellWord, storeFlags, syncCommand } from "../text/command_line.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { forkId, forkProblem, isCompeting, mergeProblem, newIdProblem } from "./written.ts";

interface Option {
  readonly conflict: ReadableRecord;
  readonly object: ReadableRecord | null;
  readonly option: ConflictDecision["option"];
  readonly written: NonNullable<ConflictDecision["written"]> | null;
}

interface Surroundings {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  readonly sha256Hex: Sha256Hex;
}

/** `attempt` stands behind "Cannot". @throws CliError usage where something is to be given; bad_input, unsupported */
export function requireWritable(option: Option, attempt: string, surroundings: Surroundings): void {
  switch (option.option) {
    case "skip":
      if (option.written === null) return;
      throw new CliError("usage", `Cannot ${attempt} with "skip" and a record: it keeps what is here`, {
        target: "--option",
        hint: "Leave the record out, or choose another option",
      });
    case "merge":
      return requireMerge(option, attempt, surroundings);
    case "fork":
      return requireFork(option, attempt, surroundings);
  }
}

function requireMerge({ conflict, object, written }: Option, attempt: string, { store, catalog }: Surroundings): void {
  if (object === null) {
    throw new CliError("unsupported", `Cannot ${attempt} with "merge": its object has no record here`, {
      target: targetOf(conflict),
      hint: 'Choose "skip", or bring the object in first',
    });
  }
  if (written === null) {
    throw new CliError("usage", `Cannot ${attempt} with "merge": the merged record is not given`, {
      target: "--record",
      code: "needs_record",
      hint: `Begin with ${beginning(conflict, object, store)}, edit merged.json, and add --record merged.json`,
    });
  }
  const problem = reasonNotToRewrite(object.path, object.entry) ??
    mergeProblem(written.record, object, lookupOf(store, catalog));
  if (problem !== null || written.object_id !== object.id) {
    throw noRecord(attempt, "merge", problem ?? "it is another object's");
  }
}

/** The command that writes what a merge begins with: both sides of an import's conflict where others may read them, else what is here. */
function beginning(conflict: ReadableRecord, object: ReadableRecord, store: StoreSnapshot): string {
  return importedConflict(conflict.record) === null || isHidden("object", object.record)
    ? `cp -- ${shellWord(`${store.real_root}/${object.path}`)} merged.json`
    : syncCommand("conflicts", targetOf(conflict), "--template", "merged.json", ...storeFlags(store));
}

function requireFork(
  { conflict, written }: Option,
  attempt: string,
  { store, catalog, sha256Hex }: Surroundings,
): void {
  const imported = importedConflict(conflict.record);
  if (imported === null) {
    throw new CliError(
      "unsupported",
      `Cannot ${attempt} with "fork": no import made it, and nothing here tells what the other side holds`,
      {
        target: targetOf(conflict),
        code: "other_side_unknown",
        hint:
          "Export the object on the other device and import that bundle here: it makes a conflict that can be forked. " +
          'Or choose "skip", or "merge" with a record of your own',
      },
    );
  }
  if (written === null) {
    throw new CliError("usage", `Cannot ${attempt} with "fork": the other side is not at hand`, {
      target: "--from",
      code: "needs_bundle",
      hint: `Add --from BUNDLE with the one that was imported: its SHA-256 is ${imported.bundleSha256}`,
    });
  }
  if (!isCompeting(written.record, imported, sha256Hex)) {
    throw new CliError(
      "bad_input",
      `Cannot ${attempt} with "fork": the bundle holds another version than the one in conflict`,
      {
        target: "--from",
        code: "other_version",
        hint: `Give the bundle that was imported: its SHA-256 is ${imported.bundleSha256}`,
      },
    );
  }
  const lookup = lookupOf(store, catalog);
  const id = forkId(String(conflict.record["object_id"]), imported);
  const problem = written.object_id === id
    ? newIdProblem(id, lookup) ?? forkProblem(written.record, conflict.record, lookup)
    : `its id is not "${id}"`;
  if (problem !== null) throw noRecord(attempt, "fork", problem);
}

function noRecord(attempt: string, option: string, problem: string): CliError {
  return new CliError("bad_input", `Cannot ${attempt} with "${option}": the record cannot be written: ${problem}`, {
    target: option === "merge" ? "--record" : "--from",
    code: "invalid_record",
    hint: option === "merge"
      ? "Edit the record, and give it again"
      : 'Choose "skip", or "merge" with a record of your own',
  });
}
