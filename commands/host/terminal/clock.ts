/** The time of day, fixed by SOURCE_DATE_EPOCH (reproducible-builds.org: seconds since 1970). */
import { CliError } from "../../../lib/model/errors.ts";
import type { Clock, Environment } from "../types/host.ts";

const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** `now` throws CliError usage for a SOURCE_DATE_EPOCH that is no whole number of seconds up to the year 9999. */
export function createClock(environment: Environment): Clock {
  return {
    now() {
      const text = environment("SOURCE_DATE_EPOCH");
      if (text === null) return new Date();
      const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Infinity;
      if (seconds > LAST_SECOND) {
        throw new CliError(
          "usage",
          `Cannot use "${text}" as SOURCE_DATE_EPOCH: it is no whole number of seconds since 1970`,
          {
            target: "SOURCE_DATE_EPOCH",
          },
        );
      }
      return new Date(seconds * 1000);
    },
  };
}
