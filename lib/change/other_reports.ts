/** What lies in repair-reports/ beside the reports of changes that this program made: trials, and what others left. */
import type { OtherReport } from "../model/documents/repair_reports.ts";
import { readRecord } from "../model/input_document.ts";
import { StoredReport } from "../model/repair_report.ts";
import { RestoreTrial } from "../model/restore_trial.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { recordId } from "../store/catalog.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";

/** The newest first; what says no time comes last. Nothing is done on the word of any of them. */
export function otherReports({ records }: Pick<StoreSnapshot, "records">): readonly OtherReport[] {
  return records.flatMap((entry) => entry.kind === "report" ? otherReport(entry) : []).sort((left, right) =>
    compareCodePoints(right.created_at ?? "", left.created_at ?? "") || compareCodePoints(left.path, right.path)
  );
}

function otherReport({ file: { path }, record, error }: RecordEntry): readonly OtherReport[] {
  if (record === null) {
    return [{ path, report_id: null, kind: "unreadable", written_by: null, created_at: null, summary: error }];
  }
  if (readRecord(record, StoredReport).ok) return [];
  const trial = readRecord(record, RestoreTrial);
  return [{
    path,
    report_id: recordId("report", record),
    kind: trial.ok ? "trial" : "foreign",
    written_by: writerOf(record),
    created_at: stringField(record, "created_at") ?? stringField(record, "generated_at"),
    summary: stringField(record, "summary"),
  }];
}

/** As the report says it of itself; null where it does not. */
function writerOf(record: JsonObject): string | null {
  const tool = Object.hasOwn(record, "tool") ? record["tool"] : null;
  if (isJsonObject(tool)) {
    const words = [stringField(tool, "name"), stringField(tool, "version")].filter((word) => word !== null);
    if (words.length > 0) return words.join(" ");
  }
  return typeof tool === "string"
    ? tool
    : stringField(record, "producer") ?? stringField(record, "component") ?? stringField(record, "writer");
}
