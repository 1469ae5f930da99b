/** What a conflict, plan, decision or transaction is about, and what it waits for, as sentences behind what it is. */
import { type RecordField, textOf, textsOf } from "../model/fields.ts";
import type { RecordKind } from "../model/kinds.ts";
import { decidersFlaw } from "../policy/deciders.ts";
import type { Catalog } from "../store/catalog.ts";
import { importedConflict } from "../store/open_conflicts.ts";
import { isJsonObject, type JsonObject } from "../text/json.ts";
import { listText } from "../text/words.ts";

/** The sentences, none for other kinds; what the record does not say is left out. */
export function matterOf(kind: RecordKind, record: JsonObject, catalog: Catalog): readonly string[] {
  switch (kind) {
    case "conflict":
      return conflictMatter(record, catalog);
    case "plan":
      return [
        aboutText(`It would do ${word(record, "operation_class")}`, textsOf(record, "object_ids")) +
        ` from ${word(record, "source_actor")} to ${word(record, "target_actor")}`,
        ...saying(record, "user_explanation"),
        ...decisionMatter(textOf(record, "policy_decision_ref"), catalog),
      ];
    case "transaction":
      return [
        aboutText(`${word(record, "actor_id")} asked for ${word(record, "operation")}`, textsOf(record, "object_ids")),
        ...decisionMatter(textOf(record, "policy_decision_ref"), catalog),
      ];
    case "decision":
      return [
        aboutText(
          `By policy ${word(record, "policy_id")} it says "${textOf(record, "effect") ?? "?"}" to ${
            word(record, "actor_id")
          }`,
          [textOf(record, "object_id") ?? []].flat(),
        ),
        ...saying(record, "rationale"),
      ];
    default:
      return [];
  }
}

function conflictMatter(record: JsonObject, catalog: Catalog): readonly string[] {
  const { decision_card: held } = record;
  const card = isJsonObject(held) ? held : {};
  const devices = textsOf(record, "devices");
  const sides = textsOf(record, "actors");
  const chosen = textOf(card, "selected_option");
  const recommended = textOf(card, "recommended_option");
  return [
    `It is about ${word(record, "object_id")}${sides.length === 0 ? "" : `, between ${quotedList(sides)}`}${
      devices.length === 0 ? "" : `, on ${quotedList(devices)}`
    }`,
    ...saying(record, "user_explanation"),
    `The options are ${quotedList(textsOf(card, "options")) || "not told"}${
      recommended === null ? "" : `; "${recommended}" is recommended`
    }`,
    ...(chosen === null ? waitingMatter(record, catalog) : [
      `${word(card, "selected_by")} chose "${chosen}" at ${textOf(card, "selected_at") ?? "?"}`,
    ]),
    ...saying(card, "rationale"),
  ];
}

/** Who may settle an open conflict by the mildest of its options, and where its other side is. */
function waitingMatter(record: JsonObject, catalog: Catalog): readonly string[] {
  const [object = null] = catalog.find("object", textOf(record, "object_id") ?? "");
  const deciding = { conflict: { record }, object, option: "skip" as const };
  const ids = catalog.ofKind("actor").filter((actor) => decidersFlaw(actor, deciding) === null).flatMap((one) =>
    one.id ?? []
  );
  const imported = importedConflict(record);
  return [
    `Nobody has chosen yet, and ${ids.length === 0 ? "no registered actor" : quotedList(ids)} may`,
    ...(imported === null ? [] : [`Its other side came with the bundle with SHA-256 ${imported.bundleSha256}`]),
  ];
}

function decisionMatter(id: string | null, catalog: Catalog): readonly string[] {
  if (id === null) return [];
  const [decision] = catalog.find("decision", id);
  if (decision === undefined) return [`It rests on policy decision "${id}", which is not in this store`];
  const { record } = decision;
  const effect = `of policy ${word(record, "policy_id")}, which says "${textOf(record, "effect") ?? "?"}"`;
  return [`It rests on policy decision "${id}" ${effect}`, ...saying(record, "rationale")];
}

function aboutText(start: string, objects: readonly string[]): string {
  return objects.length === 0 ? start : `${start} with ${quotedList(objects)}`;
}

/** So many of a list are named. */
const MOST_NAMED = 5;

function quotedList(words: readonly string[]): string {
  const more = words.length - MOST_NAMED;
  const named = words.slice(0, MOST_NAMED).map((one) => `"${one}"`);
  return listText(more > 0 ? [...named, `${more} more`] : named);
}

function word(record: JsonObject, field: RecordField): string {
  const text = textOf(record, field);
  return text === null ? "an unknown one" : `"${text}"`;
}

function saying(record: JsonObject, field: RecordField): readonly string[] {
  const text = textOf(record, field);
  return text === null || text.trim() === "" ? [] : [text.trim().replace(/\.$/, "")];
}
