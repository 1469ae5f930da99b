/** Looking again at what may be written to right now, until it has been left alone for long enough to be judged. */

/** Long enough for a writer to do something else first: another process runs, or a journal is read through. */
const QUIET_MS = 3_000;
const FIRST_LOOK_MS = 60;
const NEXT_LOOK_MS = 150;

/**
 * Waits a moment and looks, and looks again as long as what it says was written to last is younger than the quiet time:
 * times in milliseconds since 1970, null where nobody knows. What comes from a clock that is ahead is not waited for.
 */
export async function untilQuiet(look: () => readonly (number | null)[]): Promise<void> {
  for (let wait = FIRST_LOOK_MS;; wait = NEXT_LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const times = look();
    const now = Date.now();
    // Times of records and events are cut to the second.
    if (!times.some((time) => time !== null && time <= now && now - time < QUIET_MS)) return;
  }
}
