/** A change that was ended from outside: how far it came, and its end by the same command. */
import { assertEquals } from "@std/assert";
import { assertDone, type KnownChange } from "./known_changes.ts";
import { runProgram } from "./program.ts";
import { areEqual, assertDigests, assertNothingLost, digestsOf, hasIntent, hasScratch } from "./store_digests.ts";

/** Before there was an intent, while there was, or after that. */
export type Moment = "before" | "between" | "after";

/** How far the change came. @throws AssertionError where a byte is lost, or it is neither as before nor as planned */
export function momentOf(change: KnownChange, where: string): Moment {
  assertNothingLost(change, where);
  if (hasIntent(change.root)) return "between";
  const now = digestsOf(change.root);
  if (areEqual(now, change.before)) return "before";
  assertDigests(now, change.after, where);
  return "after";
}

/** The same command again ends what was begun, and leaves the store as an undisturbed run does. */
export async function assertEnds(change: KnownChange, moment: Moment, where: string): Promise<void> {
  const { root, args, after } = change;
  const result = await runProgram(args);
  assertDone(result, change.code, where);
  const { data } = JSON.parse(result.stdout);
  assertEquals(data.outcome.recovered, moment === "between" ? "completed" : null, where);
  assertEquals(data.outcome.cleared, true, where);
  assertDigests(digestsOf(root), after, where);
  assertEquals(hasScratch(root), false, `${where}: scratch is left`);
}
