/** How many unapplied events a lane may have before it lags (the reference daemon's limits: 0 for priority, 100 otherwise). */
export function laneLagLimit(lane: string): number {
  return lane === "priority" ? 0 : 100;
}
