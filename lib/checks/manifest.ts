import { compareSchema, readManifest, STORE_SCHEMA } from "../manifest.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./check.ts";
import type { Finding } from "../model/documents/health.ts";

const CHECK = "manifest";

const KINDS = {
  absent: findingKind(
    "manifest.absent",
    "critical",
    "The manifest is missing over existing state",
    "Stop the daemon before it appends: it would write a fresh manifest over this history",
  ),
  unreadable: findingKind(
    "manifest.unreadable",
    "critical",
    "The manifest cannot be read",
    "Put back a good copy of manifest.json; the journal and the registries are untouched",
  ),
  newer: findingKind(
    "manifest.newer",
    "error",
    "The manifest is of a newer schema",
    "Use a release of this tool that knows the newer store format",
  ),
  other: findingKind(
    "manifest.other",
    "error",
    "The manifest is of another schema",
    "Check that this directory is a SourceOS state store",
  ),
  uninitialized: findingKind(
    "manifest.uninitialized",
    "warning",
    "The manifest says that the store is not initialised",
    "Let the daemon initialise the store",
  ),
  field: findingKind(
    "manifest.field",
    "error",
    "A field of the manifest is absent or mistyped",
    "Ask the owner of the store to restore the field; nothing else depends on it being guessed",
  ),
  generation: findingKind(
    "manifest.generation",
    "error",
    "The manifest's generations do not fit each other or the journal",
    "Compare the journal with a backup: events may have been lost, or written by hand",
  ),
};

/** The manifest is there, whole, of a known schema, and its generations fit each other and the journal. */
export const manifestCheck: Check = {
  id: CHECK,
  title: "Manifest",
  reads: "manifest.json",
  why: "A missing manifest over an existing journal is overwritten by the next append",
  required: true,
  kinds: Object.values(KINDS),
  run({ store }) {
    if (store.origin === "daemon") return { ran: false, reason: "The daemon does not show the manifest" };
    const found: Finding[] = [];
    const add = (of: FindingKind, message: string, evidence = {}) =>
      found.push(
        finding(
          CHECK,
          of,
          { target: "manifest.json", message, evidence: { file: "manifest.json", ...evidence } },
          store,
        ),
      );
    const { state, error } = store.manifest;
    const manifest = readManifest(store);
    if (manifest === null) {
      if (state === "absent") add(KINDS.absent, "The manifest is missing, though the store holds state");
      else add(KINDS.unreadable, `Cannot read "manifest.json": ${error ?? state}`, { state });
      return findings(found);
    }
    const age = compareSchema(manifest.schema, STORE_SCHEMA);
    if (age !== "known") {
      const message = `The manifest says schema "${manifest.schema ?? ""}", not "${STORE_SCHEMA}"`;
      add(age === "newer" ? KINDS.newer : KINDS.other, message, { schema: manifest.schema, known: STORE_SCHEMA });
    }
    if (!manifest.initialized) add(KINDS.uninitialized, "The manifest says that the store is not initialised");
    for (const field of ["active_generation", "last_known_good_generation"]) {
      const value = field === "active_generation" ? manifest.activeGeneration : manifest.lastKnownGoodGeneration;
      if (value === null || value < 0) {
        add(KINDS.field, `The manifest's "${field}" is absent or no whole number`, { field });
      }
    }
    const { activeGeneration: active, lastKnownGoodGeneration: good } = manifest;
    if (active !== null && good !== null && good > active) {
      const message = `The last known good generation ${good} is newer than the active generation ${active}`;
      add(KINDS.generation, message, { active_generation: active, last_known_good_generation: good });
    }
    const lines = store.journal.events + store.journal.unreadable;
    // Every append raises the generation by one from 1, so a generation ahead of the journal means that lines are gone.
    if (active !== null && store.journal.state === "present" && active - 1 > lines) {
      const message = `The manifest counts ${active - 1} appended events, the journal holds ${lines}`;
      add(KINDS.generation, message, { active_generation: active, journal_lines: lines });
    }
    return findings(found);
  },
};
