/** The failure of a command that was understood; apart from its definition, which needs the parser of command lines. */
import type { CommandName } from "../../lib/model/command_names.ts";

/** A command that was understood and then failed: its error is told in its own document. */
export class CommandFailed extends Error {
  constructor(readonly command: CommandName, override readonly cause: unknown) {
    super(`Cannot finish ${command}`, { cause });
  }
}

/** @throws CommandFailed where the work throws */
export async function failingAs<Result>(command: CommandName, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new CommandFailed(command, error);
  }
}
