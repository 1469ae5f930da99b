/** Every file that an import writes, as it will be: hash and length now, the bytes when they are written. */
import { textOf } from "../../lib/model/fields.ts";
import { competingAt, keptBefore } from "../../lib/change/paths.ts";
import { appendRange } from "../../lib/change/recording.ts";
import { nextOrdinal } from "../../lib/journal/append.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import type { ChangeWithContent, JournalLines } from "../../lib/model/change.ts";
import { KINDS } from "../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { isHidden } from "../../lib/policy/redaction.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ImportActions } from "../../lib/import/actions.ts";
import { importPath } from "../../lib/import/paths.ts";
import { conflictId, conflictRecord, recordText } from "../../lib/import/written_records.ts";
import { countImportLines, type ImportLines, importLines } from "../../lib/import/lines.ts";
import type { ImportSelection } from "../../lib/import/select.ts";
import type { JudgedRecord } from "../../lib/import/judged_records.ts";
import type { ImportState } from "../../lib/import/state.ts";
import { createBundleCursor } from "./bundle_cursor.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

export interface ImportPlan {
  readonly changes: readonly ChangeWithContent[];
  /** What is done with each record; a conflict that is recorded already asks for nothing. */
  readonly actions: ImportActions;
  /** The ids of the conflict records that are written. */
  readonly conflicts: readonly string[];
  /** Where the earlier bytes of what is replaced stay. */
  readonly kept: readonly string[];
}

interface PlanningFacts {
  readonly bundle: OpenBundle;
  readonly state: ImportState;
  readonly actions: ImportActions;
  readonly reportId: string;
  readonly at: string;
  readonly host: Host;
}

/** @throws CliError stale where what is replaced is not what was judged */
export async function planImport(facts: PlanningFacts): Promise<ImportPlan> {
  const { bundle, state, host, at, reportId } = facts;
  /** Whose conflict is recorded already. */
  const told: JudgedRecord[] = [];
  const changes: ChangeWithContent[] = [];
  const conflicts: string[] = [];
  const kept: string[] = [];
  const reading = createBundleCursor(bundle);
  // The texts are made a second time when they are written, in the same order.
  const writing = createBundleCursor(bundle);
  const digests = await digestsOfReplaced(facts);

  function write({ kind, number, path, local }: JudgedRecord): void {
    if (path === null) throw new RangeError("A record without a name cannot be written");
    const { value } = reading.lineAt(kind, number);
    const after = host.digestOf([recordText(kind, value, at)]);
    const before = local === null ? null : digests.get(path) ?? null;
    const keptAt = before === null ? null : keptBefore(reportId, path);
    if (keptAt !== null) kept.push(keptAt);
    changes.push({
      change: { path, before, after, kept_at: keptAt },
      content: { kind: "text", make: () => recordText(kind, writing.lineAt(kind, number).value, at) },
      isSecret: isHidden(kind, value),
    });
  }

  function tellConflict(judged: JudgedRecord): void {
    const conflict = {
      record: reading.lineAt(judged.kind, judged.number).value,
      judged,
      bundleSha256: bundle.digest.sha256,
      reportId,
      at,
      mergePolicy: mergePolicyOf(judged, state),
      isActor: (id: string) => state.lookup.record("actor", id) !== null,
      sha256Hex: host.sha256Hex,
    };
    const id = conflictId(conflict);
    const path = importPath("conflict", id);
    if (path === null || state.paths.has(path)) {
      told.push(judged);
      return;
    }
    const { kind, number } = judged;
    const objectPath = importPath(kind, judged.id);
    if (objectPath !== null) {
      changes.push({
        change: {
          path: competingAt(reportId, objectPath),
          before: null,
          after: host.digestOf([recordText(kind, conflict.record, at)]),
          kept_at: null,
        },
        content: { kind: "text", make: () => recordText(kind, writing.lineAt(kind, number).value, at) },
        isSecret: isHidden(kind, conflict.record),
      });
    }
    const text = `${stringifyJson(conflictRecord(conflict), 2)}\n`;
    conflicts.push(id);
    changes.push({
      change: { path, before: null, after: host.digestOf([text]), kept_at: null },
      content: { kind: "text", make: () => text },
    });
  }

  const step = host.steps("prepare", facts.actions.size);
  for (const [record, action] of facts.actions) {
    if (action === "written" || action === "replaced") write(record);
    else if (action === "conflict") tellConflict(record);
    await step();
  }
  return { changes, actions: facts.actions.without(told), conflicts, kept };
}

/** What the lines of an import are made of. */
export function linesOfImport(
  bundle: OpenBundle,
  { selection, state, ...told }: Pick<ImportLines, "conflicts" | "actor" | "registers" | "reportId" | "at"> & {
    readonly selection: ImportSelection;
    readonly state: ImportState;
  },
): ImportLines {
  return {
    ...told,
    objects: selection.objects,
    histories: state.histories,
    firstOrdinal: nextOrdinal(state.store.journal),
    bundleSha256: bundle.digest.sha256,
    sourceStore: bundle.descriptor.source_store.id,
  };
}

/** The lines as a change of the store appends them; they are made anew each time, so that not all are held at once. */
export async function importAppend(
  bundle: OpenBundle,
  facts: ImportLines,
  { store, host }: { readonly store: StoreSnapshot; readonly host: Host },
): Promise<JournalLines> {
  const lines = () => importLines(facts, bundle.events());
  const hash = host.startDigest();
  const step = host.steps("lines", countImportLines(facts));
  for (const line of lines()) {
    hash.add(line);
    await step();
  }
  return { range: appendRange(store.journal, hash.digest()), lines };
}

function mergePolicyOf({ local }: JudgedRecord, { lookup }: ImportState): string | null {
  const schema = lookup.record("schema", textOf(local?.record ?? null, "schema_id"));
  return textOf(schema?.record ?? null, "conflict_policy");
}

async function digestsOfReplaced({ state, actions, host }: PlanningFacts) {
  const replaced = actions.with("replaced").flatMap(({ local }) => local ?? []);
  const { digests } = await host.stores.readBytes(state.store, {
    paths: replaced.map(({ path }) => path),
    appended: "",
    folds: false,
    inventory: null,
  });
  for (const { path, kind, entry } of replaced) {
    const bytes = digests.get(path)?.bytes;
    if (bytes === entry.file.bytes) continue;
    throw new CliError("stale", `Cannot import: "${path}" was changed while the bundle was compared with it`, {
      target: path,
      hint: `Find out what writes to ${KINDS[kind].folder}, and run again`,
    });
  }
  return digests;
}
