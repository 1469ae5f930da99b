/** `sourceos sync export <workspace|profile|object>`. */
import { CliError } from "../lib/errors.ts";
import { type ExportData, ExportDocument } from "../lib/model/documents/transfer.ts";
import { resolveTarget } from "../lib/target.ts";
import { type CommandDefinition, defineCommand } from "./definition.ts";
import { gather, requireStore } from "./gather.ts";

export const exportCommand: CommandDefinition = defineCommand<ExportData>({
  name: "export",
  command: "sync export",
  schema: ExportDocument,
  argument: "<target:string>",
  description:
    "Says what a bundle of a workspace, profile or object would hold and what stays out; with --out writes " +
    "it. This release finds the target and cannot bundle it yet.",
  examples: [["What would go into a bundle", "sourceos sync export workspace:default"]],
  options: [{ flags: "--out <file:string>", description: "Write the bundle in a new file" }],
  human: () => "",
  async run({ common, words, host }) {
    const text = words[0] ?? "";
    const gathered = await gather(common.state, host);
    requireStore(gathered);
    const resolution = resolveTarget(text, gathered.diagnosis.catalog, ["workspace", "profile", "object"]);
    switch (resolution.found) {
      case "several":
        throw new CliError("usage", `Cannot export "${text}": ${resolution.candidates.length} records have this id`, {
          target: text,
          code: "ambiguous",
          hint: `Give one of them in full: ${resolution.candidates.join(", ")}`,
        });
      case "none":
        throw new CliError(
          "not_found",
          `Cannot export "${text}": no workspace, profile or object of this store has this id`,
          {
            target: text,
            hint: resolution.nearest.length === 0
              ? "Nothing in this store has a similar id"
              : `The nearest: ${resolution.nearest.join(", ")}`,
          },
        );
      case "unsupported":
        throw new CliError(
          "unsupported",
          `Cannot export "${text}": only a workspace, a profile or an object can be exported`,
          {
            target: text,
          },
        );
      case "one":
        throw new CliError("unsupported", `Cannot export "${text}": this release does not write bundles yet`, {
          target: text,
        });
    }
  },
});
