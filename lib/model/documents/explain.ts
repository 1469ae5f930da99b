/**
 * `sourceos sync explain` (docs/scripting.md, "Data of explain"): the eleven questions of docs/domain.md, "The eleven
 * questions", about one object.
 */
import * as Type from "@sinclair/typebox";
import { ConflictSides } from "./conflict_sides.ts";
import { documentSchema } from "../envelope.ts";
import { AnyJsonObject, Count, nullable, oneOf, type Shape } from "../schema_kit.ts";
import { DURABILITY_CLASSES } from "../vocabulary.ts";

/** What an answer rests on. */
export const Evidence = Type.Object({
  file: nullable(Type.String({ description: "path in the store" })),
  line: nullable(Count),
  record: nullable(Type.String({ description: "kind:id" })),
  field: nullable(Type.String()),
  value: nullable(Type.String()),
});
export type Evidence = Shape<typeof Evidence>;

const answer = {
  known: Type.Boolean(),
  summary: Type.String({ description: "the answer as a sentence; where it is not known, why" }),
  evidence: Type.Array(Evidence),
};

const Answer = Type.Object(answer);
export type Answer = Shape<typeof Answer>;

const Item = Type.Object({ code: Type.String(), ...answer });
export type Item = Shape<typeof Item>;

export const SYNC_VERDICTS = ["safe", "blocked", "review", "unknown"] as const;

export const Answers = Type.Object({
  identity: Type.Object({
    ...answer,
    kind: Type.String(),
    id: Type.String(),
    object_type: nullable(Type.String()),
    state: nullable(Type.String()),
  }),
  schema: Type.Object({
    ...answer,
    schema_id: nullable(Type.String()),
    schema_version: nullable(Type.String()),
    registered: nullable(Type.Boolean()),
    contract_violations: Type.Array(Type.String()),
  }),
  last_change: Type.Object({
    ...answer,
    actor: nullable(Type.String()),
    at: nullable(Type.String()),
    event_id: nullable(Type.String()),
    event_type: nullable(Type.String()),
    lane: nullable(Type.String()),
    events: nullable(Count),
  }),
  ownership: Type.Object({
    ...answer,
    profile: nullable(Type.String()),
    workspace: nullable(Type.String()),
    device: nullable(Type.String()),
    owner_identity: nullable(Type.String()),
  }),
  sync_safety: Type.Object({ ...answer, verdict: oneOf(SYNC_VERDICTS) }),
  blocks: Type.Array(Item),
  conflicts: Type.Array(Item),
  automatic_repairs: Type.Array(Item),
  human_review: Type.Array(Item),
  durability: Type.Object({ ...answer, class: oneOf(DURABILITY_CLASSES) }),
  restore: Type.Object({ ...answer, proven: nullable(Type.Boolean()) }),
});
export type Answers = Shape<typeof Answers>;

export const TimelineEvent = Type.Object({
  event_id: Type.String(),
  event_type: Type.String(),
  lane: nullable(Type.String()),
  object_id: nullable(Type.String()),
  producer: nullable(Type.String()),
  created_at: nullable(Type.String()),
  applied: Type.Boolean(),
  line: Count,
});
export type TimelineEvent = Shape<typeof TimelineEvent>;

/** Something that explain describes without looking at a store: a kind of finding, or an exit code. */
export const Topic = Type.Object({
  title: Type.String(),
  sentences: Type.Array(Type.String()),
});
export type Topic = Shape<typeof Topic>;

export const ExplainData = Type.Object({
  target: Type.Object({
    text: Type.String({ description: "as it was typed" }),
    kind: nullable(Type.String()),
    id: nullable(Type.String()),
  }),
  search: Type.Object({
    kinds: Type.Array(Type.String(), { description: "the kinds searched" }),
    candidates: Type.Array(Type.String(), { description: "where the id is ambiguous" }),
    nearest: Type.Array(Type.String(), { description: "where nothing has the id" }),
  }),
  object: nullable(AnyJsonObject),
  sides: nullable(ConflictSides),
  answers: nullable(Answers),
  timeline: Type.Object({
    total: nullable(Type.Integer({ minimum: 0, description: "events of it in the journal; null where nobody knows" })),
    events: Type.Array(TimelineEvent, { description: "the newest, in the order of the journal" }),
    reason: nullable(Type.String({ description: "why events are not shown" })),
  }),
  topic: nullable(Topic),
});
export type ExplainData = Shape<typeof ExplainData>;

export const ExplainDocument = documentSchema("sync explain", ExplainData);
