import { assertEquals } from "@std/assert";
import { usageProblem } from "../../commands/frame/meant.ts";
import { VOCABULARY } from "../../commands/tree.ts";

const SEE = "See sourceos sync --help";

/** What the parser says of the word, as far as it is right, and what is told instead of its own guess. */
const cases: readonly (readonly [complaint: string, message: string, hint: string])[] = [
  ['Unknown command "stauts".', 'Unknown command "stauts"', `Did you mean sourceos sync status? ${SEE}`],
  ['Unknown command "doctor".', 'Unknown command "doctor"', `Did you mean sourceos sync doctor? ${SEE}`],
  ['Unknown command "check".', 'Unknown command "check"', `Did you mean sourceos sync doctor? ${SEE}`],
  [
    'Unknown command "report".',
    'Unknown command "report"',
    `Did you mean sourceos sync reports or sourceos sync repair reports? ${SEE}`,
  ],
  [
    'Unknown command "port".',
    'Unknown command "port"',
    `Did you mean sourceos sync export or sourceos sync import? ${SEE}`,
  ],
  ['Unknown command "bogus". Did you mean command "status"?', 'Unknown command "bogus"', SEE],
  ['Unknown command "toString".', 'Unknown command "toString"', SEE],
  ['Unknown option "--sotre".', 'Unknown option "--sotre"', `Did you mean --store? ${SEE}`],
  ['Unknown option "--bogus". Did you mean option "--out"?', 'Unknown option "--bogus"', SEE],
  ['Unknown option "-q". Did you mean option "-o"?', 'Unknown option "-q"', SEE],
  ['Unknown option "--gzip".', 'Unknown option "--gzip"', `It is an option of sync export. ${SEE}`],
  [
    'Unknown option "--sort".',
    'Unknown option "--sort"',
    `It is an option of sync plans, sync actors, sync schemas and 9 more. ${SEE}`,
  ],
  ["Too many arguments: a, b.", "Too many arguments: a, b", SEE],
];

for (const [complaint, message, hint] of cases) {
  Deno.test(`What is told of: ${complaint}`, () => {
    assertEquals(usageProblem(complaint, VOCABULARY, "sync"), { message, hint });
  });
}

const near: readonly (readonly [command: string, typed: string, hint: string])[] = [
  ["sync plans", "--stat", "Did you mean --status or --sort? See sourceos sync plans --help"],
  ["sync objects", "--stat", "Did you mean --state? See sourceos sync objects --help"],
  ["sync status", "--stroe", "Did you mean --store? See sourceos sync status --help"],
  ["sync status", "--gzp", "Did you mean --gzip? See sourceos sync status --help"],
];
for (const [command, typed, hint] of near) {
  Deno.test(`${typed} of ${command} is told with the options of that command first`, () => {
    assertEquals(usageProblem(`Unknown option "${typed}".`, VOCABULARY, command).hint, hint);
  });
}
