import { assertEquals } from "@std/assert";
import { otherReports } from "../../../lib/change/other_reports.ts";
import { recordEntry, unreadableEntry } from "../../helpers/snapshots.ts";

const SCHEMA = "sourceos.repair-report/v1alpha1";

const trial = {
  schema: SCHEMA,
  record_id: "drill-1",
  kind: "drill",
  tool: { name: "sourceos", version: "0.1.0" },
  created_at: "2026-01-02T00:00:00Z",
  updated_at: "2026-01-02T00:00:00Z",
  duration_ms: 3,
  bundle: {
    sha256: "0".repeat(64),
    bytes: 1,
    target: { kind: "object", id: "object:a" },
    created_at: "2026-01-01T00:00:00Z",
    source_store: null,
    signature: "none",
  },
  proven: true,
  differences: 0,
  records: 1,
  events: 1,
  summary: "Everything came back",
  restored: null,
};

Deno.test("otherReports() says whose each is, the newest first, and the unreadable last", () => {
  const records = [
    unreadableEntry("report", "repair-reports/torn.json", { error: "Ends too early" }),
    recordEntry("report", {
      schema: SCHEMA,
      record_id: "r9",
      created_at: "2026-01-01T00:00:00Z",
      producer: "actor:nurse",
    }),
    recordEntry("report", trial),
    recordEntry("report", { schema: SCHEMA, record_id: "r8", generated_at: "2026-01-03T00:00:00Z", tool: "fixer" }),
    recordEntry("report", { schema: SCHEMA, record_id: "r7" }),
  ];
  const told = otherReports({ records }).map((
    { report_id, kind, written_by, created_at, summary },
  ) => [report_id, kind, written_by, created_at, summary]);
  assertEquals(told, [
    ["r8", "foreign", "fixer", "2026-01-03T00:00:00Z", null],
    ["drill-1", "trial", "sourceos 0.1.0", "2026-01-02T00:00:00Z", "Everything came back"],
    ["r9", "foreign", "actor:nurse", "2026-01-01T00:00:00Z", null],
    ["r7", "foreign", null, null, null],
    [null, "unreadable", null, null, "Ends too early"],
  ]);
});
