/** The one record that a person means, or the error that says why it cannot be told (docs/scripting.md, "Targets"). */
import type { Catalog, ReadableRecord } from "./catalog.ts";
import { type Resolution, resolveTarget } from "./target.ts";
import { CliError } from "../model/errors.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { listText } from "../text/words.ts";

/** What the record is wanted for. */
export interface Wanted {
  /** The kinds that it may be of. */
  readonly among: readonly RecordKind[];
  /** What is attempted, as it stands behind "Cannot". */
  readonly attempt: string;
  /** What is taken, as a clause behind "it names …, and". */
  readonly takes: string;
  /** The exit code where another kind is named that the program knows of. */
  readonly otherKind: "usage" | "unsupported";
  /** What to do where nothing has a similar id, or another kind is named. */
  readonly hint?: string;
  /** The command that it ends with, as CliError has it. */
  readonly command?: readonly string[];
  /** How one of them is called, where the kinds that were searched do not tell it. */
  readonly noun?: string;
  /** What the error is about, where that is not the text itself. */
  readonly target?: string;
}

/** The record. @throws CliError as targetError() says */
export function requireOne(text: string, catalog: Catalog, wanted: Wanted): ReadableRecord {
  const resolution = resolveTarget(text, catalog, wanted.among);
  if (resolution.found === "one") return resolution.record;
  throw targetError(text, resolution, wanted);
}

/** Usage where several records have the id, not_found where none has, and what is wanted says where the kind is another. */
export function targetError(
  text: string,
  resolution: Exclude<Resolution, { readonly found: "one" }>,
  { attempt, takes, otherKind, hint, command, noun, target = text }: Wanted,
): CliError {
  const see = command === undefined ? {} : { command };
  switch (resolution.found) {
    case "several": {
      const { candidates } = resolution;
      return new CliError("usage", `Cannot ${attempt}: ${candidates.length} records have this id`, {
        target,
        code: "ambiguous",
        hint: `Give one of them in full: ${candidates.join(", ")}`,
      });
    }
    case "none": {
      const what = noun ?? listText(resolution.kinds.map((kind) => KINDS[kind].noun), "or");
      return new CliError("not_found", `Cannot ${attempt}: there is no such ${what} in this store`, {
        target,
        ...(resolution.nearest.length > 0
          ? { hint: `The nearest: ${resolution.nearest.join(", ")}` }
          : { hint: hint ?? "Nothing in this store has a similar id", ...see }),
      });
    }
    case "unsupported":
      return new CliError(otherKind, `Cannot ${attempt}: it names the kind "${resolution.kind}", and ${takes}`, {
        target,
        hint,
        ...see,
      });
  }
}
