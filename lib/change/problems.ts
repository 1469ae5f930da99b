/** The errors that a change of a store ends with, and what each leaves to do. */
import { shellWord, syncCommand } from "../text/command_line.ts";
import { CliError } from "../model/errors.ts";
import { type ChangeIntent, LOCK_PATH, WORK_FOLDER } from "../model/change.ts";
import { plural } from "../text/words.ts";
import { mountProblem } from "./obstacles.ts";
import type { StopSignal } from "./stop_signal.ts";

/** Why one file operation failed. */
export interface Failure {
  /** Relative to the store's root. */
  readonly path: string;
  readonly reason: string;
  readonly cause: unknown;
}

const LISTED = 10;

function listed(items: readonly string[]): string {
  const rest = items.length - LISTED;
  return [...items.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}

/** Another process changes the store; `owner` in words. */
export function busyError(root: string, owner: string): CliError {
  return new CliError("busy", `Cannot lock store "${root}": ${owner} holds the lock`, {
    target: `${root}/${LOCK_PATH}`,
    hint: "Run the command again when that process has ended; a lock whose owner is gone never blocks",
  });
}

/** The lock's file was taken away, and another process has the lock by now; `intent` is what was begun, or null. */
export function lockLostError(root: string, intent: ChangeIntent | null): CliError {
  return new CliError(
    "busy",
    `Cannot ${intent === null ? "change" : `go on with change "${intent.change_id}" of`} store "${root}": ` +
      "its lock file was removed or replaced, and another process works on the store",
    {
      target: `${root}/${LOCK_PATH}`,
      code: "lock_lost",
      hint: intent === null
        ? "Nothing was changed; run the command again when that process has ended"
        : "Run the command again when that process has ended: whoever changes the store finishes or takes back what was begun",
    },
  );
}

/** A daemon started in the middle of the change, which was taken back. */
export function overtakenError({ message, target, hint, code, cause }: CliError): CliError {
  return new CliError("rolled_back", `${message}, which was not so when the change began; it was taken back`, {
    target,
    hint,
    code,
    cause,
  });
}

/** The store moved on since the change was planned; each difference in words. */
export function staleError(root: string, differences: readonly string[]): CliError {
  return new CliError(
    "stale",
    `Cannot change store "${root}": it is not as it was planned for: ${listed(differences)}`,
    {
      target: root,
      hint: "Nothing was changed; make the plan again and look at it",
    },
  );
}

/** A folder that the change goes through is mounted on its own. */
export function mountError(root: string, folder: string): CliError {
  return new CliError("unsupported", `Cannot change store "${root}": ${mountProblem(folder)}`, {
    target: `${root}/${folder}`,
    code: "mounted_folder",
    hint: "Nothing was changed; put the folder on the file system of the store, and run the command again",
  });
}

/** A file that is written where it lies has another name as well, which may be anywhere. */
export function linkedError(root: string, path: string): CliError {
  const file = `${root}/${path}`;
  const own = `${file}.own`;
  const command = path === LOCK_PATH
    ? `rm -- ${shellWord(file)}`
    : `cp -p -- ${shellWord(file)} ${shellWord(own)} && mv -- ${shellWord(own)} ${shellWord(file)}`;
  return new CliError(
    "unsupported",
    `Cannot change store "${root}": "${path}" has another name as well, and what is written there would be in both`,
    { target: file, code: "linked_file", hint: `Nothing was changed; run ${command}` },
  );
}

/** There is no room for the change. */
export function roomError(root: string, problem: string): CliError {
  return new CliError("io", `Cannot change store "${root}": ${problem}`, {
    target: root,
    hint: "Nothing was changed; make room on its file system and run the command again",
  });
}

/** The store cannot be written at all. */
export function unwritableError(root: string, exit: "denied" | "io", { path, reason, cause }: Failure): CliError {
  return new CliError(exit, `Cannot change store "${root}": "${path}": ${reason}`, {
    target: `${root}/${path}`,
    hint: exit === "denied"
      ? "Nothing was changed; run the command as the account that owns the store"
      : "Nothing was changed; see whether its file system is full, read-only or failing",
    cause,
  });
}

/** The change failed on the way and was taken back, but for disposable files that made room for it. */
export function rolledBackError(root: string, { path, reason, cause }: Failure, dropped = 0): CliError {
  const rest = dropped === 0 ? "" : `, but for ${plural(dropped, "disposable file")}, which made room and stay deleted`;
  return new CliError(
    "rolled_back",
    `Cannot change store "${root}": "${path}": ${reason}; the change was taken back and the store is exactly as before${rest}`,
    {
      target: `${root}/${path}`,
      hint: "See to what failed, then make the plan again and apply it",
      cause,
    },
  );
}

/** Neither way out of a change is left to the program; `state` says what is in the way. */
export function manualError(root: string, state: string, cause?: unknown): CliError {
  return new CliError(
    "manual",
    `Cannot finish or take back the change of store "${root}" that "${WORK_FOLDER}" tells of: ${state}; nothing else is touched`,
    {
      target: `${root}/${WORK_FOLDER}`,
      hint: `Read "${root}/${WORK_FOLDER}/intent.json", which says what each file was before and where that is kept; ` +
        "see to what is named here, then run the command again, which finishes or takes back the change",
      cause,
    },
  );
}

/** What is found in the way of an interrupted change. */
export function blockedState(paths: readonly string[]): string {
  return `${
    plural(paths.length, "path holds", "paths hold")
  } neither what was there before nor what the change puts there: ` +
    listed(paths.map((path) => `"${path}"`));
}

/** A signal came before anything of the store was changed. */
export function stoppedBeforeError(root: string, signal: StopSignal): CliError {
  return new CliError(signal, `Cannot change store "${root}": the program was ${signal}`, {
    target: root,
    hint: "Nothing was changed; run the command again",
  });
}

/** A signal came on the way. */
export function stoppedOnTheWayError(root: string, signal: StopSignal, intent: ChangeIntent): CliError {
  const scopes = intent.scopes.flatMap((scope) => ["--scope", scope]);
  const words = intent.kind === "decision" ? ["conflicts", "decide"] : ["repair"];
  const again = syncCommand(...words, "--apply", "--plan", "FILE", ...scopes, "--store", root);
  return new CliError(
    signal,
    `Cannot go on with change "${intent.change_id}" of store "${root}": the program was ${signal} between two steps`,
    { target: root, hint: `Run ${again}, which finishes the change or takes it back first` },
  );
}
