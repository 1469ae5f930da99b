/** Records of one bundle that would have the same file. */
import type { Hold } from "../bundle/holding.ts";
import type { JudgedRecord } from "./judged_records.ts";
import { judged, type Judgement } from "./rules.ts";

interface Collision {
  readonly record: JudgedRecord;
  readonly judgement: Judgement;
}

const CANDIDATE_BYTES = 200;

/** Two new ids that make one file name are both refused: nobody can say which of them is meant to have it. */
export function nameCollisions(records: Iterable<JudgedRecord>, hold: Hold): readonly Collision[] {
  const byPath = new Map<string, JudgedRecord[]>();
  // Nearly always nothing is left of the records once their hashes were looked at.
  const repeated = repeatedHashes(records);
  if (repeated.size === 0) return [];
  for (const record of records) {
    const path = pathOfNew(record);
    if (path === null || !repeated.has(hashOf(path))) continue;
    hold(CANDIDATE_BYTES + path.length);
    const same = byPath.get(path);
    if (same === undefined) byPath.set(path, [record]);
    else same.push(record);
  }
  return [...byPath.values()].filter((same) => same.length > 1).flatMap((same) =>
    same.map((record) => {
      const other = same.find((one) => one !== record)?.id ?? "";
      return { record, judgement: judged("name.collision", `"${other}" of the same bundle makes the same file name`) };
    })
  );
}

function pathOfNew(record: JudgedRecord): string | null {
  return record.outcome === "new" ? record.path : null;
}

function repeatedHashes(records: Iterable<JudgedRecord>): ReadonlySet<number> {
  const hashes: number[] = [];
  for (const record of records) {
    const path = pathOfNew(record);
    if (path !== null) hashes.push(hashOf(path));
  }
  const sorted = Uint32Array.from(hashes).sort();
  return new Set(sorted.filter((hash, index) => hash === sorted[index - 1]));
}

/** FNV-1a, of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
