/** `sourceos sync schemas [id]`. */
import { recordListCommand } from "./lists.ts";

export const schemasCommand = recordListCommand("schema", {
  name: "schemas",
  command: "sync schemas",
  description: "Lists the schemas that govern objects. Changes nothing.",
  examples: [
    ["Those for notes", "sourceos sync schemas --type note"],
    ["Every field, one record a line", "sourceos sync schemas -o ndjson"],
  ],
});
