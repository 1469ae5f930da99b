/** `--print-schema`: the JSON Schema of a command's document, from the definition that the code itself uses. */
import type { TSchema } from "@sinclair/typebox";
import type { ExitCode } from "../../lib/model/exit.ts";
import type { Host } from "../host/types/host.ts";
import type { OutputOptions } from "./options.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Prints the schema of the document, or with -o ndjson that of one line, and gives the exit code. */
export async function showSchema(
  { schema, itemSchema }: { readonly schema: TSchema; readonly itemSchema?: TSchema },
  { format }: OutputOptions,
  host: Host,
): Promise<ExitCode> {
  const shown = format === "ndjson" && itemSchema !== undefined ? itemSchema : schema;
  await host.stdout.write(`${JSON.stringify({ $schema: DIALECT, ...shown }, null, 2)}\n`);
  return 0;
}
