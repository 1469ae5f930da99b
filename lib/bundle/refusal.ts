/** How every part of the bundle reader says no. */
import { CliError } from "../model/errors.ts";
import { shellWord } from "../text/command_line.ts";

interface RefusalDetails {
  /** Where a finer name than bad_input is known. */
  readonly code?: string;
  readonly hint?: string;
  /** Whether it is so where a sound bundle was unpacked and packed in another way. */
  readonly repacked?: boolean;
}

/** Makes the error for a reason, a phrase without a full stop. */
export type Refuse = (reason: string, details?: RefusalDetails) => CliError;

const AGAIN = "Get the bundle again from the host that wrote it";

/** Packs the files of a bag in the order of a bundle; manifest-sha256.txt names those of the payload in it. */
const PACK =
  "tar --format=ustar -cf bundle.tar bagit.txt bag-info.txt manifest-sha256.txt $(cut -c67- manifest-sha256.txt) " +
  "tagmanifest-sha256.txt $(ls signature.ed25519 2>/dev/null)";

/** The words make a new folder, so that nothing is overwritten. */
function repackHint(bundle: string): string {
  const unpack = `mkdir bag && tar xf ${shellWord(bundle)} -C bag && cd "$(dirname "$(find bag -name bagit.txt)")"`;
  return `Where it was unpacked and packed again, make bundle.tar of it with ${unpack} && ${PACK}; else get it again from the ` +
    "host that wrote it";
}

/** Refusals of the bundle that a person named so. */
export function refusalOf(bundle: string): Refuse {
  return (reason, { code, repacked = false, hint = repacked ? repackHint(bundle) : AGAIN } = {}) =>
    new CliError("bad_input", `Cannot read bundle "${bundle}": ${reason}`, {
      target: bundle,
      hint,
      ...(code === undefined ? {} : { code }),
    });
}
