/** Both sides of a conflict next to each other (docs/scripting.md, "The sides of a conflict"). */
import * as Type from "@sinclair/typebox";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";
import { CONFLICT_OPTIONS } from "../vocabulary.ts";

export const ComparedField = Type.Object({
  field: Type.String(),
  state: oneOf(["same", "differs", "only_here", "only_there", "unknown"], {
    description: "unknown: one of the sides is not at hand",
  }),
  here: Type.Unknown({ description: "in the object's record here; null where it has no such field" }),
  there: Type.Unknown({ description: "in the other record; null where it has no such field" }),
});
export type ComparedField = Shape<typeof ComparedField>;

const Side = Type.Object({
  from: Type.String({ description: "where it was read: a path in the store, or the bundle" }),
  changed_by: nullable(Type.String()),
  changed_at: nullable(Type.String({ description: "as its record says" })),
  state: nullable(Type.String()),
});
export type Side = Shape<typeof Side>;

const NotAtHand = Type.Object({
  reason: Type.String({ description: "why one of the sides is not shown" }),
  command: nullable(Type.String({ description: "that shows it; null where none does" })),
});

export const ConflictSides = Type.Object({
  conflict_id: nullable(Type.String()),
  object_id: nullable(Type.String()),
  here: nullable(Side),
  changed_since: nullable(
    Type.Boolean({ description: "whether the side here is another one than when the conflict was found" }),
  ),
  there: nullable(Side),
  missing: nullable(NotAtHand),
  fields: Type.Array(ComparedField, { description: "by name" }),
  options: Type.Array(
    Type.Object({
      option: oneOf(CONFLICT_OPTIONS),
      recommended: Type.Boolean(),
      effect: Type.String(),
      prepare: nullable(Type.String({ description: "a command to run before that one" })),
      who_may: Type.Array(Type.String(), { description: "registered actors that may choose it, five at most" }),
      command: nullable(Type.String({ description: "that shows what it would do; null where it cannot be done" })),
    }),
    { description: "that the decision card offers; none once it is decided" },
  ),
  template: nullable(Type.String({ description: "the file in which the record to begin a merge with was written" })),
  decided: nullable(Type.Object({
    option: Type.String({ description: "that was selected" }),
    by: nullable(Type.String()),
    at: nullable(Type.String()),
    rationale: nullable(Type.String()),
  })),
});
export type ConflictSides = Shape<typeof ConflictSides>;
