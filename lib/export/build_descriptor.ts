/**
 * What a bundle says of itself. It travels with the bundle, so that it tells of what stays back by kind, rule and count
 * alone, and names nothing that does: the id of a secret may be one itself.
 */
import { readManifest } from "../store/manifest.ts";
import { BUNDLE_FORMAT, type BundleDescriptor } from "../model/bundle_descriptor.ts";
import { stringField } from "../text/json.ts";
import { RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { flawOfId } from "../text/safe_name.ts";
import { plural } from "../text/words.ts";
import { compareCodePoints } from "../text/order.ts";
import { isTimestamp } from "../text/time.ts";
import { TOOL } from "../model/tool.ts";
import { recordsByKind } from "./content.ts";
import { EXPORT_RULES } from "./rules.ts";
import type { EventSelection } from "./events.ts";
import type { ExportSelection, HeldRecord } from "./select.ts";

interface DescriptorFacts {
  /** See lib/store/store_id.ts. */
  readonly storeId: string | null;
  /** The time that is fixed from outside; null takes contentTime(). */
  readonly fixedTime: string | null;
  readonly events: EventSelection;
}

/** data/bundle.json of this selection. The same state gives the same one, on any host and at any time. */
export function buildDescriptor(
  selection: ExportSelection,
  { storeId, fixedTime, events }: DescriptorFacts,
): BundleDescriptor {
  const { request: { target }, state: { store }, leaving, held, needs } = selection;
  const manifest = readManifest(store);
  const leavingDecisions = new Set(
    leaving.flatMap(({ source: { kind, id } }) => kind === "decision" ? id ?? [] : []),
  );
  const counts = [...recordsByKind(leaving)].map(([kind, records]) => [kind, records.length]);
  return {
    format: BUNDLE_FORMAT,
    target: { kind: target.kind, id: target.id },
    source_store: { id: storeId, schema: manifest?.schema ?? null },
    active_generation: manifest?.activeGeneration ?? null,
    created_at: fixedTime ?? contentTime(selection, events),
    counts: { records: Object.fromEntries(counts), events: events.events },
    exclusions: exclusionsByRule(held),
    needs: needs.filter(({ id, reason }) => reason !== "held_back" && flawOfId(id) === null)
      .map(({ kind, id }) => ({ kind, id }))
      .sort((left, right) => compareCodePoints(left.kind, right.kind) || compareCodePoints(left.id, right.id)),
    policy_decisions_used: [...new Set(leaving.flatMap(({ decisions }) => decisions))]
      .filter((id) => leavingDecisions.has(id)).sort(compareCodePoints),
    tool: TOOL,
  };
}

const BEFORE_ALL = "1970-01-01T00:00:00Z";
const TIMES = ["created_at", "updated_at", "decided_at", "occurred_at", "revoked_at"];

/** The newest time that the content itself names: it depends on no clock, and on nothing that stays back. */
function contentTime({ leaving }: ExportSelection, { newestAt }: EventSelection): string {
  let newest = newestAt ?? BEFORE_ALL;
  for (const { source } of leaving) {
    for (const field of TIMES) {
      const time = stringField(source.record, field);
      if (time !== null && time > newest && isTimestamp(time)) newest = time;
    }
  }
  return newest;
}

function exclusionsByRule(held: readonly HeldRecord[]): BundleDescriptor["exclusions"] {
  const counts = new Map<RecordKind, Map<string, number>>();
  for (const { kind, holds: [{ rule }] } of held) {
    const rules = counts.get(kind) ?? new Map<string, number>();
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
    counts.set(kind, rules);
  }
  return RECORD_KINDS.toSorted(compareCodePoints).flatMap((kind) =>
    EXPORT_RULES.toSorted((left, right) => compareCodePoints(left.id, right.id)).flatMap(({ id, title }) => {
      const count = counts.get(kind)?.get(id);
      if (count === undefined) return [];
      return [{ kind, id: null, reason: "held_back", rule: id, message: `${plural(count, "record")}: ${title}` }];
    })
  );
}
