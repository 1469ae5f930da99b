/** `--out` of the commands that write metrics or a page: a file in place of standard output. */
import { CliError } from "../../lib/model/errors.ts";
import type { Outcome } from "../../lib/answers/outcome.ts";
import type { OwnFormat } from "../../lib/model/own_formats.ts";
import type { StateSnapshot, StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import type { CommonOptions } from "../frame/options.ts";

/** What a collector or a browser takes from a file. */
export const METRICS_OR_PAGE = ["openmetrics", "html"] as const satisfies readonly OwnFormat[];
export const PAGE = ["html"] as const satisfies readonly OwnFormat[];
type Filed = typeof METRICS_OR_PAGE | typeof PAGE;

/** Of a command that writes these. */
export function readAnswerFile(read: OptionReader, filed: Filed): string | null {
  return read.text("--out <file:path>", `With ${flagsOf(filed)}: write it to this file, whole or not at all`);
}

function flagsOf(filed: Filed): string {
  return filed.map((format) => `-o ${format}`).join(" or ");
}

/** @throws CliError usage for a file where nothing would be written that belongs into one */
export function checkAnswerFile(out: string | null, { output: { format } }: CommonOptions, filed: Filed): void {
  if (out === null || filed.some((one) => one === format)) return;
  const flags = flagsOf(filed);
  throw new CliError("usage", `Cannot use --out without ${flags}: nothing else is written to a file`, {
    target: "--out",
    hint: `Add ${flags}, or send standard output to a file`,
  });
}

/** Where the outcome's text goes, outside the store that was looked at; nothing where no file is named. */
export function answerFile(
  out: string | null,
  { store, absence }: Pick<StateSnapshot, "absence"> & { readonly store: Pick<StoreSnapshot, "real_root"> | null },
  { output: { format } }: CommonOptions,
): Pick<Outcome<never>, "file"> {
  const outside = store?.real_root ?? absence?.root ?? null;
  // Metrics are for a collector of another account; a page tells what only the readers of the store may know.
  return out === null ? {} : { file: { path: out, outside, isPublic: format === "openmetrics" } };
}
