/** What may be chosen of `sourceos sync doctor`: how deep it looks, and what its exit code tells of. */

export const LEVELS = ["quick", "standard", "full"] as const;
export type Level = typeof LEVELS[number];

/** What the exit code tells of: what was not in the earlier report, warnings and worse, or errors and worse. */
export const FAIL_ON = ["new", "warning", "error"] as const;
export type FailOn = typeof FAIL_ON[number];
