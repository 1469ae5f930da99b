/** How much one import writes: what is over the limit would take more memory than a host has to spare. */
import { BUNDLE_LIMITS } from "../bundle/limits.ts";
import { CliError } from "../model/errors.ts";
import { countText } from "../text/numbers.ts";

interface Writing {
  /** What cannot be done, as a clause with the name of the bundle. */
  readonly attempt: string;
  readonly target: string;
  readonly hint: string;
}

/** @throws CliError unsupported where so many records would be written at once */
export function requireFewEnough(
  records: number,
  { attempt, target, hint }: Writing,
  most = BUNDLE_LIMITS.recordsAtOnce,
) {
  if (records <= most) return;
  throw new CliError(
    "unsupported",
    `Cannot ${attempt}: ${countText(records)} records would be written at once, more than the limit of ${
      countText(most)
    }`,
    { target, code: "over_limit", hint },
  );
}
