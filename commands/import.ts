/** `sourceos sync import <bundle>`. */
import { syncCommand } from "../lib/command_line.ts";
import { CliError } from "../lib/errors.ts";
import { type ImportData, ImportDocument } from "../lib/model/documents/import.ts";
import { parseScope } from "../lib/repair/scope.ts";
import { type CommandDefinition, defineCommand } from "./definition.ts";
import { flagOption, givenStoreFlags, textListOption } from "./options.ts";

const IMPORT_SCOPES = ["workspace", "profile", "object"];

export const importCommand: CommandDefinition = defineCommand<ImportData>({
  name: "import",
  command: "sync import",
  schema: ImportDocument,
  argument: "<bundle:string>",
  description: "Verifies a bundle and reports what each record would do; --apply writes inside the given scopes. " +
    "This release knows the rules and cannot read bundles yet.",
  examples: [["What a bundle would do", "sourceos sync import default.tar"]],
  options: [
    { flags: "--apply", description: "Write the records that lie inside the given scopes" },
    {
      flags: "--scope <scope:string>",
      description: "workspace:ID, profile:ID or object:ID; repeatable",
      collect: true,
    },
  ],
  human: () => "",
  run({ raw, words, host }) {
    host.giveUpWriting();
    const bundle = words[0] ?? "";
    const scopes = textListOption(raw, "scope").map(parseScope);
    const [wrong] = scopes.filter((scope) => !IMPORT_SCOPES.includes(scope.kind));
    if (wrong !== undefined) {
      throw new CliError("usage", `Cannot import into scope "${wrong.kind}": a bundle holds records`, {
        target: "--scope",
        hint: "Give workspace:ID, profile:ID or object:ID",
      });
    }
    if (flagOption(raw, "apply") && scopes.length === 0) {
      throw new CliError("needs_scope", `Cannot import "${bundle}" without a scope`, {
        target: "--scope",
        hint: `Run ${
          syncCommand("import", bundle, "--apply", "--scope", "workspace:ID", ...givenStoreFlags(raw))
        } with the id of the workspace, or name a profile or an object`,
      });
    }
    throw new CliError("unsupported", `Cannot import "${bundle}": this release does not read bundles yet`, {
      target: bundle,
    });
  },
});
