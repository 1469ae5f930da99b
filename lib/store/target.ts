/** `kind:id` as a person types it, and the record that it means (docs/scripting.md, "Targets"). */
import { distance } from "fastest-levenshtein";
import type { Catalog, ReadableRecord } from "./catalog.ts";
import { targetName } from "./catalog.ts";
import { ALL_KINDS, type KindFacts, KINDS, type RecordKind } from "../model/kinds.ts";

/** Kinds that the program knows of and that are no records of a registry. */
const OTHER_KINDS = ["index", "checkpoint", "lane", "bundle", "finding", "exit"] as const;

export type Resolution =
  | { readonly found: "one"; readonly record: ReadableRecord; readonly kinds: readonly RecordKind[] }
  | { readonly found: "several"; readonly candidates: readonly string[]; readonly kinds: readonly RecordKind[] }
  | { readonly found: "none"; readonly nearest: readonly string[]; readonly kinds: readonly RecordKind[] }
  | { readonly found: "unsupported"; readonly kind: string };

function kindNamed(prefix: string): KindFacts | undefined {
  return ALL_KINDS.find((facts) => facts.prefixes.includes(prefix));
}

/**
 * The record that a typed target means: the exact id first, then the id behind the kind's prefix
 * (`object:alpha` finds the id `object:alpha` and the id `alpha`; a bare `alpha` finds either in any kind).
 * A path in the store is read too, as it is all that tells two files with one id apart.
 */
export function resolveTarget(
  text: string,
  catalog: Catalog,
  among: readonly RecordKind[],
  /** Workspaces without a record of their own, which are only looked at for the nearest. */
  workspaces: readonly string[] = [],
): Resolution {
  const colon = text.indexOf(":");
  const prefix = colon < 0 ? "" : text.slice(0, colon);
  const named = kindNamed(prefix);
  if (named !== undefined && !among.includes(named.kind)) return { found: "unsupported", kind: named.kind };
  if (OTHER_KINDS.some((kind) => kind === prefix)) return { found: "unsupported", kind: prefix };
  const searched = named === undefined ? ALL_KINDS.filter((facts) => among.includes(facts.kind)) : [named];
  const kinds = searched.map((facts) => facts.kind);
  const sameId = searched.flatMap((facts) => catalog.find(facts.kind, text));
  const exact = sameId.length > 0
    ? sameId
    : catalog.all.filter((record) => record.path === text && among.includes(record.kind));
  const rest = named === undefined ? text : text.slice(colon + 1);
  const matches = exact.length > 0 ? exact : searched.flatMap((facts) => [
    ...(named === undefined ? [] : catalog.find(facts.kind, rest)),
    ...facts.prefixes.flatMap((name) => catalog.find(facts.kind, `${name}:${rest}`)),
  ]);
  const [first, ...others] = matches;
  if (first === undefined) {
    const known = searched.flatMap(({ kind }) => [
      ...catalog.ofKind(kind).flatMap(({ id }) => id === null ? [] : [{ kind, id }]),
      ...(kind === "workspace" ? workspaces.map((id) => ({ kind, id })) : []),
    ]);
    return { found: "none", nearest: nearestNames(text, known), kinds };
  }
  if (others.length === 0) return { found: "one", record: first, kinds };
  return { found: "several", candidates: tellApart(matches), kinds };
}

/** How a record is named to a person. */
function recordName(record: ReadableRecord): string {
  return record.id === null ? record.path : targetName(record.kind, record.id);
}

/** The records' names; those that claim one id, by their paths. */
function tellApart(records: readonly ReadableRecord[]): readonly string[] {
  const names = records.map(recordName);
  return records.map((record) => {
    const name = recordName(record);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : record.path;
  });
}

/** The id as it is, and as a person types it without its kind. */
function idForms(kind: RecordKind, id: string): readonly string[] {
  const prefix = KINDS[kind].prefixes.find((name) => id.startsWith(`${name}:`));
  return prefix === undefined ? [id] : [id, id.slice(prefix.length + 1)];
}

/** Up to three names that a few edits away were meant, the nearest first. */
function nearestNames(text: string, known: readonly { kind: RecordKind; id: string }[]): readonly string[] {
  const limit = Math.max(2, Math.floor(text.length / 3));
  const near = known
    .map(({ kind, id }) => ({ name: targetName(kind, id), forms: idForms(kind, id) }))
    .map(({ name, forms }) => ({ name, edits: Math.min(...[name, ...forms].map((form) => distance(text, form))) }))
    .filter(({ edits }) => edits <= limit)
    .sort((left, right) => left.edits - right.edits || (left.name < right.name ? -1 : 1))
    .map(({ name }) => name);
  return [...new Set(near)].slice(0, 3);
}
