/**
 * A program that writes through the sink, for output_test.ts to run as a process of its own.
 * Usage: output_fixture.ts LINE COUNT. Ends with 141 when the reader left; with 19 and a message when writing failed.
 */
import { createSink } from "../../../commands/host/terminal/output.ts";
import { ReaderLeft } from "../../../commands/host/terminal/reader_left.ts";
import { streamTraits } from "../../../commands/host/terminal/terminal.ts";
import { CliError } from "../../../lib/model/errors.ts";

const [line = "", count = "0"] = Deno.args;

try {
  await createSink(Deno.stdout, streamTraits(Deno.stdout)).write(`${line}\n`.repeat(Number(count)));
} catch (error) {
  if (error instanceof ReaderLeft) {
    Deno.exitCode = 141;
  } else if (error instanceof CliError) {
    await createSink(Deno.stderr, streamTraits(Deno.stderr)).write(`${error.exit}: ${error.message}\n`);
    Deno.exitCode = 19;
  } else {
    throw error;
  }
}
