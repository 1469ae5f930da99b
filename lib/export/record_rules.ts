/** Rules of the decision table that look at any record: its file, and the profile that it belongs to. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { recordEvidence } from "../explain/evidence.ts";
import { KINDS } from "../model/kinds.ts";
import type { Cause } from "./rules.ts";
import { flawOfRecordLine, mayBeTooLarge } from "../bundle/line_limits.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { flawOfId } from "../text/safe_name.ts";
import { subjectOf } from "../policy/subject.ts";

/** What keeps the record from being told apart, understood, or written again as it is. */
export function fileCauses(source: ReadableRecord, catalog: Catalog): readonly Cause[] {
  const causes: Cause[] = [];
  const claimants = source.id === null ? [] : catalog.find(source.kind, source.id);
  if (claimants.length > 1) {
    const evidence = claimants.map((claimant) => recordEvidence(claimant, KINDS[source.kind].idField));
    causes.push({ rule: "record.ambiguous", message: `${claimants.length} files claim its id`, evidence });
  }
  const flaw = source.id === null ? null : flawOfId(source.id);
  if (flaw !== null) {
    const evidence = [recordEvidence(source, KINDS[source.kind].idField)];
    causes.push({ rule: "record.unlawful-id", message: `No bundle may hold its id: ${flaw}`, evidence });
  }
  const known = KINDS[source.kind].schema;
  if (Object.hasOwn(source.record, "schema") && source.record["schema"] !== known) {
    const found = textOf(source.record, "schema") ?? "?";
    const evidence = [recordEvidence(source, "schema")];
    causes.push({ rule: "record.format", message: `Its format is "${found}", known is "${known}"`, evidence });
  }
  if (source.entry.oddities.includes("non_finite_number")) {
    const evidence = [recordEvidence(source)];
    causes.push({ rule: "record.inexact", message: "It holds a number that no JSON can say", evidence });
  }
  const excess = mayBeTooLarge(source.entry.file.bytes) ? flawOfRecordLine(canonicalJson(source.record)) : null;
  if (excess !== null) {
    causes.push({
      rule: "record.too-large",
      message: `In a bundle ${excess}`,
      evidence: [recordEvidence(source)],
    });
  }
  return causes;
}

/** A record that names a profile belongs to it; one that names none belongs to every profile. */
export function boundaryCause(source: ReadableRecord, home: string | null): readonly Cause[] {
  const { profileId } = subjectOf(source);
  if (profileId === null || profileId === home) return [];
  const message = home === null
    ? `Its profile is "${profileId}", and the target has no profile of its own`
    : `Its profile is "${profileId}", that of the target "${home}"`;
  const evidence = [recordEvidence(source, source.kind === "profile" ? "profile_class" : "profile_id")];
  return [{ rule: "profile.boundary", message, evidence }];
}
