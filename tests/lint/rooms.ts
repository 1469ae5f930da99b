/**
 * The rooms of the house, from the ground up: a folder uses what stands before it here, and never what stands behind
 * (docs/design.md, "Rooms"). A folder that is not named here has no place yet.
 */
export const ROOMS: readonly string[] = [
  "lib/text",
  "lib/model",
  "lib/store",
  "lib/journal",
  "lib/content_sync",
  "lib/derived",
  "lib/daemon",
  "lib/policy",
  "lib/bundle",
  "lib/change",
  "lib/checks",
  "lib/explain",
  "lib/repair",
  "lib/export",
  "lib/import",
  "lib/decide",
  "lib/answers",
  "lib/render",
  "commands/host/types",
  "commands/host/terminal",
  "commands/host/files",
  "commands/host/daemon",
  "commands/host/store",
  "commands/host/change",
  "commands/host/bundle",
  "commands/host",
  "commands/frame",
  "commands/state",
  "commands/declarations",
  "commands/repair",
  "commands/export",
  "commands/import",
  "commands/conflicts",
  "commands",
];

/** The room of a file of lib/ or commands/: the longest that it lies in; null for one of no room. */
export function roomOf(path: string): string | null {
  const rooms = ROOMS.filter((room) => path.startsWith(`${room}/`));
  const room = rooms.reduce((longest, one) => one.length > longest.length ? one : longest, "");
  // A folder of commands/ is a room of its own, while lib/model/documents is a part of lib/model.
  const isOwn = room.startsWith("lib/") || path.lastIndexOf("/") === room.length;
  return room === "" || !isOwn ? null : room;
}

/** Why a file must not import the other, as a clause; null where it may. That lib/ uses nothing else is another rule. */
export function roomProblem(path: string, target: string): string | null {
  const isJudged = path.startsWith("lib/") ? target.startsWith("lib/") : /^(?:lib|commands)\//.test(target);
  if (!isJudged || !/^(?:lib|commands)\//.test(path)) return null;
  const [own, used] = [roomOf(path), roomOf(target)];
  if (own === null) return `"${path}" lies in no room of tests/lint/rooms.ts`;
  if (used === null) return `"${target}" lies in no room of tests/lint/rooms.ts`;
  return ROOMS.indexOf(used) > ROOMS.indexOf(own) ? `${own} stands below ${used}` : null;
}
