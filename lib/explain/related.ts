/** What else in the store is about a subject: findings of doctor, and conflicts. */
import { textOf, textsOf } from "../model/fields.ts";
import { type Catalog, type ReadableRecord, targetName } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Item } from "../model/documents/explain.ts";
import type { Finding } from "../model/documents/health.ts";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";
import type { RecordKind } from "../model/kinds.ts";
import { recordEvidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";

/** What is found about the subject, and about the open conflicts that name it: these wait for a person too. */
export function findingsAbout(
  subject: Subject,
  { findings, catalog }: { readonly findings: readonly Finding[]; readonly catalog: Catalog },
): readonly Finding[] {
  const own = subject.id === null ? [] : [targetName(subject.kind, subject.id)];
  const conflicts = conflictsNaming(subject, catalog).filter(({ record }) => isOpenConflict(record));
  const targets = new Set([...own, ...conflicts.flatMap(({ id }) => id === null ? [] : [targetName("conflict", id)])]);
  return findings.filter((finding) =>
    targets.has(finding.target) || finding.evidence["object"] === subject.path ||
    (finding.evidence["file"] === subject.path && (subject.line === null || finding.evidence["line"] === subject.line))
  );
}

/** Conflicts that name the subject, in whichever field its kind stands in, or one of the objects that it names. */
function conflictsNaming(subject: Subject, catalog: Catalog): readonly ReadableRecord[] {
  const { id, kind, record: own } = subject;
  if (id === null || kind === "conflict") return [];
  const named = kind === "object" ? [] : [textOf(own, "object_id") ?? [], textsOf(own, "object_ids")];
  const objects = new Set(named.flat());
  const field = NAMED_IN[kind];
  const namesSubject = (record: JsonObject) =>
    field !== null && (stringField(record, field) === id || stringListField(record, field).includes(id));
  return catalog.ofKind("conflict").filter(({ record }) =>
    namesSubject(record) || objects.has(textOf(record, "object_id") ?? "")
  );
}

/** Where a conflict names records of a kind; null where it names them through their objects alone. */
const NAMED_IN: Readonly<Record<RecordKind, string | null>> = {
  object: "object_id",
  profile: "profile_id",
  workspace: "workspace_id",
  actor: "actors",
  device: "devices",
  schema: null,
  decision: null,
  conflict: null,
  transaction: null,
  event: null,
  plan: null,
  report: null,
  receipt: null,
  queue: null,
};

/** The conflicts about the subject, open and resolved. */
export function conflictsOf(subject: Subject, catalog: Catalog): readonly Item[] {
  return conflictsNaming(subject, catalog)
    .map((conflict) => {
      const isOpen = isOpenConflict(conflict.record);
      const explanation = textOf(conflict.record, "user_explanation") ?? "no explanation";
      return {
        code: isOpen ? "open" : "resolved",
        known: true,
        summary: `${isOpen ? "Open" : "Resolved"} conflict "${conflict.id ?? conflict.path}": ${explanation}`,
        evidence: [recordEvidence(conflict, NAMED_IN[subject.kind] ?? "object_id")],
      };
    });
}

/** A finding as an item of an answer. */
export function findingItem(finding: Finding): Item {
  const line = finding.evidence["line"];
  return {
    code: finding.id,
    known: true,
    summary: `${finding.message}. ${finding.recommendation.action}`,
    evidence: [{
      file: stringField(finding.evidence, "file"),
      line: typeof line === "number" ? line : null,
      record: finding.target,
      field: null,
      value: null,
    }],
  };
}
