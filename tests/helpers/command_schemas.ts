/** Every command with the JSON Schema of its usual document. */
import { COMMAND_DEFINITIONS } from "../../commands/tree.ts";

export const COMMAND_SCHEMAS = await Promise.all(
  COMMAND_DEFINITIONS.map(async ({ name, command, schema }) => ({ name, command, schema: await schema() })),
);
