/** Which exit codes each command can give, as its help and its man page tell; tests hold every document against it. */
import type { CommandName } from "./command_names.ts";
import type { ExitName } from "./exit.ts";

/** What can become of anything that is typed. */
const ANY = ["ok", "internal", "usage", "io", "interrupted", "reader_left", "terminated"] as const;
/** Of what looks at a state, be it in a store, a snapshot or a daemon. */
const LOOKS = [...ANY, "no_state", "denied", "bad_input", "too_new", "daemon", "not_found", "timeout"] as const;
const GRADES = [...LOOKS, "degraded", "unhealthy"] as const;
const CHANGES = [...LOOKS, "partial", "busy", "stale", "needs_scope", "rolled_back", "manual", "unsupported"] as const;

export const EXITS_OF: Readonly<Record<CommandName, readonly ExitName[]>> = {
  sync: ANY,
  "sync status": GRADES,
  "sync doctor": GRADES,
  "sync doctor checks": [...ANY, "timeout"],
  "sync explain": [...LOOKS, "stale", "unsupported"],
  "sync plans": GRADES,
  "sync actors": GRADES,
  "sync schemas": GRADES,
  "sync conflicts": GRADES,
  "sync conflicts decide": [...CHANGES, "changes"],
  "sync profiles": GRADES,
  "sync devices": GRADES,
  "sync objects": GRADES,
  "sync workspaces": GRADES,
  "sync decisions": GRADES,
  "sync transactions": GRADES,
  "sync receipts": GRADES,
  "sync queue": GRADES,
  "sync repair": [...CHANGES, "changes"],
  "sync repair reports": LOOKS,
  "sync export": [...LOOKS, "changes", "partial", "stale", "unsupported"],
  "sync import": [...CHANGES, "changes"],
  "sync events": [...LOOKS, "unsupported"],
  "sync init": [...ANY, "denied"],
};
