/** `sourceos sync devices [id]`. */
import { recordListCommand } from "./lists.ts";

export const devicesCommand = recordListCommand("device", {
  name: "devices",
  command: "sync devices",
  description: "Lists the devices. Changes nothing.",
  examples: [
    ["Revoked devices", "sourceos sync devices --status revoked"],
    ["Every field, one record a line", "sourceos sync devices -o ndjson"],
  ],
});
