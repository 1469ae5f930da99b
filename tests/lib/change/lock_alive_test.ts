/** Whether a lock's owner runs, from what is known of it here. */
import { assertEquals } from "@std/assert";
import { isOwnerAlive, type LockFacts } from "../../../lib/change/lock_owner.ts";

const START = Date.parse("2026-02-03T04:05:06Z");
const OLD = START - 1;

/** A lock of another program, which nobody sees. */
const UNSEEN: LockFacts = {
  isLocked: false,
  isKernelLock: false,
  isSeen: false,
  times: [START, START],
  hostStartedAt: START,
};

const cases: readonly (readonly [name: string, changes: Partial<LockFacts>, want: boolean | null])[] = [
  ["cannot be told where nobody of that number is seen", {}, null],
  ["cannot be told where nobody is seen and the kernel does not answer", { isLocked: null, times: [OLD, OLD] }, null],
  ["is so where the kernel's lock is held, whoever is seen and however old it is", {
    isLocked: true,
    times: [OLD, OLD],
  }, true],
  ["is so where a process of that number is seen", { isSeen: true }, true],
  [
    "is not so where the kernel's lock is all there is to it, whoever is seen",
    { isKernelLock: true, isSeen: true },
    false,
  ],
  ["cannot be told of the kernel's own lock where it does not answer", { isKernelLock: true, isLocked: null }, null],
  ["is not so where every time is older than the host's start, whoever has the number by now", {
    times: [OLD, OLD, OLD],
    isSeen: true,
  }, false],
  ["cannot be told where one time is newer", { times: [OLD, START, OLD] }, null],
  ["cannot be told where one time is not known", { times: [null, OLD] }, null],
];

for (const [name, changes, want] of cases) {
  Deno.test(`that the owner of a lock runs ${name}`, () => assertEquals(isOwnerAlive({ ...UNSEEN, ...changes }), want));
}
