/** `sourceos sync explain <object>`: one object, answered with evidence. */
import { explainTarget } from "../lib/explain/explain.ts";
import { ExplainDocument } from "../lib/model/documents/explain.ts";
import type { ExplainData } from "../lib/model/documents/explain.ts";
import { explainText } from "../lib/render/human/explain.ts";
import { type CommandDefinition, defineCommand } from "./definition.ts";
import { gather, outcomeBase, requireStore } from "./gather.ts";

export const explainCommand: CommandDefinition = defineCommand<ExplainData>({
  name: "explain",
  command: "sync explain",
  schema: ExplainDocument,
  argument: "<object:string>",
  description:
    "Says what an object is, which schema governs it, who last changed it, who owns it, and what stands in " +
    "its way. Changes nothing.",
  examples: [
    ["An object", "sourceos sync explain object:alpha"],
    ["An actor, with the evidence", "sourceos sync explain actor:agent-one -o wide"],
  ],
  human: explainText,
  async run({ common, words, host }) {
    const gathered = await gather(common.state, host);
    const explanation = explainTarget(words[0] ?? "", requireStore(gathered), gathered.diagnosis);
    return { ...outcomeBase(gathered), ...explanation, result: null };
  },
});
