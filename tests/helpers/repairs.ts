/** Repairs in tests: stores as bytes by path, saved plans, and what a plan says it leaves. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { createRunningHash, sha256Hex } from "../../commands/host/files/hashing.ts";
import { RECORD_CACHE_PATH } from "../../lib/derived/record_cache.ts";
import { type FileChange, type FileDigest, LOCK_PATH, WORK_FOLDER } from "../../lib/model/change.ts";
import type { RepairPlan } from "../../lib/model/repair_plan.ts";
import { parseRepairPlan } from "../../lib/repair/parse_plan.ts";

/** Whether a change of a store writes that of itself, whatever it does. */
export function tellsOfChange(path: string): boolean {
  return /^(manifest\.json|journal\.jsonl|repair-reports\/.*|events\/event_(repair|undo|import|decision)-[^/]*)$/.test(
    path,
  );
}

/** Everything below a store's root but folders and the cache of records, which is no part of a change, by path: what it is, and each byte of it as one character. */
export type Content = ReadonlyMap<string, string>;

export function contentOf(root: string): Content {
  const content = new Map<string, string>();
  const visit = (folder: string) => {
    for (const { name, isDirectory, isFile, isSymlink } of Deno.readDirSync(join(root, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const absolute = join(root, path);
      if (path === RECORD_CACHE_PATH) continue;
      if (isDirectory) visit(path);
      else if (isFile) content.set(path, `file ${latin1(absolute)}`);
      else content.set(path, isSymlink ? `link ${Deno.readLinkSync(absolute)}` : "other");
    }
  };
  visit("");
  return content;
}

function latin1(path: string): string {
  return new TextDecoder("latin1").decode(Deno.readFileSync(path));
}

/** The digest of the file at the path; null where there is none. */
export function digestAt(root: string, path: string): FileDigest | null {
  try {
    const bytes = Deno.readFileSync(join(root, path));
    return { sha256: hashOfBytes(bytes), bytes: bytes.length };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function hashOfBytes(bytes: Uint8Array): string {
  const hash = createRunningHash();
  hash.update(bytes);
  return hash.digest();
}

/** The plan that was saved in this file. */
export function readPlan(path: string): RepairPlan {
  return parseRepairPlan(Deno.readFileSync(path), path, sha256Hex);
}

/** What the steps with these ids change, and the manifest's change, which every repair makes. */
export function changesOf({ steps }: RepairPlan, ids: readonly string[]): readonly FileChange[] {
  return steps.filter(({ id, kind }) => kind === "record" || ids.includes(id)).flatMap(({ changes }) => changes);
}

/** The paths at which two stores differ. */
export function differences(one: Content, other: Content): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path)).sort();
}

/**
 * That the store is what the plan said, to the byte, and nothing else has changed: each file as predicted, what it was
 * before kept beside the report, the journal with the planned lines behind it, and the report.
 */
export function assertCarriedOut(root: string, before: Content, plan: RepairPlan, ids: readonly string[]): void {
  const { binding, report_id: reportId } = plan.source_report;
  const after = contentOf(root);
  const expected = new Map(before);
  const changes = changesOf(plan, ids);
  for (const { path, before: digest, kept_at: keptAt } of changes) {
    assertEquals(digest === null, !before.has(path), `"${path}" before`);
    if (keptAt !== null) expected.set(keptAt, before.get(path) ?? "absent");
    expected.delete(path);
  }
  for (const { path, after: digest } of changes) {
    assertEquals(digestAt(root, path), digest, `"${path}" is not what the plan said`);
    const found = after.get(path);
    if (found !== undefined) expected.set(path, found);
  }
  const journal = before.get("journal.jsonl") ?? "file ";
  expected.set("journal.jsonl", `${journal}${binding?.appended.text ?? ""}`);
  const told = plan.steps.find(({ kind }) => kind === "record")?.paths.slice(2) ?? [];
  assertEquals(told[0], `repair-reports/${reportId}.json`);
  for (const path of told) {
    assertEquals([path, before.has(path), after.has(path)], [path, false, true], "What tells of the repair is new");
    expected.set(path, after.get(path) ?? "");
  }
  assertEquals(differences(after, withoutScratch(expected)), []);
}

/** What taking the lock and working on a change clear away, whatever the plan. */
function withoutScratch(content: Content): Content {
  return new Map([...content].filter(([path]) => path !== LOCK_PATH && !path.startsWith(`${WORK_FOLDER}/`)));
}
