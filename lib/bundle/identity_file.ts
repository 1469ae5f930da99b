/** The files in which age keeps identities: one a line, with comments and empty lines between. */
import { CliError } from "../model/errors.ts";

const IDENTITY = /^AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]+$/;

/** The identities in the file. @throws CliError usage where a line is none, or where there is no line */
export function parseIdentities(text: string, path: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  // The line is a secret even where it is malformed: it is not quoted.
  if (lines.length === 0 || !lines.every((line) => IDENTITY.test(line))) {
    throw new CliError(
      "usage",
      `Cannot use identity file "${path}": it does not hold age identities and nothing else`,
      {
        target: path,
        hint: "Give a file that age-keygen wrote; one with a passphrase has to be decrypted first",
      },
    );
  }
  return lines;
}
