/** What a status line shows of a host, in this order: the verdict first; lib/answers/host_states.ts says when each holds. */
export const HOST_STATES = [
  "clean",
  "degraded",
  "conflicted",
  "policy_blocked",
  "repair_recommended",
  "offline_local_only",
  "daemon_unavailable",
] as const;
export type HostState = typeof HOST_STATES[number];
