/** Why a plan that was saved before is not applied to the store as it is now, each with its own code and way out. */
import { storeId } from "../../lib/change/recording.ts";
import { type Outcome, refused } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { Problem } from "../../lib/model/envelope.ts";
import type { PlanBinding, RepairPlan } from "../../lib/model/repair_plan.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Change } from "../../lib/repair/staleness.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import type { Sha256Hex } from "../../lib/text/sha256.ts";
import type { LockedChange } from "./locked_store.ts";

/** A plan as it was named, and the words behind `sourceos sync` that make a new one. */
interface SavedPlan {
  readonly file: string;
  readonly again: readonly string[];
}

/** No plan is larger. */
export const PLAN_LIMIT_BYTES = 256 * 1024 * 1024;

/** What the plan was made for. @throws CliError bad_input for a plan of a snapshot or of another store */
export function requireBinding(
  plan: RepairPlan,
  { file, again }: SavedPlan,
  store: StoreSnapshot,
  sha256Hex: Sha256Hex,
): PlanBinding {
  const { binding } = plan.source_report;
  if (binding === null) {
    throw new CliError("bad_input", `Cannot apply plan "${file}": it was made without the store's files`, {
      target: file,
      code: "unbound_plan",
      hint: `Look at the store itself: ${syncCommand(...again, ...storeFlags(store))}`,
    });
  }
  if (binding.store_id !== storeId(store, sha256Hex)) {
    throw new CliError(
      "bad_input",
      `Cannot apply plan "${file}": it was made for another store, "${binding.root}"`,
      {
        target: store.real_root,
        code: "other_store",
        hint: `Run ${syncCommand(...again, ...storeFlags(store))}, or name the other store`,
      },
    );
  }
  return binding;
}

/** That planning again on the very same store gives another plan. @throws CliError bad_input */
export function refuseEdited({ file, again }: SavedPlan, field: string): never {
  throw new CliError(
    "bad_input",
    `Cannot apply plan "${file}": somebody has edited it, as planning again on the same store gives another "${field}"`,
    {
      target: file,
      code: "tampered_plan",
      hint: "Make a new plan with",
      command: again,
    },
  );
}

/** The answer where the store moved on: what changed, and by which events. */
export function stale<Data>(
  { state, store }: LockedChange,
  { file, again }: SavedPlan,
  changes: readonly Change[],
): Outcome<Data> {
  const problem = (message: string, target: string, hint: string | null): Problem => ({
    code: "stale",
    message,
    target,
    hint,
  });
  return refused(state, "stale", {
    errors: [
      problem(
        `Cannot apply plan "${file}": the store moved on since it was made`,
        file,
        `Look at a new plan: ${syncCommand(...again, ...storeFlags(store))}`,
      ),
      ...changes.map(({ target, message }) => problem(message, target, null)),
    ],
  });
}
