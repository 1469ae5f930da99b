/** `sourceos sync plans [id]`. */
import { recordListCommand } from "./lists.ts";

export const plansCommand = recordListCommand("plan", {
  name: "plans",
  command: "sync plans",
  description: "Lists the sync plans, or shows one in full. Changes nothing.",
  examples: [
    ["Blocked plans", "sourceos sync plans --status blocked"],
    ["Every field, one record a line", "sourceos sync plans -o ndjson"],
  ],
});
