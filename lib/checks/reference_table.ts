/** Which field of which record names which other record (docs/domain.md, "Rules between records"). */
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { capitalised, withArticle } from "../text/words.ts";
import { type FindingKind, findingKind } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";

export interface Reference {
  readonly from: RecordKind;
  readonly field: string;
  /** The kinds of record that the id may belong to. */
  readonly to: readonly [RecordKind, ...RecordKind[]];
  /**
   * Judged only where the store keeps records of that kind: a workspace without a record is known by being named, and
   * no contract asks an object for its device.
   */
  readonly whereKept: boolean;
  readonly kind: FindingKind;
}

const LOST_END = `Bring the missing record back ${FROM_ELSEWHERE}, or have an owner name another one`;
// Plans can be made again; what they name cannot.
const LOST_PLAN_END = `Cancel the plan, or bring what it names back ${FROM_ELSEWHERE}`;

function reference(
  from: RecordKind,
  name: string,
  field: string,
  to: RecordKind | Reference["to"],
  { title, whereKept = false, severity = "error" }: {
    readonly title?: string;
    readonly whereKept?: boolean;
    readonly severity?: "info" | "error";
  } = {},
): Reference {
  const kinds = typeof to === "string" ? [to] as const : to;
  const wrong = title ??
    `${capitalised(withArticle(KINDS[from].noun))} names ${withArticle(KINDS[kinds[0]].noun)} that is not there`;
  const kind = KINDS[from].durability === "rebuildable"
    ? findingKind(`references.${from}-${name}`, "warning", wrong, LOST_PLAN_END, { durability: "rebuildable" })
    : findingKind(`references.${from}-${name}`, severity, wrong, LOST_END);
  return { from, field, to: kinds, whereKept, kind };
}

const place = (from: RecordKind): readonly Reference[] => [
  reference(from, "profile", "profile_id", "profile"),
  reference(from, "workspace", "workspace_id", "workspace", { whereKept: true }),
];

export const REFERENCES_FROM: Readonly<Record<RecordKind, readonly Reference[]>> = {
  object: [
    reference("object", "schema", "schema_id", "schema"),
    ...place("object"),
    reference("object", "creator", "created_by_actor", "actor", {
      title: "An object was created by an actor that is not there",
    }),
    reference("object", "modifier", "last_modified_by_actor", "actor", {
      title: "An object was last changed by an actor that is not there",
    }),
    // Devices stay where they are: an object that came from another host names one that this host may never know.
    reference("object", "device", "device_id", "device", { whereKept: true, severity: "info" }),
  ],
  plan: [
    reference("plan", "source", "source_actor", "actor", { title: "A plan starts from an actor that is not there" }),
    reference("plan", "target", "target_actor", "actor", { title: "A plan leads to an actor that is not there" }),
    ...place("plan"),
    reference("plan", "object", "object_ids", "object"),
    reference("plan", "decision", "policy_decision_ref", "decision"),
    reference("plan", "dependency", "dependencies", ["plan", "decision"], {
      title: "A plan waits for a plan or policy decision that is not there",
    }),
  ],
  conflict: [
    reference("conflict", "object", "object_id", "object"),
    ...place("conflict"),
    reference("conflict", "actor", "actors", "actor"),
    reference("conflict", "device", "devices", "device", { whereKept: true }),
  ],
  decision: [
    reference("decision", "actor", "actor_id", "actor"),
    reference("decision", "object", "object_id", "object"),
    ...place("decision"),
  ],
  transaction: [
    reference("transaction", "actor", "actor_id", "actor"),
    reference("transaction", "object", "object_ids", "object"),
    ...place("transaction"),
    reference("transaction", "decision", "policy_decision_ref", "decision"),
  ],
  profile: [],
  workspace: [],
  device: [],
  schema: [],
  actor: [],
  event: [reference("event", "device", "device_id", "device", { whereKept: true, severity: "info" })],
  report: [],
  receipt: [],
  queue: [],
};

/** Every reference, in the order in which they are judged. */
export const REFERENCES: readonly Reference[] = Object.values(REFERENCES_FROM).flat();
