/** `sourceos sync export` and `sourceos sync import` (cli-contract.md, "Commands"). */
import { Type } from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { type Shape } from "../schema_kit.ts";

export const ExportData = Type.Object({
  target: Type.Object({ kind: Type.String(), id: Type.String() }),
});
export type ExportData = Shape<typeof ExportData>;

export const ImportData = Type.Object({
  bundle: Type.String(),
});
export type ImportData = Shape<typeof ImportData>;

export const ExportDocument = documentSchema("sync export", ExportData);
export const ImportDocument = documentSchema("sync import", ImportData);
