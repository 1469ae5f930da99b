import { MANIFEST_PATH } from "../change/paths.ts";
import { changeStanding } from "../change/standing.ts";
import { sealOf } from "../journal/append.ts";
import { compareSchema } from "../model/format_age.ts";
import { type Manifest, readManifest, STORE_SCHEMA } from "../store/manifest.ts";
import type { JsonObject } from "../text/json.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { secondsBetween } from "../text/time.ts";
import { listText } from "../text/words.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { FROM_A_COPY, readableByOwner, withoutByteOrderMark } from "./frame/recommendation.ts";
import { isEmptied } from "./journal.ts";
import { CLASS_LISTS, misplacedFolders } from "../store/manifest_classes.ts";

const CHECK = "manifest";

const KINDS = {
  absent: findingKind(
    "manifest.absent",
    "critical",
    "The manifest is missing over existing state",
    "Stop the daemon before it appends, as it would write a fresh manifest over this history; then put " +
      `manifest.json back ${FROM_A_COPY}`,
  ),
  unreadable: findingKind(
    "manifest.unreadable",
    "critical",
    "The manifest cannot be read",
    `Stop the daemon, and put manifest.json back ${FROM_A_COPY}: the journal and the registries are untouched`,
  ),
  denied: findingKind(
    "manifest.denied",
    "critical",
    "The owner of the store may not read the manifest",
    "Give the owner of the store the permission to read manifest.json: what it says may be sound",
  ),
  newer: findingKind(
    "manifest.newer",
    "critical",
    "The manifest is of a newer schema",
    "Use a release of this program that knows the newer store format, and write nothing until then",
  ),
  other: findingKind(
    "manifest.other",
    "error",
    "The manifest is of another schema",
    "Where this is no SourceOS state store, choose the right one with --store; where it is one, put " +
      `manifest.json back ${FROM_A_COPY}`,
  ),
  byteOrderMark: findingKind(
    "manifest.byte-order-mark",
    "error",
    "The manifest begins with a byte order mark",
    "Stop the daemon, and take the first three bytes off manifest.json: it cannot read them",
  ),
  uninitialized: findingKind(
    "manifest.uninitialized",
    "warning",
    "The manifest says that the store is not initialised",
    "Let the daemon initialise the store: sourceos-syncd store init --root {root}",
  ),
  field: findingKind(
    "manifest.field",
    "error",
    "A field of the manifest is absent or mistyped",
    `Have the owner of the store write the field again, ${FROM_A_COPY}: nothing here guesses it`,
  ),
  classes: findingKind(
    "manifest.classes",
    "error",
    "The manifest says that durable state may be rebuilt or dropped",
    "Put the folder back into durable_dirs of manifest.json: what is durable is never rebuilt or dropped",
  ),
  classesDiffer: findingKind(
    "manifest.classes-differ",
    "warning",
    "The manifest puts a folder into another class than it has",
    "Correct the lists of folders in manifest.json, or find out which program wrote them",
  ),
  oneBehind: findingKind(
    "manifest.generation-one-behind",
    "warning",
    "The manifest counts one event less than the journal holds, and nobody is writing",
    "Look at the journal's last line: an append died before it was counted, or somebody added the line by hand. Nothing is lost; " +
      "to end this, write one more into active_generation while the daemon is stopped",
  ),
  generation: findingKind(
    "manifest.generation",
    "error",
    "The manifest's generations do not fit each other or the journal",
    "Compare the journal with a backup or with another device: put back events that were lost, or, where they " +
      "were written by hand, correct active_generation, which is one more than there are events",
  ),
};

/** By then an append has written both the line and the manifest, or has died between the two. */
const AT_REST_SECONDS = 60;

interface Fact {
  readonly of: FindingKind;
  readonly message: string;
  readonly evidence?: JsonObject;
}

/** The manifest is there, whole, of a known schema; its generations and its classes fit each other and the store. */
export const manifestCheck: Check = {
  id: CHECK,
  title: "Manifest",
  reads: "manifest.json",
  why: "A missing manifest over an existing journal is overwritten by the next append",
  required: true,
  needs: ["manifest"],
  kinds: Object.values(KINDS),
  run({ store, snapshot }) {
    const manifest = readManifest(store);
    const facts = manifest === null ? [absenceOf(store)] : [
      ...textFacts(store),
      ...schemaFacts(manifest),
      ...fieldFacts(manifest),
      ...generationFacts(manifest, store, snapshot.taken_at),
      ...classFacts(manifest),
    ];
    return findings(facts.map(({ of, message, evidence = {} }) =>
      finding(
        CHECK,
        of,
        {
          target: MANIFEST_PATH,
          message,
          evidence: { file: MANIFEST_PATH, ...evidence },
          ...(of === KINDS.denied ? { shell: readableByOwner(MANIFEST_PATH, store) } : {}),
          ...(of === KINDS.byteOrderMark ? { shell: withoutByteOrderMark(MANIFEST_PATH, store) } : {}),
        },
        store,
      )
    ));
  },
};

