/** `sourceos sync import` (cli-contract.md, "Commands"). */
import { Type } from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { type Shape } from "../schema_kit.ts";

export const ImportData = Type.Object({
  bundle: Type.String(),
});
export type ImportData = Shape<typeof ImportData>;

export const ImportDocument = documentSchema("sync import", ImportData);
