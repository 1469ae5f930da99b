/** Which rules of the decision table apply to an object. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import { recordEvidence } from "../explain/evidence.ts";
import { recordSubject } from "../explain/subject.ts";
import { objectSyncCauses } from "../explain/sync_safety.ts";
import type { Finding } from "../model/documents/health.ts";
import type { ObjectHead } from "../model/journal.ts";
import { stringField } from "../text/json.ts";
import {
  CONFLICT_SEVERITIES,
  DEVICE_STATES,
  OBJECT_STATES,
  POLICY_EFFECTS,
  PRIVACY_CLASSES,
  PROFILE_CLASSES,
  RETENTION_CLASSES,
  SYNC_VISIBILITIES,
  TRUST_LEVELS,
} from "../model/vocabulary.ts";
import type { Cause } from "./rules.ts";
import { boundaryCause, fileCauses } from "./record_rules.ts";
import type { Policy } from "../policy/decisions.ts";
import { subjectOf } from "../policy/subject.ts";
import { howWithdrawn } from "../policy/withdrawal.ts";

interface ObjectState {
  readonly catalog: Catalog;
  /** The newest event of each object. */
  readonly heads: ReadonlyMap<string, ObjectHead>;
  /** What the checks found about objects' boundaries, by the path of the object's record. */
  readonly boundaries: ReadonlyMap<string, readonly Finding[]>;
  readonly policy: Policy;
  /** The profile in which the bundle is at home; null where that cannot be told. */
  readonly home: string | null;
}

/** A field that says how an object may be treated, and the values of it that are known. */
const CLASSES: readonly (readonly [field: string, values: readonly string[]])[] = [
  ["privacy_class", PRIVACY_CLASSES],
  ["sync_visibility", SYNC_VISIBILITIES],
  ["retention_class", RETENTION_CLASSES],
  ["state", OBJECT_STATES],
];

const WORK = PRIVACY_CLASSES.indexOf("work");

/** Every rule that applies to the object, with its cause. */
export function objectCauses(object: ReadableRecord, state: ObjectState): readonly Cause[] {
  const { catalog, policy, heads, home, boundaries } = state;
  const head = object.id === null ? null : heads.get(object.id) ?? null;
  const blocks = objectSyncCauses(recordSubject(object), {
    catalog,
    policy,
    head,
    findings: boundaries.get(object.path) ?? [],
  });
  return [
    ...fileCauses(object, catalog),
    ...blocks.map(({ code, summary, evidence }) => ({ rule: code, message: summary, evidence })),
    ...CLASSES.flatMap(([field, values]) => classCauses(object, field, values)),
    ...relatedCauses(object, state),
    ...privacyCauses(object),
    ...boundaryCause(object, home),
    ...ownerCauses(object, catalog),
  ];
}

function classCauses(source: ReadableRecord, field: string, values: readonly string[], whose = "It"): readonly Cause[] {
  const value = stringField(source.record, field);
  if (value !== null && values.includes(value)) return [];
  const message = value === null
    ? `${whose} has no ${field}`
    : `${whose} has the ${field} "${value}", which is not known`;
  return [{ rule: "class.unknown", message, evidence: [recordEvidence(source, field)] }];
}

/** Records that an object names and is judged by, with the field of theirs that says how. */
const RELATED = [
  ["profile_id", "profile", "profile_class", PROFILE_CLASSES],
  ["last_modified_by_actor", "actor", "trust_level", TRUST_LEVELS],
  ["device_id", "device", "device_state", DEVICE_STATES],
] as const;

/** What the object is judged by has to be told apart and classified itself: a profile of no known class may be air gapped. */
function relatedCauses(object: ReadableRecord, { catalog, policy }: ObjectState): readonly Cause[] {
  const named = RELATED.flatMap(([reference, kind, field, values]) => {
    const claimants = catalog.find(kind, stringField(object.record, reference) ?? "");
    return [
      ...claimants.flatMap((source) => classCauses(source, field, values, `Its ${kind}`)),
      ...(claimants.length > 1
        ? [{
          rule: "record.ambiguous",
          message: `${claimants.length} files claim the id of its ${kind}`,
          evidence: [recordEvidence(object, reference), ...claimants.map((claimant) => recordEvidence(claimant))],
        }]
        : []),
    ];
  });
  const conflicts = catalog.about("conflict", object.id).filter(({ record }) => isOpenConflict(record));
  return [
    ...named,
    ...conflicts.flatMap((source) => classCauses(source, "severity", CONFLICT_SEVERITIES, `Conflict "${source.id}"`)),
    ...policy.on(subjectOf(object)).denying.flatMap(({ source, name }) =>
      classCauses(source, "effect", POLICY_EFFECTS, `Decision "${name}"`)
    ),
  ];
}

function privacyCauses(object: ReadableRecord): readonly Cause[] {
  const privacy = PRIVACY_CLASSES.find((known) => known === textOf(object.record, "privacy_class"));
  const evidence = [recordEvidence(object, "privacy_class")];
  if (privacy === "secret") {
    return [
      { rule: "privacy.secret", message: "It is secret", evidence },
      { rule: "privacy.secret-unencrypted", message: "A secret never leaves unencrypted", evidence },
    ];
  }
  return privacy !== undefined && PRIVACY_CLASSES.indexOf(privacy) > WORK
    ? [{ rule: "privacy.above-work", message: `Its privacy class "${privacy}" is above work`, evidence }]
    : [];
}

/** An owner of whom no actor is registered is a person that this store does not know, and no rule of trust. */
function ownerCauses(object: ReadableRecord, catalog: Catalog): readonly Cause[] {
  const owner = textOf(object.record, "owner_identity");
  const actors = owner === null ? [] : actorsOf(owner, catalog);
  if (actors.length === 0 || !actors.every(({ record }) => howWithdrawn(record) !== null)) return [];
  return [{
    rule: "owner.withdrawn",
    message: `Every actor of its owner "${owner}" is revoked or quarantined`,
    evidence: [recordEvidence(object, "owner_identity"), ...actors.map((actor) => recordEvidence(actor))],
  }];
}

/** One catalog is asked for the owner of every object; its actors are sorted by identity once. */
const identities = new WeakMap<Catalog, ReadonlyMap<string | null, readonly ReadableRecord[]>>();

function actorsOf(identity: string, catalog: Catalog): readonly ReadableRecord[] {
  const actors = identities.get(catalog) ??
    Map.groupBy(catalog.ofKind("actor"), ({ record }) => textOf(record, "identity_id"));
  identities.set(catalog, actors);
  return actors.get(identity) ?? [];
}
