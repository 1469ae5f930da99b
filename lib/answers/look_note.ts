/** Making the note of a look from the state that was looked at, and telling whether one still holds. */
import { CHECKS } from "../checks/all_checks.ts";
import { diagnose, type Diagnosis } from "../checks/frame/diagnosis.ts";
import { isNoted } from "../checks/frame/noted.ts";
import {
  LOOK_NOTE_LIMIT_BYTES,
  lookNoteText,
  NOTED_KINDS,
  overNote,
  parseLookNote,
  restOf,
} from "../derived/look_note.ts";
import type { Build } from "../model/envelope.ts";
import { KINDS } from "../model/kinds.ts";
import { LookNote, type NotedRegistry } from "../model/look_note.ts";
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import { buildCatalog } from "../store/catalog.ts";
import { resolveContext, workspacesNamed } from "../store/context.ts";
import { readManifest } from "../store/manifest.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { stringifyJson } from "../text/stringify_json.ts";
import { statusData } from "./status.ts";

/** By path, the states of what a note can stand for, as record_cache.ts compares them; none of what could change unseen. */
export type LookedAt = ReadonlyMap<string, string>;

interface NoteFacts {
  readonly lookedAt: LookedAt;
  readonly build: Build;
  readonly sha256Hex: Sha256Hex;
}

/**
 * The text of a note of that look, without its seal; null where none can stand for the store: where what is found changes
 * with the time alone, or a status over the note would tell anything else than one of the whole store.
 */
export function makeLookNote(snapshot: StateSnapshot, { lookedAt, build, sha256Hex }: NoteFacts): string | null {
  const { store, taken_at: now } = snapshot;
  const journal = lookedAt.get("journal.jsonl");
  if (store === null || journal === undefined) return null;
  if ((store.journal.newest_event_at ?? "") > now) return null;
  const catalog = buildCatalog(store);
  const diagnosis = diagnose(snapshot, sha256Hex, { catalog });
  if (diagnosis.policy.decisions.some(({ flaw }) => flaw?.kind === "future")) return null;
  const registries = notedRegistries(store, lookedAt);
  if (registries.length === 0) return null;
  const note = parseLookNote(lookNoteText({
    schema: LookNote.properties.schema.const,
    as_of: now,
    made_by: madeBy(build),
    journal,
    registries,
    workspaces: [...new Set(workspacesNamed(catalog))].sort(),
    rest_sha256: sha256Hex(restOf(store, { registries })),
    outcomes: diagnosis.outcomes.filter(({ check }) => isNoted(check)).map(({ check, outcome }) => ({
      check: check.id,
      findings: outcome.ran ? outcome.findings : null,
      reason: outcome.ran ? null : outcome.reason,
    })),
  }));
  if (note === null || toldOver(snapshot, store, note, sha256Hex) !== told(snapshot, diagnosis)) return null;
  const text = lookNoteText(note);
  return text.length > LOOK_NOTE_LIMIT_BYTES ? null : text;
}

/** Whether the note stands for what the store lacks that was read over it, beside what was read just now. */
export function isNoteOf(
  note: LookNote,
  { store, taken_at: now, daemon }: Pick<StateSnapshot, "store" | "taken_at" | "daemon">,
  { build, sha256Hex }: Omit<NoteFacts, "lookedAt">,
): boolean {
  if (store === null || note.as_of > now || note.made_by !== madeBy(build)) return false;
  // What a daemon counts otherwise may have come just now: the whole store tells.
  const isCounted = note.registries.every(({ kind, records }) =>
    (daemon.registry_counts?.[KINDS[kind].folder] ?? records) === records
  );
  return isCounted && isEachNoted(note) && sha256Hex(restOf(store, note)) === note.rest_sha256;
}

function isEachNoted({ outcomes }: LookNote): boolean {
  const ids = new Set(outcomes.map(({ check }) => check));
  return CHECKS.every((check) => !isNoted(check) || ids.has(check.id));
}

function madeBy({ kind, commit, target }: Build): string {
  return [TOOL.version, kind, target, commit].join(" ");
}

/** The registries that hold plain records alone, all of which were read, in folders whose state is known. */
function notedRegistries(store: StoreSnapshot, lookedAt: LookedAt): readonly NotedRegistry[] {
  return NOTED_KINDS.flatMap((kind) => {
    const { folder } = KINDS[kind];
    const state = lookedAt.get(folder);
    if (state === undefined || store.mounts?.includes(folder)) return [];
    if ([...store.files, ...store.folders].some(({ path }) => path.startsWith(`${folder}/`))) return [];
    const entries = store.records.filter((entry) => entry.kind === kind);
    if (entries.some((entry) => entry.state !== "ok")) return [];
    const bytes = entries.reduce((sum, { file }) => sum + file.bytes, 0);
    return [{ kind, records: entries.length, bytes, state }];
  });
}

function toldOver(snapshot: StateSnapshot, store: StoreSnapshot, note: LookNote, sha256Hex: Sha256Hex): string {
  const over = { ...snapshot, store: overNote(store, note) };
  return told(over, diagnose(over, sha256Hex, { note }));
}

/** What status tells, whoever asks: but for what it rests on. */
function told(snapshot: StateSnapshot, diagnosis: Diagnosis): string {
  const { catalog, note } = diagnosis;
  const manifest = readManifest(snapshot.store)?.record ?? null;
  const context = resolveContext(NOTHING_CHOSEN, manifest, { catalog, workspaces: note?.workspaces ?? [] });
  return stringifyJson({ ...statusData(snapshot, diagnosis, context), cover: null });
}

const NONE = { option: null, environment: null };
const NOTHING_CHOSEN = { profile: NONE, workspace: NONE, device: NONE };
