/** Where a change of the store stands that began and has not ended (docs/design.md, "Repair"). */
import { storeFlags, syncCommand } from "../text/command_line.ts";
import type { ChangeIntent } from "../model/change.ts";
import type { Warning } from "../model/envelope.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { listText, plural } from "../text/words.ts";

type ChangeStanding =
  | { readonly state: "none" }
  /** Its process runs, or ran while the store was read: what is seen is on the way from one state to the next. */
  | { readonly state: "under_way"; readonly intent: ChangeIntent | null }
  | {
    readonly state: "interrupted";
    readonly intent: ChangeIntent;
    readonly file: FileEntry;
    /** False where nobody can tell whether its process still runs. */
    readonly isCertain: boolean;
  }
  | { readonly state: "unreadable"; readonly error: string; readonly file: FileEntry };

type ChangedStore = Pick<StoreSnapshot, "interrupted">;

export function changeStanding({ interrupted = null }: ChangedStore): ChangeStanding {
  if (interrupted === null) return { state: "none" };
  const { file, intent, error, under_way: isUnderWay } = interrupted;
  if (isUnderWay === true) return { state: "under_way", intent };
  if (intent === null) return { state: "unreadable", error: error ?? "no reason given", file };
  return { state: "interrupted", intent, file, isCertain: isUnderWay === false };
}

/** Where the lines begin that the unfinished change appends to the journal; null where there is no such change. */
export function unfinishedAppendAt({ interrupted = null }: ChangedStore): number | null {
  return interrupted?.intent?.append?.journal_bytes ?? null;
}

/** An import can name hundreds. */
const SCOPES_NAMED = 3;

/** The change as a sentence begins: `The repair "r1" of 3 files, begun at … for scope derived,`. */
export function changeText({ change_id: id, kind, changes, scopes, started_at: startedAt }: ChangeIntent): string {
  const named = scopes.length === 1 ? `scope ${scopes[0]}` : `scopes ${listText(scopes)}`;
  const inScope = scopes.length === 0 ? "" : ` for ${scopes.length > SCOPES_NAMED ? `${scopes.length} scopes` : named}`;
  return `The ${kind} "${id}" of ${plural(changes.length, "file")}, begun at ${startedAt}${inScope},`;
}

function nameText({ change_id: id, kind, started_at: startedAt }: ChangeIntent): string {
  return `The ${kind} "${id}", begun at ${startedAt},`;
}

/** What every answer about this store warns of: it may show a state between two. */
export function changeWarnings(store: StoreSnapshot | null): readonly Warning[] {
  const standing = store === null ? { state: "none" as const } : changeStanding(store);
  const look = syncCommand("repair", "--dry-run", ...storeFlags(store));
  switch (standing.state) {
    case "none":
      return [];
    case "under_way":
      return [{
        code: "change_under_way",
        message: standing.intent === null
          ? "Another process changes this store at the moment"
          : `${nameText(standing.intent)} is under way: what is shown may be between two states`,
        target: standing.intent?.change_id ?? null,
      }];
    case "interrupted":
      return [{
        code: "interrupted_change",
        message: `${nameText(standing.intent)} was interrupted: look how it can end with ${look}`,
        target: standing.intent.change_id,
      }];
    case "unreadable":
      return [{
        code: "interrupted_change",
        message: `A change of the store was interrupted, and its intent cannot be read: ${standing.error}`,
        target: standing.file.path,
      }];
  }
}
