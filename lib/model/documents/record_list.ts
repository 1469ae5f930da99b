/** `sourceos sync plans`, `receipts` and the other lists: a list, or one record in full. */
import * as Type from "@sinclair/typebox";
import type { CommandName } from "../command_names.ts";
import { ConflictSides } from "./conflict_sides.ts";
import { documentSchema } from "../envelope.ts";
import { AnyJsonObject, nullable, oneOf, type Shape } from "../schema_kit.ts";
import { RECORD_KINDS } from "../kinds.ts";

export const RecordItem = Type.Object({
  id: nullable(Type.String()),
  kind: oneOf(RECORD_KINDS),
  path: Type.String({ description: "in the store" }),
  valid: Type.Boolean({ description: "the record keeps its contract" }),
  violations: Type.Array(Type.String()),
  record: AnyJsonObject,
});
export type RecordItem = Shape<typeof RecordItem>;

export const RecordListData = Type.Object({
  kind: oneOf(RECORD_KINDS),
  total: Type.Integer({ minimum: 0, description: "readable records of this kind in the store" }),
  matched: Type.Integer({ minimum: 0, description: "after the filters" }),
  returned: Type.Integer({ minimum: 0, description: "after the limit" }),
  filters: Type.Record(Type.String(), Type.String()),
  sort: Type.String(),
  items: Type.Array(RecordItem),
  item: nullable(RecordItem),
  sides: nullable(ConflictSides),
  unread: Type.Integer({ minimum: 0, description: "older receipts that were not opened; 0 in every other list" }),
  unreadable: Type.Array(Type.Object({ path: Type.String(), state: Type.String(), error: nullable(Type.String()) })),
});
export type RecordListData = Shape<typeof RecordListData>;

export function recordListDocument(command: CommandName) {
  return documentSchema(command, RecordListData);
}
