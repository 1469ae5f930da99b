/** The fields that every machine document has, always all of them (docs/scripting.md, "The envelope"). */
import * as Type from "@sinclair/typebox";
import type { Static, TSchema } from "@sinclair/typebox";
import { type CommandName, documentSchemaName } from "./command_names.ts";
import { ANSWER_STATES } from "./daemon.ts";
import { Count, nullable, oneOf, type Shape, Timestamp } from "./schema_kit.ts";

const SELECTIONS = ["option", "environment", "manifest", "only_one", "none"] as const;

/** Which profile, workspace or device is in force, and what said so. */
export const Selection = Type.Object({
  id: nullable(Type.String()),
  selected_by: oneOf(SELECTIONS),
  candidates: Type.Array(Type.String(), { description: "the ids to choose from, where none is in force" }),
});
export type Selection = Shape<typeof Selection>;

export const Context = Type.Object({ profile: Selection, workspace: Selection, device: Selection });
export type Context = Shape<typeof Context>;

export const Source = Type.Object({
  kind: oneOf(["store", "daemon", "snapshot", "bundle", "none"]),
  store: nullable(Type.Object({
    root: Type.String(),
    selected_by: Type.String(),
  })),
  daemon: nullable(Type.Object({
    endpoint: nullable(Type.String()),
    selected_by: Type.String(),
    state: oneOf(ANSWER_STATES),
  })),
});
export type Source = Shape<typeof Source>;

export const Warning = Type.Object({
  code: Type.String(),
  message: Type.String(),
  target: nullable(Type.String()),
});
export type Warning = Shape<typeof Warning>;

export const Problem = Type.Object({
  code: Type.String(),
  message: Type.String(),
  target: nullable(Type.String()),
  hint: nullable(Type.String()),
});
export type Problem = Shape<typeof Problem>;

/** How this copy of the program came about, and what it runs on. */
export const Build = Type.Object({
  kind: Type.Union([Type.Literal("compiled"), Type.Literal("bundle"), Type.Literal("source")], {
    description: "one program file, a bundle that a deno runs, or the sources themselves",
  }),
  commit: nullable(Type.String({ description: "of the repository that it was built from" })),
  commit_unknown: nullable(Type.String({ description: "why no commit can be told" })),
  target: Type.String({ description: "the machine, as Rust and deno name it" }),
  deno: Type.String(),
  v8: Type.String(),
});
export type Build = Shape<typeof Build>;

/** The JSON Schema of a command's document; `data` is null where the command failed before it had any. */
export function documentSchema<Data extends TSchema>(command: CommandName, data: Data) {
  return Type.Object({
    schema: Type.Literal(documentSchemaName(command)),
    command: Type.Literal(command),
    result: Type.String({ description: "health where the command tells it, else ok or the name of the exit code" }),
    exit_code: Count,
    generated_at: Timestamp,
    tool: Type.Object({ name: Type.String(), version: Type.String(), build: Build }),
    source: Source,
    context: Context,
    data: nullable(data),
    warnings: Type.Array(Warning),
    errors: Type.Array(Problem),
  }, { $id: `https://sourceos.dev/schemas/${documentSchemaName(command)}.schema.json`, title: command });
}

/** A command's document; `Data` is its own part. */
export interface Document<Data> extends DocumentFields {
  readonly data: Data | null;
}

type DocumentFields =
  & Readonly<Omit<Shape<ReturnType<typeof documentSchema<TSchema>>>, "data" | "schema" | "command">>
  & {
    readonly schema: string;
    readonly command: CommandName;
  };

/** The static type that a document schema describes, for tests that hold both together. */
type DocumentOf<Schema extends TSchema> = Static<Schema>;
