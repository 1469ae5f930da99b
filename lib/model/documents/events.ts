/** `sourceos sync events` (docs/scripting.md, "Data of events"). */
import * as Type from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { AnyJsonObject, Count, nullable, type Shape } from "../schema_kit.ts";

const Told = nullable(Type.String({ description: "null where the line does not tell" }));

export const EventItem = Type.Object({
  event_id: Type.String(),
  event_type: Type.String(),
  lane: Told,
  object_id: Told,
  producer: Told,
  created_at: Told,
  applied: Type.Boolean(),
  offset: Type.Integer({ minimum: 0, description: "of the first byte of its line in the journal" }),
  /** Of one in full. */
  payload: Type.Optional(nullable(AnyJsonObject)),
  hidden: Type.Optional(
    Type.Boolean({ description: "the payload is left out, as the object is secret, regulated or gone" }),
  ),
});
export type EventItem = Shape<typeof EventItem>;

export const EventsData = Type.Object({
  filters: Type.Record(Type.String(), Type.String(), { description: "as given" }),
  limit: Type.Integer({ minimum: 1 }),
  returned: Count,
  more: Type.Boolean({ description: "whether more fit than are shown" }),
  items: Type.Array(EventItem, { description: "the newest first, in the order of the journal's lines" }),
  item: nullable(EventItem),
});
export type EventsData = Shape<typeof EventsData>;

export const EventsDocument = documentSchema("sync events", EventsData);
