/** `sourceos sync explain <object>`: one object, answered with evidence; or what a finding or an exit code means. */
import type { Diagnosis } from "../lib/diagnosis.ts";
import { explainSubject, type Explanation, locateSubject, notFound } from "../lib/explain/explain.ts";
import { type History, historyFromSummary } from "../lib/explain/history.ts";
import { explainTopic } from "../lib/explain/topics.ts";
import { NO_CONTEXT, NO_SOURCE } from "../lib/envelope.ts";
import { CliError } from "../lib/errors.ts";
import { ExplainDocument } from "../lib/model/documents/explain.ts";
import type { ExplainData } from "../lib/model/documents/explain.ts";
import type { StoreSnapshot } from "../lib/model/snapshot.ts";
import { explainText } from "../lib/render/human/explain.ts";
import { type CommandDefinition, defineCommand } from "./definition.ts";
import { gather, outcomeBase, requireStore } from "./gather.ts";
import { integerOption } from "./options.ts";

const DEFAULT_EVENTS = 10;

export const explainCommand: CommandDefinition = defineCommand<ExplainData>({
  name: "explain",
  command: "sync explain",
  schema: ExplainDocument,
  argument: "<object:string>",
  description: "Answers eleven questions about an object, actor, device, profile, workspace, schema, plan, conflict, " +
    "policy decision or event, each with its evidence; or says what a finding or an exit code means. Changes nothing.",
  examples: [
    ["An object", "sourceos sync explain object:alpha"],
    ["An actor, with the evidence and its last 20 events", "sourceos sync explain actor:agent-one -o wide --events 20"],
    ["A finding of doctor", "sourceos sync explain finding:journal.torn-tail"],
    ["An exit code", "sourceos sync explain exit:13"],
  ],
  options: [{
    flags: "--events <count:integer>",
    description: `Show so many of its newest events (default ${DEFAULT_EVENTS})`,
  }],
  human: explainText,
  async run({ common, raw, words, host }) {
    const text = words[0] ?? "";
    const newest = integerOption(raw, "events") ?? DEFAULT_EVENTS;
    if (newest < 0) {
      throw new CliError("usage", `Cannot use "${newest}" as --events: it is below 0`, { target: "--events" });
    }
    const topic = explainTopic(text);
    if (topic !== null) {
      return {
        exit: "ok",
        result: null,
        source: NO_SOURCE,
        context: NO_CONTEXT,
        data: topic,
        warnings: [],
        errors: [],
      };
    }
    const gathered = await gather(common.state, host);
    const explanation = await explain(text, requireStore(gathered), gathered.diagnosis);
    return { ...outcomeBase(gathered), ...explanation, result: null };
  },
});

async function explain(text: string, store: StoreSnapshot, diagnosis: Diagnosis): Promise<Explanation> {
  const located = locateSubject(text, diagnosis);
  switch (located.found) {
    case "nothing":
      return located.explanation;
    case "journal_event":
      return notFound(text, ["event"], []);
    case "subject": {
      const history: History = await Promise.resolve(historyFromSummary(store.journal, located.subject.id));
      return explainSubject(text, located.subject, history, diagnosis);
    }
  }
}
