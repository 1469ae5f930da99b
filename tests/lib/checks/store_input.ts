/** What the checks look at, made of a store that is data: no disk between fixtures and checks. */
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { Check, CheckInput } from "../../../lib/checks/frame/check.ts";
import { boundariesCheck } from "../../../lib/checks/boundaries.ts";
import { boundaryEventsCheck } from "../../../lib/checks/boundary_events.ts";
import { conflictsCheck } from "../../../lib/checks/conflicts.ts";
import { journalEventsCheck } from "../../../lib/checks/journal_events.ts";
import { planCyclesCheck } from "../../../lib/checks/plan_cycles.ts";
import { plansCheck } from "../../../lib/checks/plans.ts";
import { recordIdsCheck } from "../../../lib/checks/record_ids.ts";
import { referencesCheck } from "../../../lib/checks/references.ts";
import { schemasCheck } from "../../../lib/checks/schemas.ts";
import { trustActivityCheck } from "../../../lib/checks/withdrawn_activity.ts";
import { trustCheck } from "../../../lib/checks/trust.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";
import { ALL_KINDS } from "../../../lib/model/kinds.ts";
import type { FileEntry, RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { StoreFile, StoreFiles } from "../../../fixtures/store_files.ts";
import { EPOCH } from "../../../fixtures/times.ts";
import { policyOf } from "../../helpers/policies.ts";
import { healthySnapshot, healthyStore } from "../../helpers/snapshots.ts";

/** When the store is looked at: after everything that the tests let happen in it. */
const LATER = "2026-07-01T00:00:00Z";

/** The checks that rest on records and on the journal's summary. */
export const DEEP_CHECKS: readonly Check[] = [
  recordIdsCheck,
  referencesCheck,
  boundariesCheck,
  boundaryEventsCheck,
  trustCheck,
  trustActivityCheck,
  journalEventsCheck,
  schemasCheck,
  conflictsCheck,
  plansCheck,
  planCyclesCheck,
];

/** The healthy store with these records added; of several at one path the last one stays. */
export function storeWithMore(entries: readonly RecordEntry[], changes: Partial<StoreSnapshot> = {}): StoreSnapshot {
  const healthy = healthyStore(changes);
  return {
    ...healthy,
    records: [...new Map([...healthy.records, ...entries].map((one) => [one.file.path, one])).values()],
  };
}

/** What one check finds in the store, as `id target`. @throws Error where it does not run. */
export function found(check: Check, store: StoreSnapshot): readonly string[] {
  const outcome = check.run(inputOf(store));
  if (!outcome.ran) throw new Error(`${check.id} did not run: ${outcome.reason}`);
  return outcome.findings.map(({ id, target }) => `${id} ${target}`);
}

const RECORD_LIMIT_BYTES = 2 ** 24;

/** What a check is given to look at this store. */
export function inputOf(store: StoreSnapshot): CheckInput {
  const catalog = buildCatalog(store);
  return {
    snapshot: healthySnapshot({ store, taken_at: LATER }),
    store,
    catalog,
    policy: policyOf(store, catalog),
    note: null,
    indexes: [],
    checkpoints: [],
  };
}

/** Everything that the deep checks find; a check that does not run finds nothing. */
export function deepFindings(store: StoreSnapshot): readonly Finding[] {
  const input = inputOf(store);
  return DEEP_CHECKS.flatMap((check) => {
    const outcome = check.run(input);
    return outcome.ran ? outcome.findings : [];
  });
}

/** The store as the host would read it, as far as these checks look. */
export function storeOf(files: StoreFiles): StoreSnapshot {
  const records: RecordEntry[] = [];
  for (const { kind, folder } of ALL_KINDS) {
    for (const [path, file] of [...files].sort(([left], [right]) => left < right ? -1 : 1)) {
      if (path.startsWith(`${folder}/`) && path.endsWith(".json")) records.push({ kind, ...readRecord(path, file) });
    }
  }
  return healthyStore({ journal: readJournal(files), records });
}

function readRecord(path: string, file: StoreFile): Omit<RecordEntry, "kind"> {
  const bytes = file.kind === "file" ? file.bytes : new Uint8Array();
  const entry: FileEntry = {
    path,
    type: file.kind,
    bytes: bytes.length,
    mode: 0o600,
    uid: 1000,
    modified_at: file.kind === "file" ? file.modified_at ?? EPOCH : EPOCH,
    problem: null,
  };
  const broken = (state: RecordEntry["state"]) => ({ file: entry, state, error: state, oddities: [], record: null });
  if (file.kind !== "file") return broken("not_a_file");
  if (file.mode === 0) return broken("denied");
  if (bytes.length > RECORD_LIMIT_BYTES) return broken("too_large");
  try {
    const reading = parseJsonObject(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return reading.ok
      ? { file: entry, state: "ok", error: null, oddities: [], record: reading.value }
      : broken("not_json");
  } catch {
    return broken("invalid_utf8");
  }
}

function readJournal(files: StoreFiles): JournalSummary {
  const journal = files.get("journal.jsonl");
  const fold = createJournalFold();
  if (journal?.kind === "file") fold.add(journal.bytes);
  const state = journal?.kind === "file" ? "present" as const : "absent" as const;
  return fold.finish({ state, error: null, sha256: null }).summary;
}
