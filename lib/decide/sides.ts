/** A conflict with both its sides: who holds what, and what can be chosen. */
import { contentText } from "../bundle/record_content.ts";
import type { ConflictSides, Side } from "../model/documents/conflict_sides.ts";
import { textOf } from "../model/fields.ts";
import { KINDS } from "../model/kinds.ts";
import { CONFLICT_OPTIONS } from "../model/vocabulary.ts";
import { isHidden } from "../policy/redaction.ts";
import { decidersFlaw } from "../policy/deciders.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { targetOf } from "../store/lookup.ts";
import { importedConflict, isOpenConflict } from "../store/open_conflicts.ts";
import { syncCommand } from "../text/command_line.ts";
import { isJsonObject, type JsonObject, stringListField } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { comparedFields } from "./compare.ts";

/** A version of the object, and where it was read. */
export interface ReadSide {
  readonly record: JsonObject;
  readonly from: string;
}

/** The other side as far as it is at hand; `bundle` is the one that was given, null where the store itself keeps it. */
export type OtherSide =
  | { readonly side: ReadSide; readonly bundle: string | null }
  | { readonly side: null; readonly reason: string };

interface SidesFacts {
  readonly conflict: ReadableRecord;
  /** Null where the object has no record here, or where nobody can tell. */
  readonly here: ReadSide | null;
  readonly there: OtherSide;
  readonly catalog: Catalog;
  /** The flags by which a printed command looks at the same store. */
  readonly flags: readonly string[];
  readonly sha256Hex: Sha256Hex;
}

/** What both sides say, what differs, and what can be chosen; no template is written yet. */
export function conflictSides({ conflict, here, there, catalog, flags, sha256Hex }: SidesFacts): ConflictSides {
  const { record } = conflict;
  const imported = importedConflict(record);
  const card = isJsonObject(record["decision_card"]) ? record["decision_card"] : {};
  const isOpen = isOpenConflict(record);
  const before = imported?.hereSha256 ?? null;
  return {
    conflict_id: conflict.id,
    object_id: textOf(record, "object_id"),
    here: here === null ? null : shownSide(here),
    changed_since: here === null || before === null
      ? null
      : sha256Hex(contentText(here.record, KINDS.object.schema)) !== before,
    there: there.side === null ? null : shownSide(there.side),
    missing: missingOf({ conflict, here, there, flags, isImported: imported !== null }),
    fields: comparedFields(here?.record ?? null, there.side?.record ?? null),
    options: isOpen ? optionsOf(card, { conflict, here, there, catalog, flags }) : [],
    template: null,
    decided: isOpen ? null : {
      option: textOf(card, "selected_option") ?? "",
      by: textOf(card, "selected_by"),
      at: textOf(card, "selected_at"),
      rationale: textOf(card, "rationale"),
    },
  };
}

function shownSide({ record, from }: ReadSide): Side {
  return {
    from,
    changed_by: textOf(record, "last_modified_by_actor"),
    changed_at: textOf(record, "updated_at"),
    state: textOf(record, "state"),
  };
}

function missingOf(
  { conflict, here, there, flags, isImported }: Pick<SidesFacts, "conflict" | "here" | "there" | "flags"> & {
    readonly isImported: boolean;
  },
): ConflictSides["missing"] {
  if (here === null) return { reason: "The object has no record here that could be shown", command: null };
  if (there.side !== null) return null;
  const command = syncCommand("conflicts", targetOf(conflict), "--from", "BUNDLE", ...flags);
  return { reason: there.reason, command: isImported ? command : null };
}

const EFFECTS = {
  skip: "keeps what is here",
  fork: "keeps both: the other side becomes an object of its own",
  merge: "puts a record that you give in the place of the one here",
} as const satisfies Readonly<Record<typeof CONFLICT_OPTIONS[number], string>>;

const NO_FORK = "cannot be done: no import made the conflict, and nothing here holds the other side";

/** What the option is given beside who decides and why. */
function takenBy(option: typeof CONFLICT_OPTIONS[number], there: OtherSide): readonly string[] {
  switch (option) {
    case "skip":
      return [];
    case "merge":
      return ["--record", "merged.json"];
    case "fork":
      return bundleFlags(there);
  }
}

function bundleFlags(there: OtherSide): readonly string[] {
  return there.side === null ? ["--from", "BUNDLE"] : there.bundle === null ? [] : ["--from", there.bundle];
}

/** Whether both sides may be written down for whoever asks. */
export function canTemplate(here: ReadSide | null, there: OtherSide): boolean {
  return here !== null && there.side !== null &&
    [here.record, there.side.record].every((record) => !isHidden("object", record));
}

const MOST_NAMED = 5;

function optionsOf(
  card: JsonObject,
  { conflict, here, there, catalog, flags }: Omit<SidesFacts, "sha256Hex">,
): ConflictSides["options"] {
  const offered = stringListField(card, "options");
  const actors = catalog.ofKind("actor");
  return CONFLICT_OPTIONS.filter((option) => offered.includes(option)).map((option) => {
    const may = actors.filter((actor) => decidersFlaw(actor, { conflict, object: here, option }) === null)
      .flatMap(({ id }) => id ?? []).slice(0, MOST_NAMED);
    const isPossible = option !== "fork" || importedConflict(conflict.record) !== null;
    const words = ["--option", option, ...takenBy(option, there), "--as", may[0] ?? "ACTOR", "--rationale", "TEXT"];
    return {
      option,
      recommended: textOf(card, "recommended_option") === option,
      effect: isPossible ? EFFECTS[option] : NO_FORK,
      prepare: option === "merge" && canTemplate(here, there)
        ? syncCommand("conflicts", targetOf(conflict), "--template", "merged.json", ...bundleFlags(there), ...flags)
        : null,
      who_may: may,
      command: isPossible ? syncCommand("conflicts", "decide", targetOf(conflict), ...words, ...flags) : null,
    };
  });
}
