/** How `sourceos sync status` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";
import { readMetricsFile } from "../state/metrics_file.ts";

export interface StatusOptions {
  /** Where metrics go. */
  readonly out: string | null;
}

export const statusDeclaration: CommandDeclaration<StatusOptions> = {
  name: "status",
  command: "sync status",
  description: "One look at the daemon, store, profile, device, workspace and degraded state. Changes nothing.",
  examples: [
    ["One look at this host", "sourceos sync status"],
    ["Only whether the daemon is there", "sourceos sync status --query data.daemon.available"],
    ["In the prompt of a shell", "sourceos sync status -o prompt"],
    ["Fail in a script when something is wrong", "sourceos sync status --exit-code -o json"],
  ],
  options: (read) => ({ out: readMetricsFile(read) }),
};
