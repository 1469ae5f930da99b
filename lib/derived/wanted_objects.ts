/** Which objects of the cache of records bear on the one that is asked for, told from their lines alone. */
import { KINDS } from "../model/kinds.ts";
import { isJsonObject, stringField } from "../text/json.ts";
import { parseJson } from "../text/parse_json.ts";
import type { LineFilter } from "./record_cache.ts";

const { folder, prefixes } = KINDS.object;

/** Whether the other objects need not be read for what is so typed: it names an object, or may, by an id that is plain and no event's. */
export function mayBeAskedAlone(typed: string): boolean {
  const prefix = typed.slice(0, Math.max(typed.indexOf(":"), 0));
  return /^[\w.:-]+$/.test(typed) && !/^evt-\d+$/.test(typed) && !typed.includes("..") &&
    (prefix === "" || prefixes.includes(prefix));
}

/**
 * Wanted are all that may have its id, those whose ids may look like it, and of each workspace that objects name the first:
 * an object names no other, and what else is said of one rests on none. Everything is where `typed` is null.
 */
export function bearingOn(typed: string | null): LineFilter | undefined {
  if (typed === null) return undefined;
  const [, bare = typed] = /^[^:]+:(.*)$/.exec(typed) ?? [];
  const claim = new RegExp(`_id":"(?:(?:${prefixes.join("|")}):)?${RegExp.escape(bare)}"`);
  const workspaces = createFirstOfWorkspace();
  const isOther = (line: string) => !line.startsWith(`["${folder}/`);
  return (block, isAscii) => {
    const mayBeOdd = !isAscii && ODD_ID.test(block);
    // Most blocks hold nothing of that, and looking at each of their lines takes four times as long.
    if (!mayBeOdd && !claim.test(block) && !workspaces.isNewIn(block)) return isOther;
    return (line) => isOther(line) || workspaces.take(line) || claim.test(line) || (mayBeOdd && ODD_ID.test(line));
  };
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
