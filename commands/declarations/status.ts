/** How `sourceos sync status` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";
import { readWatch } from "../frame/watch_option.ts";
import { METRICS_OR_PAGE, readAnswerFile } from "../state/answer_file.ts";

export interface StatusOptions {
  /** Where metrics or a page go. */
  readonly out: string | null;
  /** As readWatch() gives it. */
  readonly watch: number | null;
}

export const statusDeclaration: CommandDeclaration<StatusOptions> = {
  name: "status",
  command: "sync status",
  description: "One look at the daemon, store, profile, device, workspace and degraded state. Changes nothing.",
  examples: [
    ["One look at this host", "sourceos sync status"],
    ["Only whether the daemon is there", "sourceos sync status --query data.daemon.available"],
    ["Again every five seconds, until Ctrl-C", "sourceos sync status --watch=5"],
    ["As a page for a browser", "sourceos sync status -o html --out status.html"],
    ["In the prompt of a shell", "sourceos sync status -o prompt"],
    ["Fail in a script when something is wrong", "sourceos sync status --exit-code -o json"],
  ],
  options: (read) => ({ watch: readWatch(read), out: readAnswerFile(read, METRICS_OR_PAGE) }),
};
