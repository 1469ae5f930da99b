import type { Claimants, ReadableRecord } from "../store/catalog.ts";
import type { Finding } from "../model/documents/health.ts";
import { KINDS, REGISTRY_KINDS } from "../model/kinds.ts";
import { recordPathOf } from "../store/record_path.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";
import { ODD_ID_KINDS, oddIds } from "./odd_ids.ts";
import { lookupOf, nameOf, recordFileAt, targetOf } from "../store/lookup.ts";

const CHECK = "record-ids";

const FILE_NAME = findingKind(
  "record-ids.file-name",
  "error",
  "A record lies under a name that is not its id's",
  "Give the file the name that its id makes, which the message tells, or move it out of the registry: the daemon " +
    "does not find it",
);
const DUPLICATE = findingKind(
  "record-ids.duplicate",
  "error",
  "Two files hold one record id",
  "Compare the files, and move the wrong one out of the registry: neither is chosen here",
);

/** Each record lies where the daemon looks for its id, and no id is claimed twice. Ids that collide: references.ts. */
export const recordIdsCheck: Check = {
  id: CHECK,
  title: "Record ids and file names",
  reads: "every registry record and the name of its file",
  why: "The daemon finds a record by the name of its file: under another name it is lost, or is written a second time",
  required: true,
  needs: ["registries"],
  kinds: [FILE_NAME, DUPLICATE, ...ODD_ID_KINDS],
  run({ store, catalog }) {
    const lookup = lookupOf(store, catalog);
    const found: Finding[] = [];
    for (const kind of REGISTRY_KINDS) {
      const duplicates = lookup.duplicates(kind);
      for (const same of duplicates.values()) found.push(duplicate(same));
      for (const record of catalog.ofKind(kind)) {
        // A record without an id breaks its contract, and is told there.
        if (record.id !== null && !liesInPlace(record) && !duplicates.has(record.id)) found.push(misplaced(record));
      }
    }
    return findings([...found, ...oddIds(CHECK, store, lookup)]);

    function misplaced(record: ReadableRecord): Finding {
      const expected = ownPath(record);
      const isFree = expected !== null && recordFileAt(store, expected) === null;
      return finding(CHECK, { ...FILE_NAME, durability: KINDS[record.kind].durability }, {
        target: targetOf(record),
        message: expected === null
          ? `${nameOf(record)} lies in "${record.path}", though no file name can be made of its id`
          : `${nameOf(record)} lies in "${record.path}", not in "${expected}"`,
        evidence: { file: record.path, id: record.id, expected },
        ...(isFree
          ? { shell: ["mv", "-n", `${store.real_root}/${record.path}`, `${store.real_root}/${expected}`] }
          : {}),
      }, store);
    }

    function duplicate(same: Claimants): Finding {
      const wrong = same.find((one) => !liesInPlace(one)) ?? same[0];
      return finding(CHECK, { ...DUPLICATE, durability: KINDS[wrong.kind].durability }, {
        target: targetOf(wrong),
        message: `${nameOf(wrong)} is held by ${same.length} files: ${same.map(({ path }) => `"${path}"`).join(", ")}`,
        evidence: { file: wrong.path, id: wrong.id, files: same.map(({ path }) => path), expected: ownPath(wrong) },
        command: ["explain", wrong.path],
      }, store);
    }
  },
};

/** Whether the record lies where the daemon looks for it. */
function liesInPlace(record: ReadableRecord): boolean {
  return ownPath(record) === record.path;
}

/** Where the daemon keeps the record; null where it cannot keep one with this id. */
function ownPath({ kind, id }: ReadableRecord): string | null {
  return id === null ? null : recordPathOf(kind, id);
}
