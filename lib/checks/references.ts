import { type ReadableRecord, targetName } from "../store/catalog.ts";
import type { Finding } from "../model/documents/health.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";
import { type End, explainWords, type Lookup, lookupOf, nameOf, targetOf } from "../store/lookup.ts";
import { type Reference, REFERENCES } from "./reference_table.ts";
import { isDerivedTarget, namedIds } from "../store/named_ids.ts";

const CHECK = "references";

const COLLISION = findingKind(
  "references.name-collision",
  "error",
  "Two ids make one file name, and one of them has no record",
  `Bring the lost record back ${FROM_ELSEWHERE}, under an id that makes a file name of its own`,
);

/** What named an id whose file holds another record. */
interface Lost {
  readonly kind: RecordKind;
  readonly id: string;
  readonly by: ReadableRecord;
  readonly named_by: string;
  readonly field: string;
  times: number;
}

/** Every end of every reference is there; a record that cannot be read is not missing. */
export const referencesCheck: Check = {
  id: CHECK,
  title: "References between records",
  reads: "every registry record, and the objects of the journal",
  why: "A record that leads nowhere can neither be explained nor synced, and its other end may be lost",
  required: true,
  needs: ["registries"],
  kinds: [...REFERENCES.map(({ kind }) => kind), COLLISION],
  run({ store, catalog }) {
    const lookup = lookupOf(store, catalog);
    const found: Finding[] = [];
    const lost = new Map<string, Lost>();
    const lose = (kind: RecordKind, id: string, by: ReadableRecord, named_by: string, field: string) => {
      const before = lost.get(`${kind} ${id}`);
      if (before === undefined) lost.set(`${kind} ${id}`, { kind, id, by, named_by, field, times: 1 });
      else before.times++;
    };
    for (const reference of REFERENCES) {
      if (reference.whereKept && !lookup.keeps(reference.to[0])) continue;
      for (const referrer of lookup.ofKind(reference.from)) {
        for (const id of namedIds(referrer.record, reference.field)) {
          if (reference.field === "dependencies" && isDerivedTarget(id)) continue;
          const end = endOf(reference, id, lookup);
          if (end.state === "taken") lose(end.by.kind, id, end.by, referrer.path, reference.field);
          else if (end.state === "missing") found.push(dangling(reference, referrer, id));
        }
      }
    }
    for (const { object_id, last_event_id } of store.journal.objects) {
      const end = lookup.find("object", object_id);
      if (end.state === "taken") lose("object", object_id, end.by, `event:${last_event_id}`, "object_id");
    }
    return findings([...found, ...[...lost.values()].map(collision)]);

    function dangling({ kind, field, to }: Reference, referrer: ReadableRecord, id: string): Finding {
      return finding(CHECK, kind, {
        target: targetOf(referrer),
        message: `${nameOf(referrer)} names "${id}" in "${field}", and the store has no such ${
          to.map((end) => KINDS[end].noun).join(" or ")
        }`,
        evidence: { file: referrer.path, field, missing: id, searched: to.map((end) => KINDS[end].folder) },
        command: explainWords(referrer, catalog),
      }, store);
    }

    function collision({ kind, id, by, named_by, field, times }: Lost): Finding {
      return finding(CHECK, { ...COLLISION, durability: KINDS[kind].durability }, {
        target: targetOf(by),
        message: `${nameOf(by)} lies in the file that the record of "${id}" would have, and that one is not there`,
        evidence: { file: by.path, lost: targetName(kind, id), named_by, field, named_times: times },
        command: explainWords(by, catalog),
      }, store);
    }
  },
};

/** From the best to the worst: what cannot be read may be there. */
const ENDS: readonly End["state"][] = ["there", "unreadable", "taken", "missing"];

/** The best end among the kinds that the id may belong to. */
function endOf({ to }: Reference, id: string, lookup: Lookup): End {
  const rank = ({ state }: End) => ENDS.indexOf(state);
  return to.map((kind) => lookup.find(kind, id)).reduce((best, end) => rank(end) < rank(best) ? end : best);
}
