/** Leaves the note of a look beside the checkpoint, for a status to come (docs/formats.md, "Note of a look"). */
import { makeLookNote } from "../../lib/answers/look_note.ts";
import { LEAST_NOTED } from "../../lib/derived/look_note.ts";
import { CliError } from "../../lib/model/errors.ts";
import { SNAPSHOT_SCHEMA, type StateSnapshot } from "../../lib/model/snapshot.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import type { Host } from "../host/types/host.ts";
import type { LockedChange } from "./locked_store.ts";

/** Looks at the store as status does, once the change of it stands. What keeps a note from being left is no failure. */
export async function leaveLookNote({ lock, store, state }: LockedChange, host: Host): Promise<void> {
  if (store.records.length < LEAST_NOTED) return;
  const { build, sha256Hex } = host;
  await lock.noteLook(
    () => lookAgain(state.snapshot, host),
    (snapshot, lookedAt) => snapshot === null ? null : makeLookNote(snapshot, { lookedAt, build, sha256Hex }),
  );
}

/** The state of that store as it is now; null where it cannot be read any more, or something is being written. */
async function lookAgain({ store, daemon }: StateSnapshot, host: Host): Promise<StateSnapshot | null> {
  if (store === null || store.selected_by === "snapshot") return null;
  const takenAt = formatTimestamp(host.clock.now());
  const choice = { root: store.root, selectedBy: store.selected_by };
  try {
    const reading = await host.stores.read(choice, { journal: "quick", records: "changed", over: store });
    if (!reading.found || reading.isWritten === true) return null;
    await host.begin("checks");
    return { schema: SNAPSHOT_SCHEMA, taken_at: takenAt, store: reading.store, absence: null, daemon };
  } catch (error) {
    // The time that the command may take is up: the change stands all the same.
    if (error instanceof CliError) return null;
    throw error;
  }
}
