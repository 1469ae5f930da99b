/** The stores that are measured: generated, with the derived state that the program itself makes of them. */
import { join } from "@std/path";
import { recordFile } from "../../fixtures/records.ts";
import { type StoreFile, textFile, writeStore } from "../../fixtures/store_files.ts";
import { EPOCH } from "../../fixtures/times.ts";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { isJsonObject, type JsonObject, stringField } from "../../lib/text/json.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import { COMMANDS, type Place, prepared, WORKSPACE } from "./commands.ts";
import { measure } from "./measure.ts";

export interface StoreSize {
  readonly events: number;
  readonly objects: number;
}

const SEED = 7;

/** A healthy store with indexes and checkpoint, and a bundle of it; all of it below `folder`. */
export async function makePlace(program: string, folder: string, size: StoreSize): Promise<Place> {
  const place = write(folder, size);
  for (const command of [COMMANDS.plan, COMMANDS.apply, COMMANDS.export]) {
    await measure(prepared(command, program, place));
  }
  return place;
}

function write(folder: string, { events, objects }: StoreSize): Place {
  Deno.mkdirSync(folder, { recursive: true });
  const root = join(folder, "store");
  writeLargeStore({ seed: SEED, events, objects, workspace: WORKSPACE }, root);
  return {
    root,
    object: stringField(firstRecord(root, "objects"), "object_id") ?? "",
    plan: join(folder, "plan.json"),
    bundle: join(folder, "bundle.tar"),
    restored: join(folder, "restored"),
  };
}

/** @throws TypeError where it is no record */
function firstRecord(root: string, registry: string): JsonObject {
  const [name = ""] = [...Deno.readDirSync(join(root, registry))].map((entry) => entry.name).sort();
  const record = parseJsonObject(Deno.readTextFileSync(join(root, registry, name)));
  if (!record.ok) throw new TypeError(`"${name}" is no record`);
  return record.value;
}

/** What a store may hold very many of, so that whatever looks at each one again and again for another takes forever. */
export const TRAPS = ["damaged", "unrecorded", "unclassified", "conflicting", "leftover"] as const;
export type Trap = typeof TRAPS[number];

/** A store of `count` objects and as many entries of that kind, without any derived state. */
export function makeTrap(folder: string, trap: Trap, count: number): Place {
  const place = write(folder, { events: count, objects: count });
  if (trap === "unrecorded") {
    Deno.removeSync(join(place.root, "objects"), { recursive: true });
    Deno.mkdirSync(join(place.root, "objects"), { mode: 0o700 });
    return place;
  }
  const entry = entryOf(trap, place);
  writeStore(new Map(Array.from({ length: count }, (_, number) => entry(String(number)))), place.root);
  return place;
}

type Entry = (number: string) => readonly [path: string, file: StoreFile];

function entryOf(trap: Exclude<Trap, "unrecorded">, { root }: Place): Entry {
  switch (trap) {
    case "damaged":
      return (number) => [`objects/object_trap-${number}.json`, textFile("{")];
    case "unclassified":
      return (number) => [`note-${number}.txt`, textFile("?")];
    case "leftover":
      return (number) => [`tmp/batch-${number}.ndjson`, textFile("?")];
    case "conflicting": {
      const settled = firstRecord(root, "conflicts");
      const card = settled["decision_card"];
      const open = { selected_option: null, rationale: null, selected_by: null, selected_at: null };
      return (number) => {
        const id = `conflict:trap-${number}`;
        const fields = {
          conflict_id: id,
          record_id: id,
          decision_card: { ...(isJsonObject(card) ? card : {}), ...open },
        };
        return recordFile("conflict", id, { ...settled, ...fields }, EPOCH);
      };
    }
  }
}
