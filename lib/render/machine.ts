/** Machine formats: a document as json, ndjson or yaml. Nothing in them can steer a terminal that shows them raw. */
import { stringifyJson } from "../json/stringify.ts";

export const MACHINE_FORMATS = ["json", "ndjson", "yaml"] as const;
export type MachineFormat = typeof MACHINE_FORMATS[number];

/** Legal in JSON and left as they are by its writers, but a terminal or a line splitter acts on them. */
const UNSAFE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * The document as text with a final newline; integers of any length keep their digits.
 *
 * ndjson has one line for each of the items, or the whole document on one line where there are none to speak of (null).
 */
export async function machineText(
  document: unknown,
  format: MachineFormat,
  items: readonly unknown[] | null = null,
): Promise<string> {
  switch (format) {
    case "json":
      return `${escaped(stringifyJson(document, 2))}\n`;
    case "ndjson":
      return (items ?? [document]).map((item) => `${escaped(stringifyJson(item))}\n`).join("");
    case "yaml":
      return await yamlText(document);
  }
}

async function yamlText(document: unknown): Promise<string> {
  // Loaded only here: it takes longer to load than most commands take to run.
  const { stringify } = await import("yaml");
  const text = stringify(document, {
    customTags: (tags) => [{
      // Text that needs escapes is written as in JSON, which YAML reads the same, and therefore stays on its line.
      tag: "tag:yaml.org,2002:str",
      default: true,
      identify: (value) => typeof value === "string" && needsEscapes(value),
      resolve: (value: string) => value,
      stringify: ({ value }) => JSON.stringify(value),
    }, ...tags],
    // YAML 1.1 readers would take `yes`, `1:30` or a timestamp for something else than text.
    compat: "yaml-1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  return escaped(text);
}

function needsEscapes(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text) || text.search(UNSAFE) !== -1;
}

/** Escapes as JSON has them; in YAML such text stands in double quotes, where they mean the same. */
function escaped(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
