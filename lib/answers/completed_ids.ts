/** Which ids complete a word, told from the names of the files in a folder of records, as far as those tell. */
import { type KindFacts, KINDS, RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { type JsonObject, stringListField } from "../text/json.ts";

/** The folders of a store, for a look at their names. */
export interface NamedRecords {
  /** The names of the files in a folder, in any order; none where it cannot be listed. */
  namesIn(folder: string): Iterable<string>;
  /** The record in the file; null where it cannot be read. */
  recordAt(path: string): JsonObject | null;
  /** Objects of a large store whose ids begin so, at most so many, from an index; null where none tells of the folder as it is. */
  indexedObjects(beginning: string, most: number): readonly string[] | null;
}

const SUFFIX = ".json";
/** More would not be read by anybody, and what a shell adds is what all of those have in common that are told. */
const MOST_TOLD = 1000;
/** Names that hold what stands for several characters: so many of their records are opened. */
const MOST_OPENED = 100;

/** The ids of these kinds that begin with what was typed, with their kind or without. */
export function completedIds(typed: string, kinds: readonly RecordKind[], records: NamedRecords): readonly string[] {
  return kinds.flatMap((kind) => {
    const ids = (kind === "object" ? indexedIds(typed, records) : null) ?? idsOfKind(typed, KINDS[kind], records);
    return kind === "workspace" && ids.length === 0 ? workspacesOfActors(typed, records) : ids;
  }).slice(0, MOST_TOLD);
}

/** A workspace need not have a record of its own. Actors name those where they may act, and are fewer than objects. */
function workspacesOfActors(typed: string, records: NamedRecords): readonly string[] {
  const { folder } = KINDS.actor;
  const named: string[] = [];
  let opened = 0;
  for (const name of records.namesIn(folder)) {
    if (!name.endsWith(SUFFIX)) continue;
    if (opened++ === MOST_OPENED) break;
    named.push(...stringListField(records.recordAt(`${folder}/${name}`) ?? {}, "workspace_scope"));
  }
  return [...new Set(named)].flatMap((id) => completed(id, typed, KINDS.workspace.prefixes)).sort();
}

/** The kind that the word begins with, as `object:a` does; null where it names none of them. */
export function typedKind(typed: string, kinds: readonly RecordKind[] = RECORD_KINDS): RecordKind | null {
  return kinds.find((kind) => KINDS[kind].prefixes.some((prefix) => typed.startsWith(`${prefix}:`))) ?? null;
}

function indexedIds(typed: string, records: NamedRecords): readonly string[] | null {
  const { prefixes } = KINDS.object;
  const bare = prefixes.flatMap((prefix) => typed.startsWith(`${prefix}:`) ? [typed.slice(prefix.length + 1)] : []);
  const ids: string[] = [];
  for (const beginning of [typed, ...bare, ...prefixes.map((prefix) => `${prefix}:${typed}`)]) {
    const found = records.indexedObjects(beginning, MOST_TOLD);
    if (found === null) return null;
    // The journal names what is no object as well, such as a report.
    const objects = found.filter((id) => !id.includes(":") || prefixes.some((prefix) => id.startsWith(`${prefix}:`)));
    ids.push(...objects.flatMap((id) => completed(id, typed, prefixes)));
  }
  return [...new Set(ids)].sort();
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
  const ids: string[] = [];
  for (const name of records.namesIn(folder)) {
    if (!begins.some((begin) => name.startsWith(begin)) || !name.endsWith(SUFFIX)) continue;
    let id = idOfName(name.slice(0, -SUFFIX.length), prefixes);
    if (id === null) {
      const record = opened++ < MOST_OPENED ? records.recordAt(`${folder}/${name}`) : null;
      id = record === null ? null : idOf(record);
    }
    if (id !== null) ids.push(...completed(id, typed, prefixes));
    // In the order of the folder they have no more in common than all of them; the first of a sorted list would.
    if (ids.length >= MOST_TOLD) break;
  }
  return ids.sort();
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
