/** Which findings a person has accepted, for how long, and what it takes for that to hold (docs/monitoring.md). */
import { type AcceptedFinding, AcceptedFindings } from "../model/accepted_findings.ts";
import type { Acceptance, Finding } from "../model/documents/health.ts";
import { CliError } from "../model/errors.ts";
import { parseDocument } from "../model/input_document.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import type { JsonObject } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { parseTimestamp } from "../text/time.ts";

/** @throws CliError bad_input where the file holds no accepted findings, too_new where a newer release wrote it. */
export function parseAccepted(bytes: Uint8Array, path: string): AcceptedFindings {
  return parseDocument(bytes, AcceptedFindings, {
    attempt: `use "${path}" as accepted findings`,
    target: path,
    hint: "Such a file is made with --accept",
  });
}

/**
 * How a finding was accepted, and whether that holds; null where it was not. It holds while the evidence is the same to
 * the byte and the date has not passed.
 */
export function createAcceptance(
  { accepted }: AcceptedFindings,
  { now, sha256Hex }: { readonly now: string; readonly sha256Hex: Sha256Hex },
): (finding: Finding) => Acceptance | null {
  const byKey = new Map(accepted.map((entry) => [findingKey(entry), entry]));
  return (finding) => {
    const entry = byKey.get(findingKey(finding));
    if (entry === undefined) return null;
    const { reason, accepted_at, until } = entry;
    const state = until !== null && isPast(until, now)
      ? "expired"
      : entry.evidence_sha256 === evidenceDigest(finding, sha256Hex)
      ? "in_force"
      : "changed";
    return { state, reason, accepted_at, until };
  };
}

interface AcceptRequest {
  readonly id: string;
  readonly target: string;
  readonly reason: string;
  readonly now: string;
  /** Null for as long as the evidence stays the same. */
  readonly until: string | null;
  readonly sha256Hex: Sha256Hex;
}

/** The accepted findings and that one, in place of what was accepted of it before. @throws CliError not_found */
export function accept(
  known: AcceptedFindings,
  findings: readonly Finding[],
  { id, target, reason, now, until, sha256Hex }: AcceptRequest,
): AcceptedFindings {
  const finding = findings.find((one) => one.id === id && one.target === target);
  if (finding === undefined) throw unknownFinding(findings, id, target);
  const entry: AcceptedFinding = {
    id,
    target,
    message: finding.message,
    evidence_sha256: evidenceDigest(finding, sha256Hex),
    reason,
    accepted_at: now,
    until,
  };
  return { ...known, accepted: [...known.accepted.filter((one) => findingKey(one) !== findingKey(entry)), entry] };
}

function unknownFinding(findings: readonly Finding[], id: string, target: string): CliError {
  const targets = findings.filter((one) => one.id === id).map((one) => one.target);
  return new CliError("not_found", `Cannot accept finding "${id}" of "${target}": doctor does not find it`, {
    target: id,
    hint: targets.length === 0
      ? `Found are: ${[...new Set(findings.map((one) => one.id))].join(", ") || "none"}`
      : `It is found of: ${targets.slice(0, 5).join(", ")}${targets.length > 5 ? ", …" : ""}`,
  });
}

/** The same for two findings of one kind about one target, whatever their evidence. */
export function findingKey({ id, target }: Pick<Finding, "id" | "target">): string {
  return `${id}\n${target}`;
}

/** What of a finding's evidence stays while the state does: how old or how full something is moves on by itself. */
export function lastingEvidence({ evidence }: Pick<Finding, "evidence">): JsonObject {
  const lasting = Object.entries(evidence).filter(([name]) => !/_seconds$|^free_|^taken_at$/.test(name));
  return Object.fromEntries(lasting);
}

function evidenceDigest(finding: Finding, sha256Hex: Sha256Hex): string {
  return sha256Hex(canonicalJson({ severity: finding.severity, evidence: lastingEvidence(finding) }));
}

function isPast(until: string, now: string): boolean {
  const [end, moment] = [parseTimestamp(until), parseTimestamp(now)];
  // A date that cannot be read accepts nothing.
  return end === null || moment === null || moment > end;
}

/** The moment until which a day or a moment lasts: `2026-12-31` to its end, in UTC. @throws CliError usage */
export function parseUntil(text: string): string {
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text;
  if (parseTimestamp(moment) !== null) return moment;
  throw new CliError("usage", `Cannot accept until "${text}": it is no date`, {
    target: "--until",
    hint: "Give a day in UTC, such as 2026-12-31",
  });
}
