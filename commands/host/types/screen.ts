/** The terminal of standard output, and the time between two looks. Types only. */
export interface Screen {
  /** How many lines it has; null where it does not tell. */
  rows(): number | null;
  /** Waits so many milliseconds. */
  wait(ms: number): Promise<void>;
}
