/** Machine formats: a document as json, ndjson or yaml. Nothing in them can steer a terminal that shows them raw. */
import { jsonPieces } from "./json_pieces.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { yamlPieces } from "./yaml_pieces.ts";

export const MACHINE_FORMATS = ["json", "ndjson", "yaml"] as const;
export type MachineFormat = typeof MACHINE_FORMATS[number];

/** Legal in JSON and left as they are by its writers, but a terminal or a line splitter acts on them. */
const UNSAFE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** As machineText(), in pieces that are written one behind the other. */
export async function* machinePieces(
  document: unknown,
  format: MachineFormat,
  items: readonly unknown[] | null = null,
): AsyncGenerator<string> {
  switch (format) {
    case "json":
      for (const piece of jsonPieces(document)) yield escaped(piece);
      yield "\n";
      return;
    case "ndjson":
      for (const item of items ?? [document]) yield `${escaped(stringifyJson(item))}\n`;
      return;
    case "yaml":
      yield* yamlTexts(document);
  }
}

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
  let text = "";
  for await (const piece of machinePieces(document, format, items)) text += piece;
  return text;
}

async function* yamlTexts(document: unknown): AsyncGenerator<string> {
  // Loaded only here: it takes longer to load than most commands take to run.
  const { stringify } = await import("./yaml_library.ts");
  const write = (part: unknown) =>
    stringify(part, {
      customTags: (tags) => [{
        tag: "tag:yaml.org,2002:str",
        default: true,
        identify: (value) => typeof value === "string",
        resolve: (value: string) => value,
        stringify: ({ value }) => yamlString(String(value)),
      }, ...tags],
      aliasDuplicateObjects: false,
    });
  for (const piece of yamlPieces(document, write)) yield escaped(piece);
}

/** Words as they are seen everywhere: nothing that YAML, old or new, reads as something else than text. */
const PLAIN = /^[a-z/][\w/.@+-]*(?:[ :][\w/.@+-]+)*$/i;
const YAML_WORD = /^(?:y|yes|n|no|true|false|on|off|null)$/i;

/** Plain where that is beyond doubt, else as in JSON, which YAML reads the same; either way it stays on its line. */
function yamlString(text: string): string {
  return PLAIN.test(text) && !YAML_WORD.test(text) ? text : JSON.stringify(text);
}

/** Escapes as JSON has them; in YAML such text stands in double quotes, where they mean the same. */
function escaped(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
