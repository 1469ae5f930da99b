import { assertEquals } from "@std/assert";
import { EXIT_CODES, exitCode } from "../../../lib/model/exit.ts";

/** The promise to scripts: numbers are added, never changed or used again. */
const CONTRACT = [
  [0, "ok"],
  [1, "internal"],
  [2, "usage"],
  [3, "degraded"],
  [4, "unhealthy"],
  [5, "changes"],
  [6, "partial"],
  [10, "no_state"],
  [11, "busy"],
  [12, "denied"],
  [13, "stale"],
  [14, "bad_input"],
  [15, "too_new"],
  [16, "daemon"],
  [17, "not_found"],
  [18, "needs_scope"],
  [19, "io"],
  [20, "rolled_back"],
  [21, "manual"],
  [22, "unsupported"],
  [124, "timeout"],
  [130, "interrupted"],
  [141, "reader_left"],
  [143, "terminated"],
];

Deno.test("EXIT_CODES is the table of the contract", () => {
  assertEquals(EXIT_CODES.map(({ code, name }) => [code, name]), CONTRACT);
});

Deno.test("EXIT_CODES has no number and no name twice", () => {
  assertEquals(new Set(EXIT_CODES.map(({ code }) => code)).size, EXIT_CODES.length);
  assertEquals(new Set(EXIT_CODES.map(({ name }) => name)).size, EXIT_CODES.length);
});

Deno.test("exitCode() gives the number of each name", () => {
  assertEquals(EXIT_CODES.map(({ name }) => exitCode(name)), EXIT_CODES.map(({ code }) => code));
});
