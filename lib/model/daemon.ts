/** What asking the daemon yields, and the answers of its local API (docs/domain.md, "The daemon's local API"). */
import * as Type from "@sinclair/typebox";
import { INTEGRITY_REPORT_SCHEMA } from "./integrity_report.ts";
import { AnyJsonObject, Count, nullable, oneOf, type Shape } from "./schema_kit.ts";

/** How one question to the daemon ended. */
export const ANSWER_STATES = [
  "ok",
  "down", // nothing listens there
  "slow", // no whole answer within the timeout
  "denied", // the operating system refused the connection
  "garbage", // not HTTP, not JSON, or not the shape of this endpoint's answer
  "wrong_component", // a service, but not sourceos-syncd
  "too_large", // more bytes than any honest answer has
  "redirecting", // it points elsewhere: never followed
  "failed", // it answered with an HTTP error
  "non_local", // the address is not loopback and not a unix socket: never asked
  "disabled", // --daemon none, or the answer comes from a snapshot without one
  "not_asked", // an earlier answer made the question pointless
] as const;
export type AnswerState = typeof ANSWER_STATES[number];

export const HealthzAnswer = Type.Object({
  live: Type.Boolean(),
  component: Type.String(),
  version: Type.String(),
  generated_at: Type.String(),
});

export const ReadyzAnswer = Type.Object({
  ready: Type.Boolean(),
  status: oneOf(["healthy", "degraded", "unsafe", "uninitialized", "unknown"]),
  severity: Type.String(),
  summary: Type.String(),
  generated_at: Type.String(),
});

/** The State Integrity Report, as far as it is relied on here; extra top-level fields are accepted. */
export const StatezAnswer = Type.Object({
  schema: Type.Literal(INTEGRITY_REPORT_SCHEMA),
  generated_at: Type.String(),
  identity: AnyJsonObject,
  collection: AnyJsonObject,
  runtime: AnyJsonObject,
  stores: Type.Array(AnyJsonObject),
  lanes: Type.Array(AnyJsonObject),
  pipeline: AnyJsonObject,
  resources: AnyJsonObject,
  policy: AnyJsonObject,
  invariants: Type.Array(AnyJsonObject),
  diagnosis: AnyJsonObject,
  controls: Type.Array(AnyJsonObject),
  attestation: AnyJsonObject,
  local_state: Type.Optional(AnyJsonObject),
});

const Answer = Type.Object({
  state: oneOf(ANSWER_STATES),
  http_status: nullable(Type.Integer()),
  message: nullable(Type.String({ description: "what went wrong, as a sentence" })),
});
export type Answer = Shape<typeof Answer>;

/** `available` is true when /healthz said that a live sourceos-syncd is there; live is not the same as ready. */
export const DaemonProbe = Type.Object({
  endpoint: nullable(Type.String()),
  selected_by: oneOf(["option", "environment", "default", "snapshot"]),
  state: oneOf(ANSWER_STATES),
  available: Type.Boolean(),
  live: nullable(Type.Boolean()),
  ready: nullable(Type.Boolean()),
  version: nullable(Type.String()),
  status: nullable(Type.String()),
  severity: nullable(Type.String()),
  summary: nullable(Type.String()),
  latency_ms: nullable(Type.Integer({ minimum: 0, description: "of /healthz" })),
  answers: Type.Object({ healthz: Answer, readyz: Answer, statez: Answer }),
  store_root: nullable(Type.String({ description: "the store that the daemon says it serves" })),
  initialized: nullable(Type.Boolean()),
  last_heartbeat_at: nullable(Type.String()),
  active_generation: nullable(Count),
  registry_counts: nullable(Type.Record(Type.String(), Count)),
  invariants: Type.Array(Type.Object({
    id: Type.String(),
    status: Type.String(),
    severity: Type.String(),
    remediation: nullable(Type.String()),
  })),
});
export type DaemonProbe = Shape<typeof DaemonProbe>;
