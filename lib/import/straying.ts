/** Objects of a bundle that somebody made or changed who is registered here, and may not act where they are. */
import { textOf } from "../model/fields.ts";
import { isAllowedBeyondScope } from "../policy/crossing.ts";
import { outsideScope } from "../policy/scopes.ts";
import { placeOf } from "../policy/subject.ts";
import type { JsonObject } from "../text/json.ts";
import type { ObjectHistory } from "./history.ts";
import { judged, type Judgement } from "./rules.ts";
import type { ImportState } from "./state.ts";

interface BroughtObject {
  readonly id: string;
  readonly record: JsonObject;
  readonly history: ObjectHistory | null;
}

/** The first who acted beyond the scopes that its record here has, where no decision recorded here allows it. */
export function strayingProhibitions(
  { id, record, history }: BroughtObject,
  { lookup, policy }: Pick<ImportState, "lookup" | "policy">,
): readonly Judgement[] {
  const place = placeOf({ record });
  const acting = new Set([
    textOf(record, "last_modified_by_actor"),
    textOf(record, "created_by_actor"),
    ...history?.added.producers ?? [],
  ]);
  for (const one of acting) {
    const actor = lookup.record("actor", one);
    const outside = actor === null ? null : outsideScope(actor, place, lookup);
    if (outside === null) continue;
    const act = { objects: [id], place, named: textOf(record, "policy_decision_ref") };
    if (isAllowedBeyondScope(act, policy)) return [];
    return [judged("actor.beyond-scope", `It is in ${outside}, where actor "${one}" may not act`)];
  }
  return [];
}
