/** Commands beside yardsticks, run in turns, so that a busy machine is equally unfair to all. */
import { COMMANDS, type Place, prepared } from "./commands.ts";
import { both, type Command, measure, median, type Run } from "./measure.ts";
import { type Comparison, COMPARISONS, judged, readingOf, type Row, STARTS, type Subject, timesOf } from "./rows.ts";
import { grepAndFind, hashAndFind, isThere, jq, referenceDaemon, smallProgram, type Yardstick } from "./yardsticks.ts";

/** What is measured, and where files may be made. */
export interface Bench {
  readonly program: string;
  readonly isCompiled: boolean;
  readonly folder: string;
}

/** The stores that commands are compared on. */
export interface Places {
  readonly large: Place;
  /** As many events as the large one, and few objects. */
  readonly lean: Place;
  readonly small: Place;
}

type Runner = () => Promise<Run>;
type Runners = readonly (readonly [Subject, Runner])[];

/** The program's start, beside a program that only says hello. */
export async function compareStarts(bench: Bench, tiny: Place, runs: number): Promise<readonly Row[]> {
  const { program } = bench;
  const hello = await smallProgram("hello", bench);
  return await compare(STARTS, runs, [
    ["hello", once(hello())],
    ["version", once({ command: program, args: ["--version"] })],
    ["help", once({ command: program, args: ["sync", "--help"] })],
    ["status_tiny", onPlace("status", bench, tiny)],
  ]);
}

/** What the commands cost on a large store, beside what reading it costs. */
export async function compareCommands(
  bench: Bench,
  { large, lean, small }: Places,
  runs: number,
): Promise<readonly Row[]> {
  const reader = await smallProgram("bare_reader", bench);
  return await compare(COMPARISONS, runs, [
    ["status_small", onPlace("status", bench, small)],
    ["status_large", onPlace("status", bench, large)],
    ["reader_large", once(reader(large.root))],
    ["full_large", onPlace("full", bench, large)],
    ...await whereThere("daemon", referenceDaemon(large)),
    ...await whereThere("jq", jq(large)),
    ["reader_lean", once(reader(lean.root))],
    ["full_lean", onPlace("full", bench, lean)],
    ...await whereThere("hash_large", hashAndFind(large)),
    ["standard_large", onPlace("standard", bench, large)],
    ...await whereThere("hash_lean", hashAndFind(lean)),
    ["standard_lean", onPlace("standard", bench, lean)],
    ...await whereThere("grep_large", grepAndFind(large)),
    ["explain_large", onPlace("explain", bench, large)],
    ...await whereThere("grep_lean", grepAndFind(lean)),
    ["explain_lean", onPlace("explain", bench, lean)],
    ["actors_small", onPlace("actors", bench, small)],
    ["actors_large", onPlace("actors", bench, large)],
    ["rebuild_large", rebuild(bench, large)],
  ]);
}

function once(command: Command): Runner {
  return () => measure(command);
}

async function whereThere(subject: Subject, { command, probe }: Yardstick): Promise<Runners> {
  return await isThere(probe) ? [[subject, once(command)]] : [];
}

function onPlace(name: keyof typeof COMMANDS, { program }: Bench, place: Place): Runner {
  return () => measure(prepared(COMMANDS[name], program, place));
}

/** A plan and its apply, once everything derived was taken away. */
function rebuild(bench: Bench, place: Place): Runner {
  return async () => {
    await onPlace("undo", bench, place)();
    const planned = await onPlace("plan", bench, place)();
    return both(planned, await onPlace("apply", bench, place)());
  };
}

async function compare(comparisons: readonly Comparison[], runs: number, runners: Runners): Promise<readonly Row[]> {
  const measured = new Map<Subject, Run[]>(runners.map(([subject]) => [subject, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [subject, run] of runners) measured.get(subject)?.push(await run());
  }
  return comparisons.map(({ id, what, beside, by, aim, subjects }) => {
    const [own = [], other = []] = subjects.map((subject) => measured.get(subject));
    return judged({
      id,
      what,
      beside,
      by,
      unit: "times",
      measured: timesOf(own, other, by),
      aim,
      readings: [own, other].map((some) => some.length === 0 ? null : median(some.map((run) => readingOf(run, by)))),
    });
  });
}
