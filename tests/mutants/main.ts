/**
 * How many small changes of the code the pure tests notice: `make mutants`.
 * Usage: main.ts ROOMS TESTS, each files or folders with spaces between them.
 *
 * All mutants stand in one copy of the tree (`plant.ts`). With none on, each test runs once, which tells what it reaches
 * and how long it takes; then each mutant is tried with the tests that reach it until one fails. To be sure that it failed
 * for that, it must pass again with no mutant. Whatever is given up early counts as survived.
 */
import { describe, type Mutant, type Mutation, plant } from "./plant.ts";
import { type Answer, startWorker } from "./started_worker.ts";

const TREE = ".build/mutants";

/** A test that takes longer is no unit's; how much the tests of one mutant may take together, by what they took without it. */
const LIMITS = { test: 2_000, mutant: 6_000 };
/** Who has not answered by then never will, on the busiest machine. */
const PATIENCE = 30_000;

interface SourceMutant extends Mutant {
  readonly file: string;
  readonly where: string;
}

interface Test {
  readonly index: number;
  readonly module: string;
  readonly milliseconds: number;
  readonly reached: ReadonlySet<number>;
}

const [rooms = "", tests = ""] = Deno.args;
const mutants = await plantAll(rooms.split(" "));
const modules = tests.split(" ").flatMap(testModules);
let worker = await startWorker(TREE, modules, 0);
const atLoad = new Set(worker.reached);
const baseline = await runAll();
const living: SourceMutant[] = [];
const doubtful: SourceMutant[] = [];
let endless = 0;
for (const [index, mutant] of mutants.entries()) {
  if (!await isKilled(mutant)) atLoad.has(mutant.id) ? doubtful.push(mutant) : report(mutant);
  if (index % 100 === 99) console.error(`${index + 1} tried, ${living.length} survived, ${doubtful.length} in doubt`);
}
for (const mutant of doubtful) {
  if (!await isKilledAtLoad(mutant)) report(mutant);
}
await worker.end();
console.log(`${endless} of those that were killed did not end`);
for (const room of rooms.split(" ")) {
  const ofRoom = (list: readonly SourceMutant[]) => list.filter(({ file }) => file.startsWith(room)).length;
  const [all, survived] = [ofRoom(mutants), ofRoom(living)];
  console.log(`${room}: ${all - survived} of ${all} killed, ${(100 * (1 - survived / all)).toFixed(1)} %`);
}

function report(mutant: SourceMutant): void {
  living.push(mutant);
  console.log(`survived: ${mutant.where}`);
}

/** Copies the tree with all mutants of the rooms in it. */
async function plantAll(rooms: readonly string[]): Promise<readonly SourceMutant[]> {
  await Deno.remove(TREE, { recursive: true }).catch(() => {});
  await Deno.mkdir(TREE, { recursive: true });
  const copied = ["lib", "commands", "tests", "fixtures", "docs", "main.ts", "start.ts", "deno.json", "deno.lock"];
  await output("cp", ["-r", ...copied, TREE]);
  const listed = await output(Deno.execPath(), ["lint", "--json", "--config", "tests/mutants/lint.json", ...rooms]);
  const { diagnostics }: { diagnostics: { filename: string; message: string }[] } = JSON.parse(listed);
  const byFile = Map.groupBy(diagnostics, ({ filename }) => filename.slice(`file://${Deno.cwd()}/`.length));
  let id = 0;
  return [...byFile].flatMap(([file, found]) => {
    const text = Deno.readTextFileSync(file);
    const mutants = found.map(({ message }) => {
      const mutation: Mutation = JSON.parse(message);
      return { ...mutation, id: ++id, file, where: `${file}:${describe(text, mutation)}` };
    });
    Deno.writeTextFileSync(`${TREE}/${file}`, plant(text, mutants));
    return mutants;
  });
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command(program, { args: [...args], stderr: "inherit" }).output();
  return new TextDecoder().decode(stdout);
}

function testModules(path: string): readonly string[] {
  if (path.endsWith(".ts")) return [path];
  return [...Deno.readDirSync(path)].toSorted((left, right) => left.name < right.name ? -1 : 1)
    .flatMap(({ name, isDirectory }) => isDirectory || name.endsWith("_test.ts") ? testModules(`${path}/${name}`) : []);
}

/** Runs every test once, without a mutant. */
async function runAll(): Promise<readonly Test[]> {
  const found: Test[] = [];
  for (const [index, { module, name }] of worker.tests.entries()) {
    const answer = await worker.run(0, index, 120_000);
    if (answer?.failure === null) {
      found.push({ index, module, milliseconds: answer.milliseconds, reached: new Set(answer.reached) });
    } else {
      console.error(`left out, as it fails without a mutant: ${module}: ${name}: ${answer?.failure}`);
      if (answer === null) worker = await startWorker(TREE, modules, 0);
    }
  }
  const total = found.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  console.error(`${found.length} tests in ${(total / 1000).toFixed(0)} s, ${mutants.length} mutants`);
  return found;
}

async function isKilled(mutant: SourceMutant): Promise<boolean> {
  for (const test of testsFor(mutant, baseline.filter(({ reached }) => reached.has(mutant.id)))) {
    const answer = await runOn(mutant, test);
    if (answer?.failure === null) continue;
    if (answer !== null && (await worker.run(0, test.index, PATIENCE))?.failure === null) return true;
    // Without an answer it did not end; failing still, this worker was spoilt, by this mutant or one before it.
    await worker.end();
    worker = await startWorker(TREE, modules, 0);
    if (answer !== null) return await isKilled(mutant);
    endless++;
    return true;
  }
  return false;
}

/** The same with a worker of its own, in which the mutant is on while modules are loaded. */
async function isKilledAtLoad(mutant: SourceMutant): Promise<boolean> {
  const count = worker.tests.length;
  await worker.end();
  const loaded = await startWorker(TREE, modules, mutant.id).catch(() => null);
  if (loaded === null) return true;
  worker = loaded;
  if (worker.tests.length !== count) return true;
  for (const test of testsFor(mutant, baseline)) {
    if ((await runOn(mutant, test))?.failure !== null) return true;
  }
  return false;
}

function runOn(mutant: SourceMutant, test: Test): Promise<Answer | null> {
  return worker.run(mutant.id, test.index, PATIENCE + 20 * test.milliseconds);
}

/** The tests in the order in which they may notice a mutant: of its file first, then of its room, the quick ones first. */
function testsFor({ file }: SourceMutant, tests: readonly Test[]): readonly Test[] {
  const own = `tests/${file.replace(/\.ts$/, "_test.ts")}`;
  const room = own.replace(/[^/]*$/, "");
  const rank = ({ module }: Test) => module === own ? 0 : module.startsWith(room) ? 1 : 2;
  const ordered = tests.toSorted((left, right) => rank(left) - rank(right) || left.milliseconds - right.milliseconds);
  let left = LIMITS.mutant;
  return ordered.filter(({ milliseconds }) => milliseconds <= LIMITS.test && (left -= milliseconds) > 0);
}
