/** Ids that look like what they are not, or that would lead elsewhere where somebody takes them for a path. */
import type { Finding } from "../model/documents/health.ts";
import { KINDS, type RecordKind, REGISTRY_KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { type ReadableRecord, targetName } from "../store/catalog.ts";
import type { Lookup } from "../store/lookup.ts";
import { finding, type FindingKind, findingKind, shownInFull } from "./frame/check.ts";

const RENAME = "Have its owner make another record with a plain id and delete this one, or accept it";

const HIDDEN = findingKind(
  "record-ids.hidden-characters",
  "warning",
  "An id holds characters that steer a terminal, or that nobody sees",
  RENAME,
);
const ELSEWHERE = findingKind(
  "record-ids.leads-elsewhere",
  "warning",
  "An id leads out of its folder where it is taken for a path",
  RENAME,
);
const ALIKE = findingKind(
  "record-ids.look-alike",
  "warning",
  "Two ids look the same and are not",
  "Compare the two records, and have an owner delete the one that is not meant, or accept both",
);

export const ODD_ID_KINDS: readonly FindingKind[] = [HIDDEN, ELSEWHERE, ALIKE];

/** Joiners are part of ordinary words and emoji. What may not travel in a bundle is stricter: flawOfId() in lib/text/safe_name.ts. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const UPWARDS = /(?:^|[\\/:])\.\.(?:[\\/]|$)/;

interface Named {
  readonly kind: RecordKind;
  readonly id: string;
  /** The file of its record, or the journal. */
  readonly file: string;
}

/** What is odd about the ids of records, and of the objects and producers that the journal alone knows. */
export function oddIds(check: string, store: StoreSnapshot, lookup: Lookup): readonly Finding[] {
  const named = [
    ...REGISTRY_KINDS.flatMap((kind) => lookup.ofKind(kind).flatMap(ofRecord)),
    ...fromJournal(store, lookup),
  ];
  const tell = (of: FindingKind, some: readonly Named[], textOf: (one: Named) => string) =>
    shownInFull(some, (one) =>
      finding(check, { ...of, durability: KINDS[one.kind].durability }, {
        target: targetName(one.kind, one.id),
        message: textOf(one),
        evidence: { file: one.file, id: one.id },
      }, store), (more) =>
      finding(check, of, {
        target: ".",
        message: `${more} more ids have the same fault`,
        evidence: { file: ".", total: some.length },
      }, store));
  const hidden = named.filter(({ id }) => UNSEEN.test(id));
  const upwards = named.filter(({ id }) => UPWARDS.test(id));
  return [
    ...tell(HIDDEN, hidden, ({ id }) => `The id "${id}" holds characters that steer a terminal, or that nobody sees`),
    ...tell(ELSEWHERE, upwards, ({ id }) => `The id "${id}" leads out of its folder where it is taken for a path`),
    ...alike(named).map(([one, other]) =>
      finding(check, { ...ALIKE, durability: KINDS[other.kind].durability }, {
        target: targetName(other.kind, other.id),
        message: `The id "${other.id}" looks like that of "${one.file}", and is another one`,
        evidence: { file: other.file, id: other.id, other: one.file },
      }, store)
    ),
  ];
}

function ofRecord({ kind, id, path }: ReadableRecord): readonly Named[] {
  return id === null ? [] : [{ kind, id, file: path }];
}

function fromJournal({ journal }: StoreSnapshot, lookup: Lookup): readonly Named[] {
  const of = (kind: RecordKind, ids: readonly string[]) =>
    ids.filter((id) => lookup.record(kind, id) === null).map((id): Named => ({ kind, id, file: "journal.jsonl" }));
  return [
    ...of("object", journal.objects.map(({ object_id: id }) => id)),
    ...of("actor", journal.actors.map(({ actor_id: id }) => id)),
  ];
}

/** Pairs of one kind that differ in their form alone: composed or not, wide or narrow. Plain ASCII has one form. */
function alike(named: readonly Named[]): readonly (readonly [Named, Named])[] {
  const odd = named.filter(({ id }) => /[^ -~]/.test(id));
  if (odd.length === 0) return [];
  const formOf = ({ kind, id }: Named) => `${kind} ${id.normalize("NFKC")}`;
  const forms = new Set(odd.map(formOf));
  const first = new Map<string, Named>();
  return named.flatMap((one) => {
    const form = formOf(one);
    if (!forms.has(form)) return [];
    const before = first.get(form);
    if (before === undefined) first.set(form, one);
    return before === undefined || before.id === one.id ? [] : [[before, one] as const];
  });
}
