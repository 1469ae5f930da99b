/** A command's outcome as the document that every machine format carries (docs/scripting.md, "The envelope"). */
import { exitCode, type ExitName } from "../model/exit.ts";
import {
  type CommandName,
  type Context,
  type Document,
  documentSchemaName,
  type Problem,
  type Source,
  type Warning,
} from "../model/envelope.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { formatTimestamp } from "../text/time.ts";
import { TOOL } from "../model/tool.ts";

/** What a command answers, before it is dressed as a document. */
export interface Outcome<Data> {
  readonly exit: ExitName;
  /** Health where the command tells it; null says `ok` or the name of the exit code. */
  readonly result: string | null;
  readonly source: Source;
  readonly context: Context;
  readonly data: Data | null;
  readonly warnings: readonly Warning[];
  readonly errors: readonly Problem[];
  /** Where standard output carries something else than the answer, such as a bundle, the answer is on standard error. */
  readonly answerOn?: "stderr";
}

const UNSELECTED = { id: null, selected_by: "none", candidates: [] } as const;

export const NO_CONTEXT: Context = { profile: UNSELECTED, workspace: UNSELECTED, device: UNSELECTED };
export const NO_SOURCE: Source = { kind: "none", store: null, daemon: null };

export function buildDocument<Data>(command: CommandName, outcome: Outcome<Data>, now: Date): Document<Data> {
  return {
    schema: documentSchemaName(command),
    command,
    result: outcome.result ?? outcome.exit,
    exit_code: exitCode(outcome.exit),
    generated_at: formatTimestamp(now),
    tool: TOOL,
    source: outcome.source,
    context: outcome.context,
    data: outcome.data,
    warnings: outcome.warnings,
    errors: outcome.errors,
  };
}

/** Where the state came from, and what was asked on the way. */
export function describeSource(snapshot: StateSnapshot, isSaved: boolean): Source {
  const { store, daemon } = snapshot;
  const from = isSaved ? "snapshot" : store === null ? "none" : store.origin === "daemon" ? "daemon" : "store";
  return {
    kind: from,
    store: store === null ? null : { root: store.root, selected_by: store.selected_by },
    daemon: { endpoint: daemon.endpoint, selected_by: daemon.selected_by, state: daemon.state },
  };
}
