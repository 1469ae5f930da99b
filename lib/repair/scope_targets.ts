/** Scopes that name nothing: a mistyped one allows no step, and would look like a store with nothing to repair. */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { INDEX_KINDS } from "../model/derived.ts";
import { KINDS } from "../model/kinds.ts";
import { isAllowed, type RECORD_SCOPES, type Scope, scopeText } from "../change/scope.ts";

/** The given scopes that name an index, a checkpoint or a record that this store does not have, as they were written. */
export function scopesWithoutTarget(scopes: readonly Scope[], diagnosis: Diagnosis): readonly string[] {
  const derived = new Set([
    ...INDEX_KINDS.map((kind) => `index:${kind}`),
    "checkpoint:journal",
    ...diagnosis.indexes.map(({ index_id: id }) => `index:${id}`),
    ...diagnosis.checkpoints.map(({ checkpoint_id: id }) => `checkpoint:${id}`),
  ]);
  return scopes.filter((scope) => {
    if (!("id" in scope)) return false;
    if (scope.kind === "index" || scope.kind === "checkpoint") return !derived.has(scopeText(scope));
    return !namesRecord(scope.kind, scope.id, diagnosis);
  }).map(scopeText);
}

function namesRecord(kind: typeof RECORD_SCOPES[number], id: string, { catalog }: Diagnosis): boolean {
  const ids = [id, ...KINDS[kind].prefixes.map((prefix) => `${prefix}:${id}`)];
  if (ids.some((one) => catalog.find(kind, one).length > 0)) return true;
  // One that cannot be read is known by its file's name alone.
  return catalog.unreadable.some((entry) => {
    const fileName = entry.file.path.slice(entry.file.path.lastIndexOf("/") + 1).replace(/\.json$/, "");
    return entry.kind === kind && isAllowed({ kind, id: fileName }, [{ kind, id }]);
  });
}
