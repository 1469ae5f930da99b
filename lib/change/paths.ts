/** Where a change keeps its own files, and the folders of a store's paths; `/` between names, "" is the root. */
import { type ChangeIntent, WORK_FOLDER } from "../model/change.ts";

export const JOURNAL_PATH = "journal.jsonl";
export const MANIFEST_PATH = "manifest.json";
export const TMP_FOLDER = "tmp";

/** What the folder with the new bytes is renamed to where a change is taken back: from then on it only goes back. */
export const GIVEN_UP_FOLDER = `${WORK_FOLDER}/given-up`;

type Staging = Pick<ChangeIntent, "staged_in">;

/** Where the new bytes lie, each file under the number of its change. As long as it is there a change can still go forward. */
export function stagedFolder({ staged_in: name }: Staging): string {
  return `${WORK_FOLDER}/${name ?? "new"}`;
}

/** The path of a change's new bytes. */
export function stagedPath(staging: Staging, index: number): string {
  return `${stagedFolder(staging)}/${index}`;
}

/** The lines for the journal. */
export function linesPath(staging: Staging): string {
  return `${stagedFolder(staging)}/${LINES_NAME}`;
}

export const LINES_NAME = "journal-lines";

/** Where the earlier bytes of a path stay once the change with that report has replaced or dropped them. */
export function keptBefore(reportId: string, path: string): string {
  return `repair-reports/before/${reportId}/${path}`;
}

/** Where a file lies that the change with that report moved aside. */
export function quarantinedAt(reportId: string, path: string): string {
  return `repair-reports/quarantine/${reportId}/${path}`;
}

/** Where the import with that report keeps the other side of a conflict about the object whose file has that path. */
export function competingAt(reportId: string, path: string): string {
  return `repair-reports/competing/${reportId}/${path}`;
}

/** The report and the object's file of the other side that is kept at the path; null where none can be. */
export function competingPath(path: string): { readonly reportId: string; readonly objectPath: string } | null {
  const [, reportId = "", objectPath = ""] =
    /^repair-reports\/competing\/([^/]+)\/(objects\/[^/]+\.json)$/.exec(path) ?? [];
  return reportId === "" ? null : { reportId, objectPath };
}

/** Where a report lies. */
export function reportPath(reportId: string): string {
  return `repair-reports/${reportId}.json`;
}

/** Whether that is a path of a file below the root: no name of it leads elsewhere, and every one can be a file's. */
export function isPlainPath(path: string): boolean {
  return path.isWellFormed() && !path.includes("\0") &&
    path.split("/").every((name) => name !== "" && name !== "." && name !== "..");
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Every folder above a path but the root, outermost first. */
export function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
