/** Lets what waits, such as a progress line, have its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

// A turn costs a millisecond, so that one after each piece of work would cost more than some of the work.
const INTERVAL_MS = 50;

/** As nextTurn(), but only once in a while: to be called as often as one likes. */
export function createTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    await nextTurn();
    last = performance.now();
  };
}