function absenceOf({ manifest: { state, error } }: StoreSnapshot): Fact {
  if (state === "denied") {
    return { of: KINDS.denied, message: 'The owner of the store may not read "manifest.json"', evidence: { state } };
  }
  return state === "absent"
    ? { of: KINDS.absent, message: "The manifest is missing, though the store holds state" }
    : { of: KINDS.unreadable, message: `Cannot read "manifest.json": ${error ?? state}`, evidence: { state } };
}

function textFacts({ manifest: { oddities } }: StoreSnapshot): readonly Fact[] {
  return oddities.includes("byte_order_mark")
    ? [{ of: KINDS.byteOrderMark, message: "The manifest begins with a byte order mark, which the daemon refuses" }]
    : [];
}

function schemaFacts({ schema, initialized }: Manifest): readonly Fact[] {
  const facts: Fact[] = [];
  const age = compareSchema(schema, STORE_SCHEMA);
  if (age !== "known") {
    const message = `The manifest says schema "${schema ?? ""}", not "${STORE_SCHEMA}"`;
    const evidence = { schema, known: STORE_SCHEMA };
    facts.push({ of: age === "newer" ? KINDS.newer : KINDS.other, message, evidence });
  }
  if (!initialized) {
    facts.push({ of: KINDS.uninitialized, message: "The manifest says that the store is not initialised" });
  }
  return facts;
}

const NAME_LISTS = ["lanes", ...CLASS_LISTS.map(([list]) => list)];

function fieldFacts({ record, activeGeneration, lastKnownGoodGeneration }: Manifest): readonly Fact[] {
  const generations = [
    ["active_generation", activeGeneration],
    ["last_known_good_generation", lastKnownGoodGeneration],
  ] as const;
  const wrong = [
    ...generations.filter(([, value]) => value === null || value < 0)
      .map(([field]) => [field, "absent or no whole number"] as const),
    ...NAME_LISTS.filter((field) => Object.hasOwn(record, field) && !isListOfNames(record[field]))
      .map((field) => [field, "no list of names"] as const),
  ];
  return wrong.map(([field, what]) => ({
    of: KINDS.field,
    message: `The manifest's "${field}" is ${what}`,
    evidence: { field },
  }));
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/**
 * Every append adds a line and then raises the generation by one, from 1. The manifest was read before the journal and
 * again after it, so it can at no time be ahead of the first reading, nor more than the one append under way behind the
 * second: beyond that, lines are gone or were added by something that does not count. A change of our own raises the
 * generation before it appends its lines, so that one which has not ended may be ahead.
 */
function generationFacts(manifest: Manifest, store: StoreSnapshot, takenAt: string): readonly Fact[] {
  const { journal, generation_after: after } = store;
  const facts: Fact[] = [];
  const { activeGeneration: active, lastKnownGoodGeneration: good } = manifest;
  if (active !== null && good !== null && good > active) {
    const message = `The last known good generation ${good} is newer than the active generation ${active}`;
    const evidence = { active_generation: active, last_known_good_generation: good };
    facts.push({ of: KINDS.generation, message, evidence });
  }
  if (active === null || active < 0 || journal.state !== "present") return facts;
  const lines = journal.events + journal.unreadable;
  const isAhead = active - 1 > lines && !isEmptied(store) && changeStanding(store).state === "none";
  const isBehind = after !== null && after < lines;
  // What an append left half written is told of as such, and was never counted.
  const isWhole = journal.unreadable === 0 && sealOf(journal) === "";
  if (after !== null && after === lines && lines > 0 && isWhole && isAtRest(store, takenAt)) {
    facts.push({
      of: KINDS.oneBehind,
      message:
        `The manifest counts ${after - 1} appended events, the journal holds ${lines}, and nobody has written since ` +
        `${store.journal_file?.modified_at}`,
      evidence: { active_generation: after, journal_lines: lines },
    });
  }
  if (isAhead || isBehind) {
    const generation = isBehind ? after : active;
    const appended = Math.max(generation - 1, 0);
    facts.push({
      of: KINDS.generation,
      message: `The manifest counts ${appended} appended events, the journal holds ${lines}`,
      evidence: { active_generation: generation, journal_lines: lines },
    });
  }
  return facts;
}

function isAtRest(store: StoreSnapshot, takenAt: string): boolean {
  const quiet = secondsBetween(store.journal_file?.modified_at ?? null, takenAt);
  return quiet !== null && quiet > AT_REST_SECONDS && changeStanding(store).state === "none";
}

function classFacts({ record }: Manifest): readonly Fact[] {
  const misplaced = misplacedFolders(record);
  const endangered = misplaced.filter(({ durability }) => durability === "durable");
  const others = misplaced.filter(({ durability }) => durability !== "durable");
  const groups = [[KINDS.classes, endangered], [KINDS.classesDiffer, others]] as const;
  return groups.filter(([, some]) => some.length > 0).map(([of, some]) => ({
    of,
    message: `The manifest calls ${
      listText(some.map(({ folder, listed, durability }) => `"${folder}" ${listed} (it is ${durability})`))
    }`,
    evidence: { folders: some.map(({ folder, list }) => ({ folder, list })) },
  }));
}
