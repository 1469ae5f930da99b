/** What of a bundle lies inside the given scopes (docs/scripting.md, "Scopes"). */
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { CliError } from "../model/errors.ts";
import { type Place, placeOf } from "../policy/subject.ts";
import { readScope, RECORD_SCOPES } from "../change/scope.ts";
import type { JudgedRecord } from "./judged_records.ts";

export interface ImportScope {
  readonly kind: typeof RECORD_SCOPES[number];
  readonly id: string;
}

/** @throws CliError usage for anything that is no scope of an import */
export function parseImportScope(text: string): ImportScope {
  const scope = readScope(text);
  const kind = RECORD_SCOPES.find((known) => known === scope?.kind);
  if (kind !== undefined && scope !== null && "id" in scope) return { kind, id: scope.id };
  const reason = scope === null ? "it is not one of the known forms" : "a bundle holds records";
  throw new CliError("usage", `Cannot import into scope "${text}": ${reason}`, {
    target: "--scope",
    hint: "Give workspace:ID, profile:ID or object:ID",
  });
}

/** Whether a scope names this id, which carries its kind or does not, as the scope does. */
function names(scope: ImportScope, kind: RecordKind, id: string | null): boolean {
  if (id === null || scope.kind !== kind) return false;
  return id === scope.id || KINDS[kind].prefixes.some((prefix) => id === `${prefix}:${scope.id}`);
}

/** Whether the object is inside, where it would be and where it is. */
export function isInside(record: JudgedRecord, scopes: readonly ImportScope[]): boolean {
  const { id, local } = record;
  const places: readonly Place[] = [record, ...(local === null ? [] : [placeOf(local)])];
  return places.every((place) =>
    scopes.some((scope) =>
      names(scope, "object", id) || names(scope, "profile", place.profileId) ||
      names(scope, "workspace", place.workspaceId)
    )
  );
}

/** Whether a scope names the record itself. */
export function isNamed({ kind, id }: JudgedRecord, scopes: readonly ImportScope[]): boolean {
  return scopes.some((scope) => names(scope, kind, id));
}
