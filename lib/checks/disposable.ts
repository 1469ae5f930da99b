import { changeStanding } from "../change/standing.ts";
import { classifyPath } from "../store/path_class.ts";
import { LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import type { Finding } from "../model/documents/health.ts";
import type { FileEntry, LockEntry, StoreSnapshot } from "../model/snapshot.ts";
import { bytesText, durationText } from "../text/numbers.ts";
import { plural } from "../text/words.ts";
import { secondsBetween } from "../text/time.ts";
import { type Check, type CheckInput, finding, findingKind, findings } from "./check.ts";

const CHECK = "disposable";
const DROP = {
  durability: "disposable",
  automatic: true,
  command: ["repair", "--dry-run", "--scope", "disposable"],
} as const;

const STALE_LOCK = findingKind(
  "disposable.stale-lock",
  "warning",
  "A lock is left whose owner is gone",
  "Let repair drop it: the process that held it no longer runs",
  DROP,
);
const LEFTOVER = findingKind(
  "disposable.leftover",
  "warning",
  "Temporary files were never cleared",
  "Let repair drop them: interrupted work left them, and nothing durable lies there",
  DROP,
);

/** Work in progress is younger, and so is whatever has no age that could be told. */
const LEFT_AFTER_SECONDS = 24 * 3_600;

/** Nothing in tmp/ outlives the work that it belongs to. */
export const disposableCheck: Check = {
  id: CHECK,
  title: "Disposable state",
  reads: "tmp/",
  why: "A lock without an owner stops those who respect it, and what interrupted work leaves fills the disk",
  required: false,
  needs: ["files"],
  kinds: [STALE_LOCK, LEFTOVER],
  run(input) {
    return findings([...staleLocks(input), ...leftovers(input)]);
  },
};

function staleLocks({ store, snapshot }: CheckInput): readonly Finding[] {
  const byPath = new Map(store.files.map((file) => [file.path, file]));
  // The lock of a change that has not ended goes when that is finished or taken back.
  const isOfChange = (path: string) => path === LOCK_PATH && changeStanding(store).state !== "none";
  return store.locks.filter(({ path, owner_alive: isAlive }) => isAlive === false && !isOfChange(path)).map(
    ({ path, owner }: LockEntry) => {
      const file = byPath.get(path);
      const name = owner === null
        ? ""
        : `, process ${owner.pid}${owner.command === null ? "" : ` ("${owner.command}")`},`;
      return finding(CHECK, STALE_LOCK, {
        target: path,
        message: `The lock "${path}" is left: its owner${name} is gone`,
        evidence: {
          file: path,
          bytes: file?.bytes ?? null,
          age_seconds: secondsBetween(file?.modified_at ?? null, snapshot.taken_at),
          pid: owner?.pid ?? null,
          started_at: owner?.started_at ?? null,
          command: owner?.command ?? null,
        },
      }, store);
    },
  );
}

/** What lies in tmp/, by the file or folder that holds it there; locks and unfinished writes are found elsewhere. */
function leftovers({ store, snapshot }: CheckInput): readonly Finding[] {
  const groups = Map.groupBy(temporaryFiles(store), ({ path }) => path.split("/", 2).join("/"));
  return [...groups].flatMap(([target, files]): readonly Finding[] => {
    const age = files.map((file) => secondsBetween(file.modified_at, snapshot.taken_at) ?? 0)
      .reduce((least, one) => Math.min(least, one));
    if (age < LEFT_AFTER_SECONDS) return [];
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return [finding(CHECK, LEFTOVER, {
      target,
      message: `"${target}" was left ${durationText(age)} ago: ${plural(files.length, "file")}, ${bytesText(bytes)}`,
      evidence: { file: target, files: files.length, bytes, age_seconds: age },
    }, store)];
  });
}

/** Plain files below tmp/ that interrupted work can have left there, and that nothing needs any more. */
export function temporaryFiles(
  store: Pick<StoreSnapshot, "files" | "locks" | "interrupted">,
): readonly FileEntry[] {
  const locked = new Set(store.locks.map(({ path }) => path));
  const needed = changeStanding(store).state === "none" ? null : `${WORK_FOLDER}/`;
  return store.files.filter(({ path, type, problem }) =>
    path.startsWith("tmp/") && type === "file" && problem === null && !isUnfinishedWrite(path) && !locked.has(path) &&
    (needed === null || !path.startsWith(needed))
  );
}

/** For the layout check to report; deeper down such a file is part of a batch. */
function isUnfinishedWrite(path: string): boolean {
  return classifyPath(path).kind === "unfinished write";
}
