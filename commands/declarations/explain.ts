/** How `sourceos sync explain` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";
import { type GivenBundle, readGivenBundle } from "./given_bundle.ts";
import { PAGE, readAnswerFile } from "../state/answer_file.ts";

const DEFAULT_EVENTS = 10;

export interface ExplainOptions {
  /** How many of the newest events are shown. */
  readonly events: number;
  /** Of a conflict: the bundle with the other side. */
  readonly bundle: GivenBundle;
  /** Where a page goes. */
  readonly out: string | null;
}

export const explainDeclaration: CommandDeclaration<ExplainOptions> = {
  name: "explain",
  command: "sync explain",
  argument: "<object:string:target>",
  description: "Answers eleven questions about one record, or says what a finding or an exit code means. " +
    "Each answer has its evidence; changes nothing.",
  examples: [
    ["An object", "sourceos sync explain object:alpha"],
    ["An actor, with the evidence and its last 20 events", "sourceos sync explain actor:agent-one -o wide --events 20"],
    ["The content version, and what keeps the next one away", "sourceos sync explain version"],
    ["As a page for a browser", "sourceos sync explain object:alpha -o html --out alpha.html"],
    ["A finding of doctor", "sourceos sync explain finding:journal.torn-tail"],
    ["An exit code", "sourceos sync explain exit:13"],
  ],
  options: (read) => ({
    events: read.integer(
      "--events <count:integer>",
      `Show so many of its newest events (default ${DEFAULT_EVENTS})`,
    ) ?? DEFAULT_EVENTS,
    bundle: readGivenBundle(read),
    out: readAnswerFile(read, PAGE),
  }),
};
