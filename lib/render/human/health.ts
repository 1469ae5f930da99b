/** How health and severity look, the same everywhere. */
import { targetName } from "../../store/catalog.ts";
import type { Health, RecordCover, RestoreProof } from "../../model/documents/health.ts";
import type { HealthStatus, Severity } from "../../model/vocabulary.ts";
import { countText, durationText } from "../../text/numbers.ts";
import type { Emphasis, Style } from "../style.ts";

function healthEmphasis(status: HealthStatus, style: Style): Emphasis {
  switch (status) {
    case "healthy":
      return style.good;
    case "unsafe":
      return style.bad;
    case "degraded":
    case "unknown":
      return style.warning;
  }
}

function healthMark(status: HealthStatus, { marks }: Style): string {
  switch (status) {
    case "healthy":
      return marks.good;
    case "unsafe":
      return marks.bad;
    case "degraded":
      return marks.warning;
    case "unknown":
      return marks.unknown;
  }
}

/** What stands where nobody can tell. */
export const NOT_KNOWN = "not known";

export function healthLine(health: Health, style: Style): string {
  const paint = healthEmphasis(health.status, style);
  return `${paint(healthMark(health.status, style))} ${style.strong(paint(health.status))}: ${health.summary}`;
}

/** What of the records nobody opened. */
export function unopenedText({ records_unopened: count, records_as_of: asOf }: RecordCover): string {
  return `${countText(count)} as of ${asOf ?? NOT_KNOWN}: their files have not changed since, and were not opened`;
}

export function severityText(severity: Severity, style: Style): string {
  switch (severity) {
    case "critical":
    case "error":
      return style.bad(severity);
    case "warning":
      return style.warning(severity);
    case "info":
      return style.dim(severity);
  }
}

/** That a restore was tried, of what, and how long ago. */
export function proofText({ target, at, age_seconds: age, of_this_store: isOwn }: RestoreProof): string {
  const old = age === null ? "" : `, ${durationText(age)} ago`;
  const whose = isOwn ? "" : ", from a bundle of another store";
  return `proven for ${targetName(target.kind, target.id)} at ${at}${old}${whose}`;
}
