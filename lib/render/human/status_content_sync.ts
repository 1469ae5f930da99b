/** Content sync in `sync status`, for people. */
import { changeText, repetitionText } from "../../content_sync/cycles.ts";
import type { ContentSyncStatus } from "../../model/documents/status.ts";
import { bytesText, countText, durationText } from "../../text/numbers.ts";
import { plural } from "../../text/words.ts";

/** Its lines, each with its name. */
export function contentSyncRows(status: ContentSyncStatus): readonly (readonly [name: string, value: string])[] {
  return [
    ["Version", versionText(status)],
    ["Last cycle", status.last_cycle === null ? "none" : cycleText(status)],
    ["Own status", status.daemon_status.summary],
    ["Receipts", receiptsText(status)],
    ...(status.queue === null ? [] : [["Queue", queueText(status.queue)] as const]),
  ];
}

function versionText({ version: { value, state }, last_applied: applied }: ContentSyncStatus): string {
  if (state !== "ok") return state === "absent" ? "none" : `cannot be told: current-version is ${stateText(state)}`;
  if (applied === null) return `${value}`;
  const level = applied.epistemic_level === null ? "" : ` (${applied.epistemic_level})`;
  return applied.to_version === value
    ? `${value}, applied at ${applied.at ?? "?"}${level}`
    : `${value}; the last that was applied is ${applied.to_version ?? "?"}, at ${applied.at ?? "?"}`;
}

function stateText(state: string): string {
  return state.replaceAll("_", " ");
}

function cycleText({ last_cycle: cycle, repeated }: ContentSyncStatus): string {
  if (cycle === null) return "none";
  const { outcome, from_version: fromVersion, to_version: toVersion, age_seconds: age, at, reason } = cycle;
  const when = age === null ? at ?? "?" : age < 0 ? `${durationText(-age)} from now` : `${durationText(age)} ago`;
  const what = `${stateText(outcome)}, ${changeText({ fromVersion, toVersion })}, ${when}`;
  if (repeated === null) return what;
  const { times, exact: isExact, since } = repeated;
  const often = repetitionText({ times, isExact, since });
  return `${what}: ${reason}${often === null ? "" : `; ${often}`}`;
}

function receiptsText(
  { receipts: { total, unread, unreadable, bytes, bytes_exact: isExact } }: ContentSyncStatus,
): string {
  return [
    countText(total),
    ...(bytes === null || total === 0 ? [] : [`${isExact ? "" : "about "}${bytesText(bytes)}`]),
    ...(unreadable === 0 ? [] : [`${countText(unreadable)} unreadable`]),
    ...(unread === 0 ? [] : [`${plural(unread, "older one")} not opened`]),
  ].join(", ");
}

function queueText(queue: NonNullable<ContentSyncStatus["queue"]>): string {
  const { replays: _, oldest_waiting: oldest, ...counts } = queue;
  const present = Object.entries(counts).filter(([, count]) => count > 0)
    .map(([state, count]) => `${countText(count)} ${state.replaceAll("_", " ")}`);
  if (present.length === 0) return "empty";
  const age = oldest?.age_seconds ?? null;
  return [
    ...present,
    ...(age === null ? [] : [`the oldest waits for ${durationText(Math.max(age, 0))}`]),
  ].join(", ");
}
