/** Selections for tests, made of a store in memory. */
import { diagnose } from "../../lib/checks/frame/diagnosis.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import {
  BOUNDARY_CHECKS,
  type ExportSelection,
  type ObjectSelection,
  selectObjects,
  selectRecords,
} from "../../lib/export/select.ts";
import { resolveExportTarget } from "../../lib/export/target.ts";
import { healthySnapshot, sha256Hex } from "./snapshots.ts";

export interface Asked {
  readonly target?: string;
  /** What --policy-decision names. */
  readonly decisions?: readonly string[];
  readonly encrypted?: boolean;
}

/** What export decides about the objects of the workspace of the healthy store, or of another target. */
export function selectObjectsOf(store: StoreSnapshot, asked: Asked = {}): ObjectSelection {
  const { target = "workspace:house", decisions = [], encrypted = false } = asked;
  const { catalog, policy, findings } = diagnose(healthySnapshot({ store }), sha256Hex, {
    selection: { only: BOUNDARY_CHECKS, skip: [] },
  });
  const request = { target: resolveExportTarget(target, catalog), policyDecisions: decisions, encrypted };
  return selectObjects(request, { store, catalog, policy, findings });
}

/** The whole selection, with these producers of the history that goes along. */
export function selectOf(store: StoreSnapshot, asked: Asked = {}, producers: readonly string[] = []): ExportSelection {
  return selectRecords(selectObjectsOf(store, asked), producers);
}
