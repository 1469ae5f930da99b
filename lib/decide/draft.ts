/** What somebody decides about a conflict, held against the conflict as it is here: a draft of the change, or why not. */
import { firstViolation } from "../store/contract.ts";
import { reasonNotToRewrite } from "../change/obstacles.ts";
import type { Scope } from "../change/scope.ts";
import { textOf } from "../model/fields.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { CliError } from "../model/errors.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { CONFLICT_OPTIONS } from "../model/vocabulary.ts";
import { decidersFlaw, ruledOut } from "../policy/deciders.ts";
import { createPolicy } from "../policy/decisions.ts";
import { type Catalog, type ReadableRecord, targetName } from "../store/catalog.ts";
import { lookupOf, targetOf } from "../store/lookup.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import { requireOne } from "../store/require_one.ts";
import { isJsonObject, type JsonObject, stringListField } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { listText } from "../text/words.ts";
import { requireWritable } from "./writable.ts";

type ConflictOption = typeof CONFLICT_OPTIONS[number];

/** As a person typed it. */
export interface DecisionRequest {
  readonly conflict: string;
  readonly option: ConflictOption;
  readonly actor: string;
  readonly rationale: string;
  /** What is to be written, as it was given; null where nothing was. */
  readonly written: ConflictDecision["written"] | null;
}

export interface DecisionDraft {
  readonly decision: ConflictDecision;
  readonly conflict: ReadableRecord;
  /** The object that it is about; null where it has no record here. */
  readonly object: ReadableRecord | null;
  readonly actor: ReadableRecord;
  /** What allows it. */
  readonly needs: Scope;
}

interface Surroundings {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  /** When the store was read. */
  readonly now: string;
  readonly sha256Hex: Sha256Hex;
}

/**
 * The draft of the decision.
 *
 * @throws CliError not_found or usage for an id that is none or not the only one; unsupported where the conflict cannot be
 *   decided so; denied where the actor may not; each with the way out
 */
export function draftDecision(request: DecisionRequest, surroundings: Surroundings): DecisionDraft {
  const { store, catalog, now } = surroundings;
  const attempt = `decide conflict "${request.conflict}"`;
  const conflict = requireConflict(request.conflict, catalog);
  const { option } = request;
  const objectId = textOf(conflict.record, "object_id");
  const object = objectId === null ? null : lookupOf(store, catalog).record("object", objectId);
  requireDecidable(conflict, { attempt, option, store, catalog });
  const actor = requireOne(request.actor, catalog, {
    among: ["actor"],
    attempt: `${attempt} as actor "${request.actor}"`,
    takes: "--as takes an actor",
    otherKind: "usage",
    hint: whoMay(catalog, { conflict, object, option }),
    target: "--as",
  });
  const flaw = decidersFlaw(actor, { conflict, object, option });
  if (flaw !== null || actor.id === null) {
    throw new CliError("denied", `Cannot ${attempt} as actor "${request.actor}": ${flaw ?? "its record has no id"}`, {
      target: "--as",
      code: "may_not_decide",
      hint: whoMay(catalog, { conflict, object, option }),
    });
  }
  const ruling = ruledOut({ conflict, object }, createPolicy({ catalog, store, now }));
  if (ruling !== null) {
    throw new CliError("denied", `Cannot ${attempt}: ${ruling}`, {
      target: targetOf(conflict),
      hint: "Ask whoever decides on this policy; see",
      command: ["decisions"],
    });
  }
  const written = request.written ?? null;
  requireWritable({ conflict, object, option, written }, attempt, surroundings);
  return {
    decision: {
      conflict_id: conflict.id ?? "",
      object_id: objectId ?? "",
      option,
      actor_id: actor.id,
      rationale: request.rationale,
      ...(written === null ? {} : { written }),
    },
    conflict,
    object,
    actor,
    needs: scopeOfObject(objectId ?? ""),
  };
}

/** The conflict that a person means. @throws CliError as requireOne() does */
export function requireConflict(named: string, catalog: Catalog): ReadableRecord {
  return requireOne(named, catalog, {
    among: ["conflict"],
    attempt: `decide conflict "${named}"`,
    takes: "only a conflict is decided",
    otherKind: "usage",
    hint: "See",
    command: ["conflicts", "--status", "open"],
  });
}

/** The scope of an object, as a person types it. */
function scopeOfObject(objectId: string): Scope {
  return { kind: "object", id: targetName("object", objectId).slice("object:".length) };
}

/** @throws CliError where nobody can decide the conflict so */
function requireDecidable(
  conflict: ReadableRecord,
  { attempt, option, store, catalog }: Pick<Surroundings, "store" | "catalog"> & {
    readonly attempt: string;
    readonly option: ConflictOption;
  },
): void {
  const target = targetOf(conflict);
  if (!lookupOf(store, catalog).ofKind("conflict").includes(conflict)) {
    throw new CliError("too_new", `Cannot ${attempt}: its record is of a newer format than this program knows`, {
      target,
      hint: "Use a newer release of this program",
    });
  }
  const broken = firstViolation("conflict", conflict.record)?.message ??
    reasonNotToRewrite(conflict.path, conflict.entry);
  if (broken !== null) {
    throw new CliError("unsupported", `Cannot ${attempt}: ${broken}`, {
      target,
      hint: "See",
      command: ["explain", target],
    });
  }
  const card = cardOf(conflict.record);
  if (!isOpenConflict(conflict.record)) {
    const chosen = textOf(card, "selected_option") ?? "?";
    throw new CliError(
      "denied",
      `Cannot ${attempt}: it is decided already: "${chosen}", by "${textOf(card, "selected_by") ?? "?"}" at ${
        textOf(card, "selected_at") ?? "?"
      }`,
      {
        target,
        code: "already_decided",
        hint: "A decision that was made by this program can be taken back by its report; see",
        command: ["repair", "reports"],
      },
    );
  }
  const offered = stringListField(card, "options");
  if (!offered.includes(option)) {
    throw new CliError("unsupported", `Cannot ${attempt} with "${option}": its decision card does not offer that`, {
      target,
      code: "option_not_offered",
      hint: offered.length === 0 ? "It offers no option at all" : `Give --option ${listText(offered, "or")}`,
    });
  }
}

/** Who of the registered actors may decide it so, as a hint. */
function whoMay(catalog: Catalog, deciding: Parameters<typeof decidersFlaw>[1]): string {
  const ids = catalog.ofKind("actor").filter((actor) => decidersFlaw(actor, deciding) === null)
    .flatMap(({ id }) => id ?? []);
  return ids.length === 0
    ? 'No registered actor may: it takes the capability "merge", and scopes that name the profile and workspace'
    : `Who may: ${listText(ids.slice(0, MOST_NAMED).map((id) => `--as ${id}`), "or")}`;
}

const MOST_NAMED = 5;

function cardOf(record: JsonObject): JsonObject {
  const { decision_card: card } = record;
  return isJsonObject(card) ? card : {};
}

/** The text of the conflict's record once it is decided: its card says what, by whom, when and why; all else stays. */
export function decidedRecordText(
  record: JsonObject,
  { option, actor_id: actor, rationale }: ConflictDecision,
  at: string,
): string {
  const card = {
    ...cardOf(record),
    selected_option: option,
    rationale,
    selected_by: actor,
    selected_at: at,
  };
  return `${stringifyJson({ ...record, decision_card: card, updated_at: at }, 2)}\n`;
}
