/** What somebody decides about a conflict, as a saved plan carries it (docs/formats.md, "Saved plan"). */
import * as Type from "@sinclair/typebox";
import { AnyJsonObject, oneOf, type Shape } from "./schema_kit.ts";
import { CONFLICT_OPTIONS } from "./vocabulary.ts";

const Text = Type.String({ minLength: 1 });

export const ConflictDecision = Type.Object({
  conflict_id: Text,
  object_id: Text,
  option: oneOf(CONFLICT_OPTIONS),
  actor_id: Type.String({ minLength: 1, description: "who decides" }),
  rationale: Type.String({ minLength: 1, description: "why" }),
  written: Type.Optional(Type.Object({
    object_id: Text,
    record: AnyJsonObject,
  }, { description: "the object's record that it writes, new or in the place of the one here; absent for skip" })),
});
export type ConflictDecision = Shape<typeof ConflictDecision>;
