/** How `sourceos sync init` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";

export const initDeclaration: CommandDeclaration<InitOptions> = {
  name: "init",
  command: "sync init",
  description: "Makes a store in the folder that --store names, which is empty or not there yet. " +
    "It has the folders and files that the daemon's own sourceos-syncd store init makes, byte for byte.",
  examples: [
    ["What would be made", "sourceos sync init --store restored --dry-run"],
    ["Make it", "sourceos sync init --store restored"],
  ],
  options: (read) => ({
    dryRun: read.flag("-n, --dry-run", "Show what would be made; changes nothing"),
  }),
};

export interface InitOptions {
  readonly dryRun: boolean;
}
