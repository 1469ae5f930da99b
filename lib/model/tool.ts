/** The program's name and version, as deno.json gives it. */
import configuration from "../../deno.json" with { type: "json" };

export const TOOL = { name: "sourceos", version: configuration.version } as const;
