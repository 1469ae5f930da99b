/** Judgements for tests: records of a bundle that is never packed, against a store in memory. */
import type { Hold } from "../../lib/bundle/holding.ts";
import { buildCatalog } from "../../lib/store/catalog.ts";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { compareCodePoints } from "../../lib/text/order.ts";
import { KINDS, KINDS_BY_RANK, type RecordKind } from "../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { type ImportBridge, importBridges } from "../../lib/import/bridge.ts";
import { type Classification, createClassification } from "../../lib/import/classify.ts";
import { createHistoryComparison } from "../../lib/import/history.ts";
import { sortedIds } from "../../lib/import/sorted_ids.ts";
import { type ImportState, importState } from "../../lib/import/state.ts";
import { entryOf, type recordOf, sha256Hex, storeWith, TODAY } from "./snapshots.ts";

export interface Brought {
  readonly records: Partial<Readonly<Record<RecordKind, readonly JsonObject[]>>>;
  /** Journal lines. */
  readonly events?: readonly string[];
  readonly home?: string | null;
  readonly isTrial?: boolean;
  readonly isVouchedFor?: boolean;
  /** The import bridges that may bring it in; one that may do whatever the healthy state's actor may where absent. */
  readonly bridges?: readonly ImportBridge[];
  readonly hold?: Hold;
}

const GATE = {
  actor_id: "actor:gate",
  actor_type: "import_bridge",
  workspace_scope: ["workspace:house"],
  profile_scope: ["profile:home"],
  capabilities: ["read", "write", "merge"],
  trust_level: "user",
} as const;

/** An import bridge. */
export function bridgeOf(changes: Parameters<typeof recordOf>[1] = {}): ImportBridge {
  const catalog = buildCatalog(storeWith(entryOf("actor", { ...GATE, ...changes })));
  const [bridge] = importBridges(null, catalog);
  if (bridge === undefined) throw new TypeError("It is no import bridge");
  return bridge;
}

/** What is said of the bundle's records in a store whose journal has these lines. */
export function judgeOf(
  store: StoreSnapshot,
  journal: readonly string[],
  {
    records,
    events = [],
    home = "profile:home",
    isTrial = false,
    isVouchedFor = false,
    bridges = [bridgeOf()],
    hold = () => {},
  }: Brought,
): { readonly state: ImportState; readonly classification: Classification } {
  const ids = sortedIds(inOrder("object", records.object ?? []).map((record) => String(record["object_id"])));
  const comparison = createHistoryComparison(ids, { now: TODAY, sha256Hex, hold: () => {} });
  for (const event of events) comparison.countBundle(valueOf(event));
  for (const line of journal) comparison.addHere(valueOf(line));
  for (const event of events) comparison.addBundle(valueOf(event));
  const state = importState({
    store,
    catalog: buildCatalog(store),
    now: TODAY,
    histories: comparison.finish(),
    home,
    isTrial,
    isVouchedFor,
    bridges,
  });
  const classification = createClassification(state, hold);
  for (const kind of KINDS_BY_RANK) {
    const values = records[kind] ?? [];
    if (values.length > 0) Array.from(classification.adding(kind, inOrder(kind, values).map(lineOf)));
  }
  return { state, classification };
}

function inOrder(kind: RecordKind, values: readonly JsonObject[]): readonly JsonObject[] {
  const idOf = (value: JsonObject) => String(value[KINDS[kind].idField]);
  return values.toSorted((left, right) => compareCodePoints(idOf(left), idOf(right)));
}

function lineOf(value: JsonObject, index: number) {
  return { text: canonicalJson(value), value, number: index + 1 };
}

function valueOf(line: string): JsonObject {
  const parsed = parseJsonObject(line);
  if (!parsed.ok) throw new TypeError(`No JSON object: ${line}`);
  return parsed.value;
}
