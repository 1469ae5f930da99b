/** An earlier report of doctor: bytes to the findings in it. */
import * as Type from "@sinclair/typebox";
import { Finding } from "../model/documents/health.ts";
import { documentSchemaName } from "../model/command_names.ts";
import { parseDocument } from "../model/input_document.ts";
import type { EarlierReport } from "./doctor.ts";

/** What is relied on of an earlier report; a later release may have added fields. */
const Report = Type.Object({
  schema: Type.Literal(documentSchemaName("sync doctor")),
  generated_at: Type.String(),
  data: Type.Object({ findings: Type.Array(Finding) }),
});

/** @throws CliError bad_input where the file is no report of doctor in JSON, too_new where a newer release wrote it. */
export function parseEarlierReport(bytes: Uint8Array, path: string): EarlierReport {
  const report = parseDocument(bytes, Report, {
    attempt: `compare with "${path}"`,
    target: path,
    hint: "Save the standard output of",
    command: ["doctor", "-o", "json"],
  });
  return { file: path, generatedAt: report.generated_at, findings: report.data.findings };
}
