/** `--out` of the commands that write metrics: a file for a collector, in place of standard output. */
import { CliError } from "../../lib/model/errors.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import type { CommonOptions } from "../frame/options.ts";

export function readMetricsFile(read: OptionReader): string | null {
  return read.text("--out <file:string>", "With -o openmetrics: write them to this file, whole or not at all");
}

/** @throws CliError usage for a file without metrics that could go there */
export function checkMetricsFile(out: string | null, { output }: CommonOptions): void {
  if (out === null || output.format === "openmetrics") return;
  throw new CliError("usage", "Cannot use --out without -o openmetrics: only metrics are written to a file", {
    target: "--out",
    hint: "Add -o openmetrics, or send standard output to a file",
  });
}

/** Where the outcome's text goes, outside the store that was looked at; nothing where no file is named. */
export function metricsFile(
  out: string | null,
  { store, absence }: StateSnapshot,
): { readonly file?: { readonly path: string; readonly outside: string | null } } {
  return out === null ? {} : { file: { path: out, outside: store?.real_root ?? absence?.root ?? null } };
}
