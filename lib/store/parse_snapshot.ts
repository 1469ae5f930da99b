/** A saved state snapshot: bytes to a checked `StateSnapshot`. */
import { parseDocument } from "../model/input_document.ts";
import { StateSnapshot } from "../model/snapshot.ts";
import { syncCommand } from "../text/command_line.ts";

/** @throws CliError bad_input where the file is no snapshot, too_new where a newer release wrote it. */
export function parseSnapshot(bytes: Uint8Array, path: string): StateSnapshot {
  return parseDocument(bytes, StateSnapshot, {
    attempt: `read snapshot "${path}"`,
    target: path,
    hint: `Write one with ${syncCommand("doctor", "--save-snapshot", "FILE")}`,
  });
}
