/**
 * What a merge begins with: the record here, in which each field that differs holds both sides until somebody chooses. No
 * third version is known that both derive from: the journal tells that an object was changed, and not what it said.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../text/json.ts";
import { canonicalJson } from "../text/stringify_json.ts";

/** The one field of what stands for a value that has to be chosen; of a side without that field it says nothing. */
const CHOOSE = "choose_one";

/** The template; `settled` are the fields in which a merge keeps what is here. */
export function mergeTemplate(here: JsonObject, there: JsonObject, settled: readonly string[]): JsonObject {
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  return Object.fromEntries(names.flatMap((name): readonly (readonly [string, JsonValue])[] => {
    const [mine, theirs] = [valueOf(here, name), valueOf(there, name)];
    if (settled.includes(name)) return mine === undefined ? [] : [[name, mine]];
    if (mine !== undefined && theirs !== undefined && canonicalJson(mine) === canonicalJson(theirs)) {
      return [[name, mine]];
    }
    const sides = { ...(mine === undefined ? {} : { here: mine }), ...(theirs === undefined ? {} : { there: theirs }) };
    return [[name, { [CHOOSE]: sides }]];
  }));
}

/** The fields of a merged record in which nobody has chosen yet. */
export function fieldsToChoose(record: JsonObject): readonly string[] {
  return Object.entries(record).flatMap(([name, value]) =>
    isJsonObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, CHOOSE) ? [name] : []
  );
}

function valueOf(record: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
