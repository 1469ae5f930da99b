/** An earlier report of doctor: bytes to the findings in it. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { EarlierReport } from "./doctor.ts";
import { CliError } from "../model/errors.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { Finding } from "../model/documents/health.ts";
import { documentSchemaName } from "../model/envelope.ts";

/** What is relied on of an earlier report; a later release may have added fields. */
const Report = Type.Object({
  schema: Type.Literal(documentSchemaName("sync doctor")),
  generated_at: Type.String(),
  data: Type.Object({ findings: Type.Array(Finding) }),
});

/** @throws CliError bad_input where the file is no report of doctor in JSON. */
export function parseEarlierReport(bytes: Uint8Array, path: string): EarlierReport {
  const parsed = parseJsonObject(new TextDecoder().decode(bytes));
  const report: unknown = parsed.ok ? parsed.value : null;
  if (Value.Check(Report, report)) {
    return { file: path, generatedAt: report.generated_at, findings: report.data.findings };
  }
  throw new CliError("bad_input", `Cannot compare with "${path}": it is no report of sourceos sync doctor in JSON`, {
    target: path,
    hint: "Save one with sourceos sync doctor -o json > report.json",
  });
}
