/** Which ids complete a word, told from the names of the files in a folder of records, as far as those tell. */
import { type KindFacts, KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import type { JsonObject } from "../text/json.ts";

/** The folders of a store, for a look at their names. */
export interface NamedRecords {
  /** The names of the files in a folder; none where it cannot be listed. */
  namesIn(folder: string): readonly string[];
  /** The record in the file; null where it cannot be read. */
  recordAt(path: string): JsonObject | null;
}

const SUFFIX = ".json";
/** More would not be read by anybody. */
const MOST_TOLD = 1000;
/** Names that hold what stands for several characters: so many of their records are opened. */
const MOST_OPENED = 100;

/** The ids of these kinds that begin with what was typed, with their kind or without. */
export function completedIds(typed: string, kinds: readonly RecordKind[], records: NamedRecords): readonly string[] {
  return kinds.flatMap((kind) => idsOfKind(typed, KINDS[kind], records)).slice(0, MOST_TOLD);
}

/** The kind that the word begins with, as `object:a` does; null where it names none of them. */
export function typedKind(typed: string, kinds: readonly RecordKind[] = RECORD_KINDS): RecordKind | null {
  return kinds.find((kind) => KINDS[kind].prefixes.some((prefix) => typed.startsWith(`${prefix}:`))) ?? null;
}

function idsOfKind(
  typed: string,
  { folder, prefixes, idOf }: Pick<KindFacts, "folder" | "prefixes" | "idOf">,
  records: NamedRecords,
): readonly string[] {
  const safe = (text: string) => text.replace(/[^\p{L}\p{N}_.-]/gu, "_");
  const begins = [
    safe(typed),
    ...prefixes.map((prefix) => `${prefix}_${safe(typed)}`),
    ...prefixes.filter((prefix) => typed.startsWith(`${prefix}:`)).map((prefix) =>
      safe(typed.slice(prefix.length + 1))
    ),
  ];
  let opened = 0;
  return records.namesIn(folder)
    .filter((name) => name.endsWith(SUFFIX) && begins.some((begin) => name.startsWith(begin)))
    .toSorted()
    .flatMap((name) => {
      const told = idOfName(name.slice(0, -SUFFIX.length), prefixes);
      if (told !== null) return told;
      const record = opened++ < MOST_OPENED ? records.recordAt(`${folder}/${name}`) : null;
      return (record === null ? null : idOf(record)) ?? [];
    })
    .flatMap((id) => completed(id, typed, prefixes));
}

/** The id that the name stands for beyond doubt, as `_` may stand for any character but these. */
function idOfName(name: string, prefixes: readonly string[]): string | null {
  const prefix = prefixes.find((known) => name.startsWith(`${known}_`));
  const rest = prefix === undefined ? name : name.slice(prefix.length + 1);
  if (!/^[A-Za-z0-9.-]+$/.test(rest)) return null;
  return prefix === undefined ? rest : `${prefix}:${rest}`;
}

/** The id as it goes on from what was typed. */
function completed(id: string, typed: string, prefixes: readonly string[]): readonly string[] {
  const bare = prefixes.flatMap((prefix) => id.startsWith(`${prefix}:`) ? [id.slice(prefix.length + 1)] : []);
  const forms = [id, ...bare, ...prefixes.map((prefix) => `${prefix}:${id}`)];
  return forms.filter((form) => form.startsWith(typed)).slice(0, 1);
}
