/** What stands in the way of a step in the store itself: what is no plain file or folder is never read, moved or replaced. */
import { foldersAbove } from "./paths.ts";
import type { ReadState } from "../model/read_states.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";

/** What the reader found at each path that it looked at. */
type Places = ReadonlyMap<string, Place>;

interface Place {
  readonly type: FileEntry["type"];
  readonly state: ReadState | null;
  /** Whether a folder has a file system of its own. */
  readonly isMount?: boolean;
}

export function placesOf({ files, folders, records, derived, manifest, mounts = [] }: StoreSnapshot): Places {
  const places = new Map<string, Place>();
  const add = (file: FileEntry | null, state: ReadState | null = null) => {
    if (file !== null) places.set(file.path, { type: file.type, state });
  };
  for (const file of [...files, ...folders]) add(file);
  for (const { file, state } of records) add(file, state);
  for (const { file, state, entries } of derived) {
    add(file, state);
    if (entries !== null) add(entries.file, entries.state);
  }
  add(manifest.file, manifest.state);
  for (const path of mounts) places.set(path, { type: "directory", state: null, isMount: true });
  return places;
}

/** Why these files cannot be changed, or null where nothing that was seen stands in the way. */
export function obstacleTo(paths: readonly string[], places: Places): string | null {
  for (const path of paths) {
    const place = places.get(path);
    if (place !== undefined && place.type !== "file") {
      return `"${path}" is ${typeText(place.type)}, not a plain file: a person has to look at it`;
    }
    if (place?.state === "denied") return `"${path}" cannot be read by this user`;
    const folder = obstacleToFolder(foldersAbove(path), places);
    if (folder !== null) return folder;
  }
  return null;
}

/** Folders of the store that every change works in. */
export const NEEDED_FOLDERS = ["tmp", "repair-reports", "repair-reports/before", "repair-reports/quarantine"];

/** Why no repair can leave its report, or null. */
export function obstacleToRecord(places: Places): string | null {
  return obstacleToFolder(NEEDED_FOLDERS, places);
}

function obstacleToFolder(folders: readonly string[], places: Places): string | null {
  const blocked = folders.find((folder) => (places.get(folder)?.type ?? "directory") !== "directory");
  if (blocked !== undefined) return `"${blocked}" is no folder: a person has to move aside what stands there`;
  const mount = folders.find((folder) => places.get(folder)?.isMount === true);
  return mount === undefined ? null : mountProblem(mount);
}

/** What is against a change in a folder that is mounted on its own: no file can be moved into it or out of it whole. */
export function mountProblem(folder: string): string {
  return `"${folder}" lies on another file system than the store's own folder, so that nothing can be moved there whole`;
}

function typeText(type: FileEntry["type"]): string {
  return type === "directory" ? "a folder" : type === "other" ? "of no known type" : `a ${type.replace("_", " ")}`;
}

/** Why a record cannot be written again without losing what it says, or null. */
export function reasonNotToRewrite(
  path: string,
  read: { readonly oddities: readonly string[] } | null,
): string | null {
  return read?.oddities.includes("non_finite_number")
    ? `"${path}" holds a number that JSON has no word for, which would be lost where it is written again`
    : null;
}
