/** Every check, in the order in which doctor runs and reports them. */
import { accessCheck } from "./access.ts";
import { boundariesCheck } from "./boundaries.ts";
import { boundaryEventsCheck } from "./boundary_events.ts";
import type { Check } from "./frame/check.ts";
import { conflictsCheck } from "./conflicts.ts";
import { contentSyncFilesCheck } from "./content_sync_files.ts";
import { cyclesCheck } from "./cycles.ts";
import { daemonCheck } from "./daemon.ts";
import { derivedCheck } from "./derived.ts";
import { disposableCheck } from "./disposable.ts";
import { hostCheck } from "./host.ts";
import { interruptedCheck } from "./interrupted.ts";
import { journalLagCheck, journalLinesCheck, journalPresentCheck } from "./journal.ts";
import { journalEventsCheck } from "./journal_events.ts";
import { layoutCheck } from "./layout.ts";
import { lostContentSyncCheck } from "./lost_content_sync.ts";
import { lostQuarantineCheck } from "./lost_quarantine.ts";
import { lostRecordsCheck } from "./lost_records.ts";
import { manifestCheck } from "./manifest.ts";
import { permissionsCheck } from "./permissions.ts";
import { planCyclesCheck } from "./plan_cycles.ts";
import { plansCheck } from "./plans.ts";
import { policyDecisionsCheck } from "./policy_decisions.ts";
import { queueCheck } from "./queue.ts";
import { recordIdsCheck } from "./record_ids.ts";
import { referencesCheck } from "./references.ts";
import { registriesContractsCheck, registriesReadableCheck } from "./record_files.ts";
import { schemasCheck } from "./schemas.ts";
import { trustCheck } from "./trust.ts";
import { trustActivityCheck } from "./withdrawn_activity.ts";

export const CHECKS: readonly Check[] = [
  accessCheck,
  interruptedCheck,
  manifestCheck,
  journalPresentCheck,
  journalLinesCheck,
  journalLagCheck,
  journalEventsCheck,
  registriesReadableCheck,
  registriesContractsCheck,
  recordIdsCheck,
  lostRecordsCheck,
  lostQuarantineCheck,
  referencesCheck,
  planCyclesCheck,
  schemasCheck,
  boundariesCheck,
  boundaryEventsCheck,
  policyDecisionsCheck,
  trustCheck,
  trustActivityCheck,
  conflictsCheck,
  plansCheck,
  layoutCheck,
  permissionsCheck,
  disposableCheck,
  hostCheck,
  derivedCheck,
  contentSyncFilesCheck,
  cyclesCheck,
  queueCheck,
  lostContentSyncCheck,
  daemonCheck,
];
