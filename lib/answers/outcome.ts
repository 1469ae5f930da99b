/** A command's outcome as the document that every machine format carries (docs/scripting.md, "The envelope"). */
import { exitCode, type ExitName } from "../model/exit.ts";
import { type CommandName, documentSchemaName } from "../model/command_names.ts";
import type { Build, Context, Document, Problem, Selection, Source, Warning } from "../model/envelope.ts";
import type { OwnTexts } from "../model/own_formats.ts";
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
  /** The answer in the formats that only some commands write. */
  readonly texts?: OwnTexts;
  /** Where such a text goes instead of standard output, the folder in which it must not lie, and whether others may read it. */
  readonly file?: { readonly path: string; readonly outside: string | null; readonly isPublic: boolean };
}

/** Whose state an answer is about. */
export type Surroundings = Pick<Outcome<never>, "source" | "context" | "warnings">;

export const UNSELECTED: Selection = { id: null, selected_by: "none", candidates: [] };

/** Of an answer that the program gives by itself: no state was looked at. */
export const NO_STATE: Surroundings = {
  source: { kind: "none", store: null, daemon: null },
  context: { profile: UNSELECTED, workspace: UNSELECTED, device: UNSELECTED },
  warnings: [],
};

/** The outcome of a command that did what it was asked for; `more` says where it differs, its warnings come last. */
export function answered<Data>(
  { source, context, warnings }: Surroundings,
  data: Data,
  more: Partial<Pick<Outcome<Data>, "exit" | "result" | "warnings" | "answerOn" | "texts" | "file">> = {},
): Outcome<Data> {
  return {
    exit: "ok",
    result: null,
    errors: [],
    ...more,
    source,
    context,
    data,
    warnings: [...warnings, ...more.warnings ?? []],
  };
}

/** The outcome of one that was refused, with as much of an answer as there is. */
export function refused<Data>(
  { source, context, warnings }: Surroundings,
  exit: ExitName,
  { data = null, ...more }: Pick<Outcome<Data>, "errors" | "texts" | "file"> & { readonly data?: Data | null },
): Outcome<Data> {
  return { exit, result: null, source, context, data, warnings, ...more };
}

export function buildDocument<Data>(
  command: CommandName,
  outcome: Outcome<Data>,
  { now, build }: { readonly now: Date; readonly build: Build },
): Document<Data> {
  return {
    schema: documentSchemaName(command),
    command,
    result: outcome.result ?? outcome.exit,
    exit_code: exitCode(outcome.exit),
    generated_at: formatTimestamp(now),
    tool: { ...TOOL, build },
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
