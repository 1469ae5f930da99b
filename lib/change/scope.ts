/** Scopes: what a change may touch (docs/scripting.md, "Scopes"). There is no flag that skips a scope. */
import { CliError } from "../model/errors.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { safeRecordName } from "../text/safe_name.ts";

const NAMED = ["derived", "disposable", "journal"] as const;
/** Records that a scope can name. */
export const RECORD_SCOPES = ["object", "workspace", "profile"] as const;
const WITH_ID = ["index", "checkpoint", ...RECORD_SCOPES] as const;

export type Scope =
  | { readonly kind: typeof NAMED[number] }
  | { readonly kind: typeof WITH_ID[number]; readonly id: string };

export const SCOPE_FORMS = [...NAMED, ...WITH_ID.map((kind) => `${kind}:ID`)].join(", ");

/** The scope, or null for anything that is none. */
export function readScope(text: string): Scope | null {
  const named = NAMED.find((kind) => kind === text);
  if (named !== undefined) return { kind: named };
  const colon = text.indexOf(":");
  const kind = WITH_ID.find((candidate) => candidate === text.slice(0, Math.max(colon, 0)));
  const id = text.slice(colon + 1);
  return kind === undefined || id.trim() === "" ? null : { kind, id };
}

/** @throws CliError usage for anything that is not a scope. */
export function parseScope(text: string): Scope {
  const scope = readScope(text);
  if (scope !== null) return scope;
  throw new CliError("usage", `Cannot use "${text}" as a scope: it is not one of the known forms`, {
    target: "--scope",
    hint: `Give one of ${SCOPE_FORMS}`,
  });
}

export function scopeText(scope: Scope): string {
  return "id" in scope ? `${scope.kind}:${scope.id}` : scope.kind;
}

/** The file names that records with this scope's id may have: the id is given with its kind or without. */
export function fileNamesOf(scope: Scope & { readonly id: string }): readonly string[] {
  return [scope.id, scopeText(scope)].flatMap((id) => safeRecordName(id) ?? []);
}

/** The scope that names a record by its file, which is all that is known of one that cannot be read; null where none can. */
export function fileScope(kind: RecordKind | undefined, path: string): Scope | null {
  const named = RECORD_SCOPES.find((known) => known === kind);
  if (named === undefined) return null;
  return readScope(scopeText({ kind: named, id: path.slice(KINDS[named].folder.length + 1, -".json".length) }));
}

/**
 * Whether any of the given scopes allows a step that needs `needed`. `derived` covers every index and checkpoint; a record
 * that cannot be read is known by its file's name alone, which the id that is given, with its kind or without, must make.
 */
export function isAllowed(needed: Scope, given: readonly Scope[]): boolean {
  const text = scopeText(needed);
  return given.some((scope) => {
    if (scopeText(scope) === text) return true;
    if (scope.kind === "derived") return needed.kind === "index" || needed.kind === "checkpoint";
    if (!("id" in scope) || !("id" in needed) || scope.kind !== needed.kind) return false;
    return fileNamesOf(scope).includes(needed.id);
  });
}
