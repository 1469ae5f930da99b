/** `sourceos sync init` (docs/scripting.md, "Data of init"). */
import * as Type from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { nullable, oneOf, type Shape } from "../schema_kit.ts";

export const InitData = Type.Object({
  mode: oneOf(["dry_run", "made"]),
  root: Type.String({ description: "the absolute path of the store" }),
  found: oneOf(["absent", "empty", "begun"], {
    description: "what was there before; begun: what an interrupted making of a store had left, which was gone on with",
  }),
  owner: Type.Object({
    uid: Type.Integer(),
    name: nullable(Type.String({ description: "null where the host does not tell" })),
  }, { description: "who owns the store, and is the only one to change it" }),
  folders: Type.Array(Type.String()),
  files: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Integer({ minimum: 0 }) })),
  next: Type.Array(Type.String(), { description: "command lines, in their order" }),
});
export type InitData = Shape<typeof InitData>;

export const InitDocument = documentSchema("sync init", InitData);
