/** One record judged as if a bundle brought it and nothing else. */
import type { RecordKind } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import type { JsonObject } from "../text/json.ts";
import type { ImportBridge } from "./bridge.ts";
import { createClassification } from "./classify.ts";
import type { JudgedRecord } from "./judged_records.ts";
import { importState } from "./state.ts";

interface AloneFacts {
  readonly store: StoreSnapshot;
  readonly catalog: Catalog;
  /** When the store was read. */
  readonly now: string;
  /** The profile whose records need no decision. */
  readonly home: string | null;
  readonly bridges: readonly ImportBridge[];
}

/** What import would say of the record, whose history nobody tells; null where it is none of the kind. */
export function judgeAlone(kind: RecordKind, record: JsonObject, facts: AloneFacts): JudgedRecord | null {
  const histories = { get: () => undefined, counts: () => undefined };
  const state = importState({ ...facts, histories, isTrial: false, isVouchedFor: false });
  const classification = createClassification(state, () => {});
  for (const _ of classification.adding(kind, [{ value: record }]));
  const [judged = null] = classification.records;
  return judged;
}
