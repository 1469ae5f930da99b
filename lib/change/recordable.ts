/** Whether a change could be recorded in the store: what cannot be recorded is not done. */
import { sealOf } from "../journal/append.ts";
import { CliError } from "../model/errors.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { storeFlags, syncCommand } from "../text/command_line.ts";
import { reasonNotToRecord } from "./recording.ts";

/** `attempt` stands behind "Cannot". @throws CliError denied where nothing can be recorded, or not before the journal is sealed */
export function requireRecordable(store: StoreSnapshot, attempt: string): void {
  const reason = reasonNotToRecord(store);
  if (reason !== null) throw new CliError("denied", `Cannot ${attempt}: ${reason}`, { target: store.root });
  if (sealOf(store.journal) === "") return;
  throw new CliError("denied", `Cannot ${attempt}: the journal's last line is torn`, {
    target: "journal.jsonl",
    code: "torn_journal",
    hint: `Seal it first: ${
      syncCommand("repair", "--dry-run", "--scope", "journal", "--save", "plan.json", ...storeFlags(store))
    }`,
  });
}
