import { changeStanding } from "../change/standing.ts";
import { classifyPath } from "../store/path_class.ts";
import { LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import type { Finding } from "../model/documents/health.ts";
import type { FileEntry, LockEntry, StoreSnapshot } from "../model/snapshot.ts";
import { bytesText, durationText } from "../text/numbers.ts";
import { plural } from "../text/words.ts";
import { secondsBetween } from "../text/time.ts";
import { type Check, type CheckInput, finding, findingKind, findings } from "./frame/check.ts";

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
const UNKNOWN_LOCK = findingKind(
  "disposable.unknown-lock",
  "info",
  "A lock is held by a process that cannot be seen from here",
  "See whether its owner still runs, in a container or on another host: where it does, wait for it; where it " +
    "does not, remove the lock",
  { durability: "disposable" },
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
  needs: ["tmp"],
  kinds: [STALE_LOCK, UNKNOWN_LOCK, LEFTOVER],
  run(input) {
    return findings([...staleLocks(input), ...unknownLocks(input), ...leftovers(input)]);
  },
};

function staleLocks(input: CheckInput): readonly Finding[] {
  const { store } = input;
  // The lock of a change that has not ended goes when that is finished or taken back.
  const isOfChange = (path: string) => path === LOCK_PATH && changeStanding(store).state !== "none";
  const files = filesByPath(store);
  return store.locks.filter(({ path, owner_alive: isAlive }) => isAlive === false && !isOfChange(path)).map(
    (lock) =>
      finding(CHECK, STALE_LOCK, {
        target: lock.path,
        message: `The lock "${lock.path}" is left: its owner${ownerText(lock)} is gone`,
        evidence: evidenceOf(lock, files, input),
      }, store),
  );
}

/** A lock without a name in it is the kernel's business, and work in progress is younger. */
function unknownLocks(input: CheckInput): readonly Finding[] {
  const files = filesByPath(input.store);
  return input.store.locks.flatMap((lock) => {
    const evidence = evidenceOf(lock, files, input);
    if (lock.owner === null || lock.owner_alive !== null || !isOld(evidence.age_seconds)) return [];
    const message = `The lock "${lock.path}" stays: nobody can tell from here whether its owner${
      ownerText(lock)
    } still runs`;
    return [finding(CHECK, UNKNOWN_LOCK, { target: lock.path, message, evidence }, input.store)];
  });
}

/** Whether it is old enough that no work in progress can have it; what is of unknown age is not. */
function isOld(age: number | null): boolean {
  return age !== null && age >= LEFT_AFTER_SECONDS;
}

function ownerText({ owner }: LockEntry): string {
  return owner === null ? "" : `, process ${owner.pid}${owner.command === null ? "" : ` ("${owner.command}")`},`;
}

/** Every file of a store without a lock is not worth a look. */
function filesByPath({ files, locks }: StoreSnapshot): ReadonlyMap<string, FileEntry> {
  return new Map(locks.length === 0 ? [] : files.map((file) => [file.path, file]));
}

function evidenceOf({ path, owner }: LockEntry, files: ReadonlyMap<string, FileEntry>, { snapshot }: CheckInput) {
  const file = files.get(path);
  return {
    file: path,
    bytes: file?.bytes ?? null,
    age_seconds: secondsBetween(file?.modified_at ?? null, snapshot.taken_at),
    pid: owner?.pid ?? null,
    started_at: owner?.started_at ?? null,
    command: owner?.command ?? null,
  };
}

/** What lies in tmp/, by the file or folder that holds it there; locks and unfinished writes are found elsewhere. */
function leftovers({ store, snapshot }: CheckInput): readonly Finding[] {
  const groups = Map.groupBy(temporaryFiles(store), ({ path }) => leftoverTarget(path));
  return [...groups].flatMap(([target, files]): readonly Finding[] => {
    const age = files.map((file) => secondsBetween(file.modified_at, snapshot.taken_at) ?? 0)
      .reduce((least, one) => Math.min(least, one));
    if (!isOld(age)) return [];
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return [finding(CHECK, LEFTOVER, {
      target,
      message: `"${target}" was left ${durationText(age)} ago: ${plural(files.length, "file")}, ${bytesText(bytes)}`,
      evidence: { file: target, files: files.length, bytes, age_seconds: age },
    }, store)];
  });
}

/** The file or folder of tmp/ that a path in it lies in: what is found and dropped as one. */
export function leftoverTarget(path: string): string {
  return path.split("/", 2).join("/");
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
