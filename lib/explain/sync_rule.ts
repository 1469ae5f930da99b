/** What a rule about the sync of an object is, and the shapes that most rules have. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Evidence, SYNC_VERDICTS } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField } from "../text/json.ts";
import type { Policy } from "../policy/decisions.ts";
import { subjectOf } from "../policy/subject.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

export type Effect = Exclude<typeof SYNC_VERDICTS[number], "safe">;

interface Cause {
  readonly summary: string;
  readonly evidence: readonly Evidence[];
}

export interface Rule {
  readonly code: string;
  readonly effect: Effect;
  /** Every cause of this kind that stands in the object's way; none where the rule does not apply. */
  causes(object: Subject, state: SyncState): readonly Cause[];
}

/** What the rules look at beside the object itself. */
export interface SyncState {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** The object's newest event, or null where the journal has none. */
  readonly head: ObjectHead | null;
  /** What the checks found; those of boundaries are taken over, so that explain and doctor never disagree on them. */
  readonly findings: readonly Finding[];
}

/** A rule about one field of the object alone. */
export function fieldRule(
  code: string,
  effect: Effect,
  field: string,
  values: readonly string[],
  summary: string,
): Rule {
  return {
    code,
    effect,
    causes: (object) =>
      values.includes(stringField(object.record, field) ?? "")
        ? [{ summary, evidence: [recordEvidence(object, field)] }]
        : [],
  };
}

/** A rule that asks for a record that the object names, and judges it where it is there. */
export function referenceRule(
  code: string,
  effect: Effect,
  field: string,
  kind: "actor" | "profile" | "schema" | "device",
  judge: (named: ReadableRecord | undefined, object: Subject, id: string) => string | null,
): Rule {
  return {
    code,
    effect,
    causes: (object, { catalog }) => {
      const id = stringField(object.record, field);
      if (id === null) return [];
      const [named] = catalog.find(kind, id);
      const summary = judge(named, object, id);
      if (summary === null) return [];
      return [{
        summary,
        evidence: [recordEvidence(object, field), ...(named === undefined ? [] : [recordEvidence(named)])],
      }];
    },
  };
}

/** A rule about the decisions in force of one kind: those that name the object, or those about its place. */
export function decisionRule(
  code: string,
  effect: Effect,
  kind: "denying" | "reviewing",
  about: "object" | "place",
): Rule {
  const says = about === "object"
    ? { denying: "denies it", reviewing: "asks for review" }[kind]
    : `${{ denying: "denies", reviewing: "asks for review of" }[kind]} everything in its profile and workspace`;
  return {
    code,
    effect,
    causes: (object, { policy }) =>
      policy.on(subjectOf(object))[kind]
        .filter(({ subject }) => (subject.objectId === null) === (about === "place"))
        .map((decision) => ({
          summary: `Policy "${decision.policyId ?? "?"}" ${says}: ${
            textOf(decision.source.record, "rationale") ?? "no rationale"
          }`,
          evidence: [recordEvidence(decision.source, "effect")],
        })),
  };
}

/** A rule about the open conflicts over the object: those that block it, or all others. */
export function conflictRule(code: string, effect: Effect, blocking: boolean): Rule {
  return {
    code,
    effect,
    causes: (object, { catalog }) =>
      catalog.about("conflict", object.id)
        .filter(({ record }) => isOpenConflict(record) && (textOf(record, "severity") === "blocking") === blocking)
        .map((conflict) => ({
          summary: `Conflict "${conflict.id ?? conflict.path}" is open: ${
            textOf(conflict.record, "user_explanation") ?? "no explanation"
          }`,
          evidence: [recordEvidence(conflict, "severity")],
        })),
  };
}
