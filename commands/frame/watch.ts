/** `--watch`: the same answer again and again, in place on a terminal, and one behind the other as ndjson. */
import { CliError } from "../../lib/model/errors.ts";
import type { ExitCode } from "../../lib/model/exit.ts";
import { frameText } from "../../lib/render/frame.ts";
import { decideView } from "../../lib/render/view.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import type { Host, TextSink } from "../host/types/host.ts";
import type { CommonOptions } from "./options.ts";

/** One answer on that host's streams; `failed` where nothing is to come any more. */
type AnswerOnce = (host: Host) => Promise<{ readonly code: ExitCode; readonly failed: boolean }>;

/**
 * Answers until one fails, whose exit code it gives; a signal ends the program.
 *
 * @throws CliError usage where it cannot be shown again and again; timeout at the end of --max-time; and what answering throws
 */
export async function watch(
  seconds: number,
  answerOnce: AnswerOnce,
  { common, host }: { readonly common: CommonOptions; readonly host: Host },
): Promise<ExitCode> {
  const draw = common.output.format === "ndjson" ? null : createDrawing(seconds, common, host);
  refuseSnapshot(common);
  for (;;) {
    const { code, failed } = draw === null ? await answerOnce(host) : await draw(answerOnce);
    if (failed) return code;
    // From now on there is an answer to be seen, into which nothing is drawn.
    if (common.progress === "auto") host.progress.show("never");
    await host.deadline.within(() => host.screen.wait(seconds * 1000));
  }
}

/** @throws CliError usage where standard output is nothing to draw on, or the format nothing to be drawn */
function createDrawing(seconds: number, { output }: CommonOptions, host: Host) {
  const { stdout } = host;
  const refuse = (reason: string) =>
    new CliError("usage", `Cannot use --watch with -o ${output.format}: ${reason}`, {
      target: "--watch",
      hint: "Give -o ndjson, which writes one answer behind the other",
    });
  if (!stdout.traits.isTerminal) throw refuse("standard output is no terminal, on which it could be drawn anew");
  if (host.environment("TERM") === "dumb") throw refuse("this terminal cannot be drawn on anew (TERM=dumb)");
  if (output.format === "html" || output.format === "openmetrics") throw refuse("it is for a file");
  let isFirst = true;
  return async (answerOnce: AnswerOnce) => {
    const { host: capturing, text } = capture(host);
    const answer = await answerOnce(capturing);
    const { width: columns } = decideView(stdout.traits, output.view, host.environment);
    const title = `Every ${seconds} s, at ${formatTimestamp(host.clock.now())}\n\n`;
    await stdout.write(frameText(title + text(), { rows: host.screen.rows(), columns }, isFirst));
    isFirst = false;
    return answer;
  };
}

/** What is written to the terminal is drawn together. */
function capture(host: Host): { readonly host: Host; readonly text: () => string } {
  let text = "";
  const captured = ({ traits }: TextSink): TextSink => ({
    traits,
    write(more) {
      text += more;
      return Promise.resolve();
    },
  });
  const stderr = host.stderr.traits.isTerminal ? captured(host.stderr) : host.stderr;
  return { host: { ...host, stdout: captured(host.stdout), stderr }, text: () => text };
}

/** @throws CliError usage */
function refuseSnapshot({ state }: CommonOptions): void {
  if (state.snapshot === null) return;
  throw new CliError("usage", "Cannot use --watch with --snapshot: a saved state does not change", {
    target: "--watch",
    hint: "Leave out one of the two",
  });
}
