/**
 * Large stores: doctor, status and explain beside what everybody has at hand, run in turns so that a busy machine is
 * equally unfair to all.
 */
import { join } from "@std/path";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import { stringField } from "../../lib/text/json.ts";
import { countText } from "../../lib/text/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import { type AimResult, judgeAims, judgeGrowth, NAMES, type Results } from "./aims.ts";
import { measure, type Measurement, medianMeasurement } from "./measure.ts";
import { findYardsticks, programSubjects, type Subject } from "./subjects.ts";

/** What is measured, where stores may be made, and what takes the lines. */
export interface Bench {
  readonly program: string;
  readonly folder: string;
  readonly print: (text: string) => void;
}

export interface Sizes {
  readonly events: number;
  readonly records: number;
  readonly runs: number;
}

interface Store {
  readonly root: string;
  readonly object: string;
  readonly events: number;
  readonly bytes: number;
}

const VIEW = { width: null, color: false, unicode: false };
const MEGABYTE = 1_000_000;
const SEED = 7;

/** Makes the stores below `folder` and prints a table for each, then the aims. */
export async function benchJournal(
  { program, folder, print }: Bench,
  { events, records, runs }: Sizes,
): Promise<void> {
  const large = makeStore(join(folder, "large"), events, records);
  const { there, missing } = await findYardsticks(large.root);
  for (const { name, reason } of missing) print(`Not compared with "${name}": ${reason}`);
  const all = await measureInTurns([...there, ...programSubjects(program, large.root, large.object)], runs);
  print(tableOf(large, titleOf(events, records, runs), all));
  await Deno.remove(large.root, { recursive: true });

  const lean = makeStore(join(folder, "lean"), events, Math.ceil(records / 100));
  const leanThere = (await findYardsticks(lean.root)).there.filter(({ name }) => name !== NAMES.daemon);
  const journal = await measureInTurns([...leanThere, ...programSubjects(program, lean.root, lean.object)], runs);
  print(tableOf(lean, titleOf(events, Math.ceil(records / 100), runs), journal));
  await Deno.remove(lean.root, { recursive: true });

  const short = makeStore(join(folder, "short"), Math.ceil(events / 10), records);
  const few = await measureInTurns(programSubjects(program, short.root, short.object), 1);
  print(tableOf(short, titleOf(Math.ceil(events / 10), records, 1), few));
  print(aimsTable(`AIMS, ${countText(records)} OBJECTS`, [...judgeAims(all), judgeGrowth(all, few)]));
  print(aimsTable(`AIMS, ${countText(Math.ceil(records / 100))} OBJECTS`, judgeAims(journal)));
}

function makeStore(root: string, events: number, objects: number): Store {
  writeLargeStore({ seed: SEED, events, objects, derived: true }, root);
  const [name = ""] = [...Deno.readDirSync(join(root, "objects"))].map((entry) => entry.name).sort();
  const record = parseJsonObject(Deno.readTextFileSync(join(root, "objects", name)));
  const object = record.ok ? stringField(record.value, "object_id") : null;
  if (object === null) throw new TypeError(`"${name}" is no record of an object`);
  return { root, object, events, bytes: Deno.statSync(join(root, "journal.jsonl")).size };
}

/** Each subject measured `runs` times, in turns. */
async function measureInTurns(subjects: readonly Subject[], runs: number): Promise<Results> {
  const measured = new Map<string, Measurement[]>(subjects.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const { name, command, args, ...how } of subjects) {
      measured.get(name)?.push(await measure(command, args, how));
    }
  }
  return new Map([...measured].map(([name, some]) => [name, medianMeasurement(some)]));
}

function titleOf(events: number, objects: number, runs: number): string {
  return `${countText(events)} EVENTS, ${countText(objects)} OBJECTS, ${runs} ${runs === 1 ? "RUN" : "RUNS"}`;
}

function tableOf({ bytes, events }: Store, title: string, results: Results): string {
  const numbers = ["WALL", "CPU", "EVENTS/S", "MB/S", "PEAK", "X JQ", "X BARE", "X SHA256"];
  const columns = [{ title }, ...numbers.map((name) => ({ title: name, align: "right" } as const))];
  const times = (seconds: number, yardstick: string) => {
    const other = results.get(yardstick);
    return other === undefined ? "-" : (seconds / other.seconds).toFixed(2);
  };
  const rows = [...results].map(([name, { seconds, cpuSeconds, peakBytes }]) => [
    name,
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    countText(Math.round(events / seconds)),
    countText(Math.round(bytes / seconds / MEGABYTE)),
    `${countText(Math.round(peakBytes / MEGABYTE))} MB`,
    times(seconds, NAMES.jq),
    times(seconds, NAMES.bare),
    times(seconds, NAMES.hash),
  ]);
  return `\n${tableText(columns, rows, VIEW)}\n`;
}

/** What was aimed at, and whether it was met. */
export function aimsTable(title: string, aims: readonly AimResult[]): string {
  const rows = aims.map(({ aim, measured, met }) => [aim, measured, met === null ? "-" : met ? "met" : "not met"]);
  const columns = [{ title }, { title: "MEASURED", align: "right" }, { title: "" }] as const;
  return `${tableText(columns, rows, VIEW)}\n`;
}
