/** `sourceos sync profiles [id]`. */
import { recordListCommand } from "./lists.ts";

export const profilesCommand = recordListCommand("profile", {
  name: "profiles",
  command: "sync profiles",
  description: "Lists the profiles. Changes nothing.",
  examples: [
    ["Work profiles", "sourceos sync profiles --type work"],
    ["Every field, one record a line", "sourceos sync profiles -o ndjson"],
  ],
});
