/** Showing an outcome: one document on stdout for machines, text for people, problems on stderr, and the exit code. */
import { buildDocument, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { type ExitCode, exitCode } from "../../lib/model/exit.ts";
import type { CommandName } from "../../lib/model/command_names.ts";
import type { Document } from "../../lib/model/envelope.ts";
import { isJsonObject, type JsonObject } from "../../lib/text/json.ts";
import { withTimes } from "../../lib/render/times.ts";
import { machinePieces } from "../../lib/render/machine.ts";
import { printableDocument } from "../../lib/render/printable.ts";
import { problemText, warningText } from "../../lib/render/human/problem.ts";
import { NO_BREAK_SPACE } from "../../lib/render/wrap.ts";
import { decideView, type WideView } from "../../lib/render/view.ts";
import type { Host } from "../host/types/host.ts";
import { ReaderLeft } from "../host/terminal/reader_left.ts";
import { isMachineFormat, isOwnFormat, type OutputOptions } from "./options.ts";

interface Answer<Data> {
  readonly command: CommandName;
  readonly outcome: Outcome<Data>;
  /** How its document becomes text for people; it gets one that holds no control character any more. */
  human(document: Document<Data>, view: WideView): string;
  /** What of the data the text for people names; all of it where absent. */
  shown?(data: Data, view: { readonly wide: boolean }): Data;
  /** The records that ndjson writes one a line; null writes the whole document on one line. */
  items?(data: Data): readonly unknown[];
}

/** Writes the answer and gives its exit code. @throws CliError usage for a query that does not hold. */
export async function showAnswer<Data>(answer: Answer<Data>, options: OutputOptions, host: Host): Promise<ExitCode> {
  const { outcome, command } = answer;
  const document = buildDocument(command, outcome, { now: host.clock.now(), build: host.build });
  await host.progress.clear();
  const sink = outcome.answerOn === "stderr" ? host.stderr : host.stdout;
  let notes: readonly string[] = [];
  if (isOwnFormat(options.format)) {
    const text = await outcome.texts?.[options.format]?.() ?? "";
    if (outcome.file === undefined) await sink.write(text);
    else await host.files.replace(outcome.file.path, text, outcome.file);
  } else if (isMachineFormat(options.format)) {
    const machine = await machineAnswer(answer, document, options);
    notes = machine.notes;
    await writePieces(machine.pieces, sink);
  } else if (document.data !== null && !options.quiet) {
    const view = decideView(sink.traits, options.view, host.environment);
    const wide = options.format === "wide";
    const picked = answer.shown?.(document.data, { wide }) ?? document.data;
    const printed = printableDocument({ ...document, data: picked }, view);
    const data = withTimes(printed.data, options.times, {
      isTerminal: sink.traits.isTerminal,
      now: new Date(document.generated_at),
      minutesAhead: host.minutesAhead,
    });
    const text = answer.human({ ...printed, data }, { ...view, wide });
    await sink.write(text.replaceAll(NO_BREAK_SPACE, " "));
  }
  const view = decideView(host.stderr.traits, options.view, host.environment);
  const told = [
    ...notes.map((message) => warningText({ code: "query", message, target: "--query" }, view)),
    ...(options.quiet ? [] : printableDocument(outcome.warnings, view).map((warning) => warningText(warning, view))),
    ...printableDocument(outcome.errors, view).map((problem) => problemText(problem, view)),
  ];
  if (told.length > 0) await tell(told.join(""), host);
  return exitCode(outcome.exit);
}

/** Together as far as that makes a write worth its while. */
async function writePieces(pieces: AsyncIterable<string>, sink: Host["stdout"]): Promise<void> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < WRITTEN_UNITS) continue;
    await sink.write(text);
    text = "";
  }
  if (text !== "") await sink.write(text);
}

const WRITTEN_UNITS = 256 * 1024;

/** Where stderr is full or nobody reads it, the answer and its exit code still stand. */
async function tell(text: string, host: Host): Promise<void> {
  try {
    await host.stderr.write(text);
  } catch (error) {
    if (!(error instanceof ReaderLeft || error instanceof CliError)) throw error;
  }
}

async function machineAnswer<Data>(
  { items, outcome }: Answer<Data>,
  document: Document<Data>,
  { format, query }: OutputOptions,
): Promise<{ readonly pieces: AsyncIterable<string>; readonly notes: readonly string[] }> {
  if (!isMachineFormat(format)) throw new TypeError(`"${format}" is no format for machines`);
  const failed = outcome.errors.length > 0;
  // A failed command says so in whole, whatever was to be picked from its answer.
  if (query !== null && !failed) {
    const { runQuery } = await import("../../lib/render/query.ts");
    const picked = await runQuery(asJson(document), query);
    if (!picked.ok) throw new CliError("usage", picked.message, { target: "--query" });
    const lines = Array.isArray(picked.value) ? picked.value : null;
    return { pieces: machinePieces(picked.value, format, lines), notes: picked.notes };
  }
  const lines = items === undefined || outcome.data === null || failed ? null : items(outcome.data);
  return { pieces: machinePieces(asJson(document), format, lines), notes: [] };
}

/** Documents are JSON objects by their contracts; this is where the type checker learns it. */
function asJson(document: unknown): JsonObject {
  if (isJsonObject(document)) return document;
  throw new TypeError(`A document is a ${typeof document}`);
}
