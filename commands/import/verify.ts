/** `sync import --verify`, and with --record the proof in the store. */
import { answered, NO_STATE, type Outcome } from "../../lib/answers/outcome.ts";
import type { ImportData } from "../../lib/model/documents/import.ts";
import { REPORT_SCHEMA } from "../../lib/model/repair_report.ts";
import type { RestoreTrial } from "../../lib/model/restore_trial.ts";
import { plural } from "../../lib/text/words.ts";
import { recordTrial } from "../../lib/change/recorded_change.ts";
import { sortByCodePoints } from "../../lib/text/order.ts";
import { requireFewEnough } from "../../lib/import/at_once.ts";
import { TOOL } from "../../lib/model/tool.ts";
import { targetName } from "../../lib/store/catalog.ts";
import { withLockedStore } from "../state/locked_store.ts";
import { requireOwner } from "../state/owner.ts";
import type { Invocation } from "../frame/definition.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";
import { retypingOfImport } from "./retyping.ts";
import { recordsOf } from "./reading.ts";
import { type Trial, verifyBundle } from "./trial.ts";

interface VerifyImport {
  readonly path: string;
  readonly bundle: OpenBundle;
  /** The flags by which it was read. */
  readonly readWith: readonly string[];
  /** --record, which is the consent to write the result, and nothing else, into the store. */
  readonly records: boolean;
}

/** With more of them the record would be longer than records may be. */
const MOST_RESTORED = 400_000;

/** @throws CliError io or denied where it cannot be tried; with --record what withLockedStore() throws */
export async function verifyImport(
  { common, raw, host }: Invocation<unknown>,
  { path, bundle, readWith, records }: VerifyImport,
): Promise<Outcome<ImportData>> {
  requireFewEnough(recordsOf(bundle), {
    attempt: `try the restore of "${path}"`,
    target: path,
    hint: "Have it exported in parts, workspace by workspace",
  });
  if (!records) {
    const { data, result } = await verifyBundle(path, { bundle, readWith, host });
    const source = { kind: "bundle", store: null, daemon: null } as const;
    return answered({ ...NO_STATE, source }, data, { exit: result.proven ? "ok" : "partial" });
  }
  const change = { scopes: [], verb: "record the proof", retyping: retypingOfImport(raw, path) };
  await requireOwner(common.state, change.retyping, host);
  // Tried first: nobody has to wait for the store's lock meanwhile.
  const trial = await verifyBundle(path, { bundle, readWith, host });
  // What has begun to be recorded is recorded.
  host.deadline.check();
  return await withLockedStore(common.state, host, change, async (locked) => {
    const record = trialRecord(trial, bundle, host);
    await locked.lock.apply(recordTrial(record, host.sha256Hex));
    const data = { ...trial.data, drill: { ...trial.result, recorded_as: record.record_id } };
    return answered(locked.state, data, { exit: trial.result.proven ? "ok" : "partial" });
  });
}

function trialRecord({ result, restored }: Trial, bundle: OpenBundle, host: Host): RestoreTrial {
  const { descriptor, digest, signature } = bundle;
  const { proven, at, duration_ms: duration, differences, more_differences: more } = result;
  const { target, counts, source_store: source } = descriptor;
  const count = differences.length + more;
  const records = recordsOf(bundle);
  const name = targetName(target.kind, target.id);
  return {
    schema: REPORT_SCHEMA,
    record_id: `drill-${at.replace(/[-:]/g, "")}-${host.sha256Hex(`${digest.sha256}\n${at}`).slice(0, 8)}`,
    kind: "drill",
    tool: TOOL,
    created_at: at,
    updated_at: at,
    duration_ms: duration,
    bundle: {
      ...digest,
      target,
      created_at: descriptor.created_at,
      source_store: source.id,
      signature: signature.state,
    },
    proven,
    differences: count,
    records,
    events: counts.events,
    summary: proven
      ? `The restore of ${name} is proven: all of ${plural(records, "record")} and ${
        plural(counts.events, "event")
      } came back as they were`
      : `The restore of ${name} is not proven: ${plural(count, "difference")}`,
    restored: restored.length > MOST_RESTORED ? null : sortByCodePoints(restored),
  };
}
