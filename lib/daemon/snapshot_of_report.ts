/** A State Integrity Report that was saved, as the state that it tells of: what a daemon says, with nothing beside it. */
import { unasked } from "./answers.ts";
import { buildProbe } from "./probe.ts";
import { storeOfProbe } from "./store_of_answers.ts";
import { StatezAnswer } from "../model/daemon.ts";
import { compareSchema } from "../model/format_age.ts";
import { INTEGRITY_REPORT_SCHEMA } from "../model/integrity_report.ts";
import { parseDocument } from "../model/input_document.ts";
import { SNAPSHOT_SCHEMA, type StateSnapshot } from "../model/snapshot.ts";
import { createJournalFold } from "../journal/fold.ts";
import { formatTimestamp, parseTimestamp } from "../text/time.ts";
import { CliError } from "../model/errors.ts";
import { syncCommand } from "../text/command_line.ts";
import { type JsonObject, stringField } from "../text/json.ts";

/** Whether a file says that it is such a report, of this format or of a newer one. */
export function isIntegrityReport(record: JsonObject | null): boolean {
  return compareSchema(stringField(record, "schema"), INTEGRITY_REPORT_SCHEMA) !== "other";
}

/** @throws CliError bad_input where the file is no such report, too_new where a newer format wrote it */
export function snapshotOfReport(bytes: Uint8Array, path: string): StateSnapshot {
  const given = {
    attempt: `read report "${path}"`,
    target: path,
    hint: `Make one with ${syncCommand("doctor", "-o", "report")}, or with the daemon's health snapshot`,
  };
  const report = parseDocument(bytes, StatezAnswer, given);
  const at = parseTimestamp(report.generated_at);
  if (at === null) {
    throw new CliError("bad_input", `Cannot ${given.attempt}: its field "generated_at" is no timestamp`, {
      target: path,
      hint: given.hint,
    });
  }
  const silent = {
    answer: unasked("not_asked", `Nobody was asked: "${path}" is a report that was made before`),
    value: null,
  };
  const said = buildProbe({
    endpoint: "",
    selectedBy: "snapshot",
    latencyMs: null,
    healthz: silent,
    readyz: silent,
    statez: { answer: { state: "ok", http_status: null, message: null }, value: report },
  });
  const { diagnosis, identity } = report;
  const probe = {
    ...said,
    endpoint: null,
    version: stringField(identity, "version"),
    status: stringField(diagnosis, "status"),
    severity: stringField(diagnosis, "severity"),
    summary: stringField(diagnosis, "summary"),
  };
  const { summary: journal } = createJournalFold().finish({ state: "not_read", error: null, sha256: null });
  return {
    schema: SNAPSHOT_SCHEMA,
    taken_at: formatTimestamp(new Date(at)),
    store: { ...storeOfProbe(probe, path, journal), selected_by: "snapshot" },
    absence: null,
    daemon: probe,
  };
}
