/** `sourceos sync actors [id]`. */
import { recordListCommand } from "./lists.ts";

export const actorsCommand = recordListCommand("actor", {
  name: "actors",
  command: "sync actors",
  description: "Lists the actors: people, apps, agents, devices and services. Changes nothing.",
  examples: [
    ["Agents", "sourceos sync actors --type agent"],
    ["Every field, one record a line", "sourceos sync actors -o ndjson"],
  ],
});
