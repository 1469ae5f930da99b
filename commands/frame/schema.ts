/** `--print-schema`: a JSON Schema from the definition that the code itself uses. */
import * as Type from "@sinclair/typebox";
import type { ExitCode } from "../../lib/model/exit.ts";
import { documentSchema } from "../../lib/model/envelope.ts";
import { FILE_SCHEMAS } from "../../lib/model/file_formats.ts";
import type { TextSink } from "../host/types/host.ts";
import type { Schemas } from "./definition.ts";
import type { OutputOptions, SchemaRequest } from "./options.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** The document of `sourceos sync` itself, which only ever tells of a usage error. */
export const NO_COMMAND_DOCUMENT = documentSchema("sync", Type.Null());

/** Prints the schema of the file that is named, else of the document, or with -o ndjson of one line; gives the exit code. */
export async function showSchema(
  { file }: SchemaRequest,
  { schema, itemSchema }: Schemas,
  { output: { format }, stdout }: { readonly output: OutputOptions; readonly stdout: TextSink },
): Promise<ExitCode> {
  const ofFile = file === null ? undefined : FILE_SCHEMAS[file];
  const ofAnswer = format === "ndjson" && itemSchema !== undefined ? itemSchema : schema;
  const shown = ofFile === undefined ? ofAnswer : { title: file, ...ofFile };
  await stdout.write(`${JSON.stringify({ $schema: DIALECT, ...shown }, null, 2)}\n`);
  return 0;
}
