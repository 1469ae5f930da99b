/** `sourceos sync conflicts [id]`. */
import { recordListCommand } from "./lists.ts";

export const conflictsCommand = recordListCommand("conflict", {
  name: "conflicts",
  command: "sync conflicts",
  description: "Lists conflicts, open and resolved. Changes nothing.",
  examples: [
    ["What waits for a decision", "sourceos sync conflicts --status open"],
    ["Every field, one record a line", "sourceos sync conflicts -o ndjson"],
  ],
});
