/** Timers of one length that end when a test says so, and not with time: on a busy machine a short one ends too soon. */

export interface HeldTimers {
  /** How many have neither ended nor been cleared. */
  running(): number;
  /** Ends all that run now. */
  end(): void;
  /** Lets timers be as they were. */
  letGo(): void;
}

/** Holds every timer of this length that is set from now on; others run as ever. */
export function holdTimers(heldMs: number): HeldTimers {
  const { setTimeout, clearTimeout } = globalThis;
  const held = new Map<unknown, () => void>();
  let last = -1;
  Object.assign(globalThis, {
    setTimeout(done: () => void, ms?: number): unknown {
      if (ms !== heldMs) return setTimeout(done, ms);
      held.set(--last, done);
      return last;
    },
    clearTimeout(id?: Parameters<typeof clearTimeout>[0]): void {
      if (id === undefined || !held.delete(id)) clearTimeout(id);
    },
  });
  return {
    running: () => held.size,
    end() {
      for (const [id, done] of [...held]) {
        held.delete(id);
        done();
      }
    },
    letGo: () => Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}
