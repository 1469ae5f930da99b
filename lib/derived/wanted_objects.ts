/** Which objects of the cache of records bear on the one record that is asked for, told from their lines alone. */
import { ALL_KINDS, KINDS, type RecordKind } from "../model/kinds.ts";
import { namedIds } from "../store/named_ids.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { parseJson } from "../text/parse_json.ts";
import { recordPathOf } from "../store/record_path.ts";
import type { LineFilter } from "./record_cache.ts";

const { folder, prefixes } = KINDS.object;

/** Kinds of which is told what rests on every object. */
const COUNTING: readonly RecordKind[] = ["schema"];
const ALONE = ALL_KINDS.filter(({ kind, registry, explained }) => registry && explained && !COUNTING.includes(kind));

/** Whether few objects need to be read for what is so typed: it names a record, or may, by an id that is plain and no journal event's. */
export function mayBeAskedAlone(typed: string): boolean {
  const prefix = typed.slice(0, Math.max(typed.indexOf(":"), 0));
  return /^[\w.:-]+$/.test(typed) && !typed.includes("..") && !/^(?:event:)?evt-\d+$/.test(typed) &&
    (prefix === "" || ALONE.some(({ prefixes: known }) => known.includes(prefix)));
}

/** Where objects lie that the record names: what is said of it, or of another that it names, may rest on them. */
export function objectsNamedBy(record: JsonObject): readonly string[] {
  return ["object_id", "object_ids"].flatMap((field) => namedIds(record, field)).flatMap((id) =>
    recordPathOf("object", id) ?? []
  );
}

/**
 * Wanted are all that may have the id that is typed, those whose ids may look like it, and of each workspace that objects
 * name the first: an object names no other, and what else is said of one rests on none. Where no object is typed, those are
 * wanted too that lie where other records name one, which are read before, and those that do not lie where their ids say.
 */
export function bearingOn(typed: string, named: ReadonlySet<string>): LineFilter {
  const namesObject = prefixes.some((prefix) => typed.startsWith(`${prefix}:`));
  const bare = typed.slice(namesObject ? typed.indexOf(":") + 1 : 0);
  const claim = new RegExp(`_id":"(?:(?:${prefixes.join("|")}):)?${RegExp.escape(bare)}"`);
  const workspaces = createFirstOfWorkspace();
  const isOther = (line: string) => !line.startsWith(`["${folder}/`);
  const isOfAll = (line: string) => isOther(line) || workspaces.take(line) || claim.test(line);
  if (!namesObject) return () => (line) => isOfAll(line) || mayBeNamed(line, named);
  return (block, isAscii) => {
    const mayBeOdd = !isAscii && ODD_ID.test(block);
    // Most blocks hold nothing of that, and looking at each of their lines takes four times as long.
    if (!mayBeOdd && !claim.test(block) && !workspaces.isNewIn(block)) return isOther;
    return (line) => isOfAll(line) || (mayBeOdd && ODD_ID.test(line));
  };
}

const ID_MARK = '"object_id":"';

/** Not where its id is plain and tells its place, and nobody names that. */
function mayBeNamed(line: string, named: ReadonlySet<string>): boolean {
  const path = line.slice(2, line.indexOf('"', 2));
  const at = line.indexOf(ID_MARK);
  if (named.has(path) || at < 0 || line.includes(ID_MARK, at + 1)) return true;
  const id = line.slice(at + ID_MARK.length, line.indexOf('"', at + ID_MARK.length));
  return !/^[\w.:-]+$/.test(id) || path !== recordPathOf("object", id);
}

/** An id that may look like a plain one. */
const ODD_ID = /"(?:object|record)_id":"[^"]*[^ -~"]/;

const MARK = '"workspace_id":';

/** Tells the first line of each workspace that a record names. */
function createFirstOfWorkspace(): { isNewIn(text: string): boolean; take(line: string): boolean } {
  /** As they stand in a line. */
  const seen = new Set<string>();
  let last = "\0";
  const isNewAt = (text: string, at: number) => {
    if (text.startsWith(last, at) || text[at] !== '"') return false;
    const value = text.slice(at, text.indexOf('"', at + 1) + 1);
    if (!seen.has(value)) return true;
    last = value;
    return false;
  };
  const isNewIn = (text: string) => {
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
      if (isNewAt(text, at + MARK.length)) return true;
    }
    return false;
  };
  return {
    isNewIn,
    take(line) {
      if (!isNewIn(line)) return false;
      // It may stand in a part of the record, and then names no workspace.
      const parsed = parseJson(line);
      const record = parsed.ok && Array.isArray(parsed.value) ? parsed.value[2] : null;
      const named = isJsonObject(record) ? stringField(record, "workspace_id") : null;
      if (named !== null) seen.add(JSON.stringify(named));
      return true;
    },
  };
}
