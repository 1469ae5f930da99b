/** How the records of each kind travel in a bundle (docs/backup-restore.md, "What goes into a bundle"). */
import { RECORD_KINDS, type RecordKind } from "../model/kinds.ts";

export interface Travel {
  /** Whether it goes along where something in the bundle names it. */
  readonly whereNamed: boolean;
  /** The field that names the objects with which it goes along; null where it is about none. */
  readonly about: "object_id" | "object_ids" | null;
  /** Whether another store takes it in. */
  readonly comesIn: boolean;
  /** Whether what it says decides how other records are judged on the way in. */
  readonly judges: boolean;
}

const STAYS: Travel = { whereNamed: false, about: null, comesIn: false, judges: false };
const GOES: Travel = { ...STAYS, comesIn: true };

/**
 * Devices, plans and reports stay: they say how this host works, plans are made again, reports tell of another store. So
 * do receipts and queue items, which a bundle has no member for: they are the daemon's own word on this host.
 */
export const TRAVEL: Readonly<Record<RecordKind, Travel>> = {
  profile: { ...GOES, whereNamed: true, judges: true },
  workspace: { ...GOES, whereNamed: true },
  device: { ...STAYS, judges: true },
  schema: { ...GOES, whereNamed: true },
  actor: { ...GOES, whereNamed: true, judges: true },
  object: GOES,
  decision: { ...GOES, whereNamed: true, about: "object_id" },
  conflict: { ...GOES, about: "object_id" },
  transaction: { ...GOES, about: "object_ids" },
  event: { ...GOES, about: "object_id" },
  plan: STAYS,
  report: STAYS,
  receipt: STAYS,
  queue: STAYS,
};

/** The kinds whose records go along with the objects that they are about. */
export const ABOUT_OBJECTS: readonly RecordKind[] = RECORD_KINDS.filter((kind) => TRAVEL[kind].about !== null);
