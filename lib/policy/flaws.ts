/**
 * Why a decision that allows does not count: doubt never opens a door (docs/domain.md, "Policy decisions").
 *
 * It counts where the record is whole and tells when it was decided, and where its actor may decide: one that is
 * registered, was not withdrawn by then, and whose scopes reach the profile and workspace that the decision is about.
 */
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import type { Lookup } from "../store/lookup.ts";
import { KINDS } from "../model/kinds.ts";
import { parseTimestamp } from "../text/time.ts";
import { beyondScope } from "./scopes.ts";
import { placeOf } from "./subject.ts";
import { howWithdrawn, mayBeWithdrawnAt } from "./withdrawal.ts";

export interface Flaw {
  readonly kind:
    | "undated" // its time is missing, or not of the store's form
    | "future"
    | "malformed"
    | "actor" // may not decide there
    | "unreadable"; // what would have to be known cannot be read
  /** As a clause: `its decided_at is missing`. */
  readonly text: string;
}

/** What a decision is held against. */
interface FlawFacts {
  /** Null where there is no store, and no decision either. */
  readonly lookup: Lookup | null;
  /** Milliseconds since 1970: when the state was read. */
  readonly now: number;
}

/** When it was decided, in milliseconds since 1970; else why that is no moment that has passed. */
export function readTime({ record }: ReadableRecord, now: number): number | Flaw {
  const text = textOf(record, "decided_at");
  if (text === null) return { kind: "undated", text: "its decided_at is missing" };
  const time = parseTimestamp(text);
  if (time === null) {
    return { kind: "undated", text: `its decided_at "${text}" is not of the form 2026-01-31T23:59:59Z` };
  }
  return time > now ? { kind: "future", text: `it is dated in the future, ${text}` } : time;
}

/** What is wrong with a decision whose time is sound; null where it counts. */
export function flawOf(source: ReadableRecord, facts: FlawFacts): Flaw | null {
  return shapeFlaw(source, facts) ?? actorFlaw(source, facts) ?? neighbourFlaw(facts);
}

function shapeFlaw({ kind, id, record, entry }: ReadableRecord, { lookup }: FlawFacts): Flaw | null {
  const malformed = (text: string): Flaw => ({ kind: "malformed", text });
  const known = KINDS[kind].schema;
  if (Object.hasOwn(record, "schema") && record["schema"] !== known) return malformed(`its format is not "${known}"`);
  const [violation] = checkContract(kind, record);
  if (violation !== undefined) return malformed(`it breaks its contract: ${violation.message}`);
  if (entry.oddities.includes("non_finite_number")) return malformed("it holds a number that no JSON can say");
  if (textOf(record, "object_id") === "") return malformed("its object_id is empty");
  return id !== null && lookup?.duplicates(kind).has(id) === true ? malformed("several files claim its id") : null;
}

function actorFlaw(source: ReadableRecord, { lookup }: FlawFacts): Flaw | null {
  const id = textOf(source.record, "actor_id") ?? "";
  const flaw = (text: string): Flaw => ({ kind: "actor", text: `its actor "${id}" ${text}` });
  const end = lookup?.find("actor", id);
  if (end?.state === "unreadable") {
    return { kind: "unreadable", text: `the record of its actor "${id}" cannot be read` };
  }
  if (end?.state !== "there") return flaw("is not registered");
  const { record: actor } = end;
  if (lookup?.duplicates("actor").has(id) === true) return flaw("is claimed by several files");
  const schema = actor.record["schema"] ?? KINDS.actor.schema;
  if (schema !== KINDS.actor.schema) return flaw("has a record of another format");
  if (mayBeWithdrawnAt(actor, textOf(source.record, "decided_at"))) {
    return flaw(`was ${howWithdrawn(actor.record)} by then`);
  }
  const beyond = beyondScope(actor.record, placeOf(source));
  return beyond === null ? null : flaw(`may not decide in ${beyond.kind} "${beyond.id}"`);
}

/** What cannot be read may be a later denial. */
function neighbourFlaw({ lookup }: FlawFacts): Flaw | null {
  return lookup?.hasUnreadable("decision") === true
    ? { kind: "unreadable", text: "another decision cannot be read, and may deny it" }
    : null;
}
