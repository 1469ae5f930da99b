/** What to do about an exit code: at length where it is grave. */
import type { ExitName } from "../model/exit.ts";

export const ADVICE: Readonly<Record<ExitName, readonly string[]>> = {
  ok: [],
  internal: [
    "Nothing was changed by the failure itself; a change of the store that was under way is finished or taken back by " +
    "the next one",
    "Run the command again with --debug, and report what it prints with its incident id",
  ],
  usage: ["The error names the word that is wrong, and --help of the command what it takes"],
  degraded: [
    "The store works. sourceos sync doctor lists each finding with what to do, and sourceos sync repair --dry-run what " +
    "can be repaired without a person",
    "What is known and let be is accepted with doctor --accept",
  ],
  unhealthy: [
    "sourceos sync doctor lists each finding with what to do. Nothing is repaired on its own",
    "Make no manual change in the store: what a repair cannot do is told with its choices",
  ],
  changes: ["Nothing was changed yet: the answer shows what would be"],
  partial: [
    "What could be done is done; the answer lists what could not, each with its reason",
    "What a rule keeps back from an export is no failure and ends with 0",
  ],
  no_state: [
    "sourceos sync status says which place was looked at, and why that one; --store DIR or SOURCEOS_STATE_DIR name another",
  ],
  busy: [
    "A daemon that serves the store, or another change of it, is at work. Nothing was touched",
    "Stop the daemon for the time of the change, such as with systemctl stop sourceos-syncd, and start it again after it; " +
    "or wait for the other change",
    "A lock whose owner is gone is no obstacle: the next change takes it over, and repair --dry-run --scope disposable " +
    "shows it",
  ],
  denied: [
    "Where it is a file's permission, the hint is the very command as the store's owner",
    "Where it is policy, the answer names the decision or the rule, and no option passes over it",
  ],
  stale: [
    "Nothing was changed. A plan is bound to what it touches, and that is not as it was any more",
    "Make a new plan with sourceos sync repair --dry-run --save FILE, read it, and apply that one; where the store moved " +
    "while it was read, run the command again",
    "An undo names what has come to rest on what it would take back: take that back first, by its own report, or leave it",
  ],
  bad_input: [
    "The file is not what it was when it was written, or never was such a file: do not mend it by hand",
    "Get it again from where it came, or make it anew",
  ],
  too_new: ["A newer version of this program wrote it: take that one, as an older one would have to guess"],
  daemon: ["sourceos sync status shows which daemon was asked, and what it answered; --daemon URL names another"],
  not_found: ["The answer names the nearest ids; the lists, such as sourceos sync objects, show all"],
  needs_scope: [
    "Nothing was changed. The refusal prints the exact command that would do it: read it before you run it",
  ],
  io: [
    "The answer names the file and the reason. A change that met it was taken back, else the code would be 21",
    "Make space, or make the disk writable, and run the command again",
  ],
  rolled_back: [
    "The store is exactly as before: the answer names what failed, and what was taken back for it",
    "See to the cause, such as a full disk, then make the plan again and apply it",
  ],
  manual: [
    "Neither the old state nor the new one stands whole. Nothing is lost yet: tmp/sync-change in the store has the note " +
    "of the change, with what every file was before and after, and the bytes that were put aside. Leave it there",
    "Do not start the daemon, and copy the whole store before anything else, such as with cp -a STORE STORE.before",
    "Mend what the answer names: a full or failing disk, a permission, or a file that somebody wrote meanwhile, which has " +
    "to be as it was before the change or after it",
    "Then run the same command again, with the same scopes: every change first finishes or takes back what was interrupted",
    "sourceos sync doctor tells how far it is (finding repair.interrupted). Where it does not end that way, move the store " +
    "aside and bring back a backup of it",
    "Where an undo gave it, its report tells of what no change did: somebody wrote it. Nothing was changed, and nothing " +
    "can be undone by it",
  ],
  unsupported: ["The program knows what is asked for and has no answer; the hint says what has one"],
  timeout: ["Nothing was changed or left behind. Give more time with --max-time, or look at less with --level quick"],
  interrupted: ["Nothing was changed, or the next change finishes or takes back what had begun"],
  reader_left: ["Whoever read the output, such as head, had enough of it. No error"],
  terminated: ["Nothing was changed, or the next change finishes or takes back what had begun"],
};
