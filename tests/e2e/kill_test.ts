/**
 * The program is killed at moments spread over a whole repair, undo, decision and import. Nothing is lost, every command tells of it,
 * and the same command again ends what was begun. `make soak` kills hundreds of times, in a larger store.
 */
import { assert, assertEquals } from "@std/assert";
import { isDeletion } from "../../lib/change/deletion.ts";
import { seededRandom } from "../../fixtures/random.ts";
import {
  differencesFromPlan,
  type KnownChange,
  prepareDecision,
  prepareRepair,
  prepareUndo,
} from "../helpers/known_changes.ts";
import { prepareImport, prepareImportUndo } from "../helpers/known_imports.ts";
import { tellsOfChange } from "../helpers/repairs.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { startProgram } from "../helpers/started_program.ts";
import { assertDigests, digestsOf, hasIntent, restore, sha256In } from "../helpers/store_digests.ts";
import { withFolder } from "../helpers/stores.ts";
import { assertEnds, type Moment, momentOf } from "../helpers/ended_changes.ts";
import { readDocument } from "../helpers/machine_documents.ts";

const SIZE = IS_SOAK ? { events: 60_000, leftovers: 200 } : { events: 6_000, leftovers: 40 };
const ROUNDS = IS_SOAK
  ? { repair: 110, undo: 50, decision: 50, import: 50 }
  : { repair: 4, undo: 3, decision: 2, import: 3 };
const SEED = 41;
/** The last part of a run, in which the process ends, is not the same each time. */
const BEYOND = 1.05;
const LOOKS = ["sync doctor", "sync status", "sync explain"];

programTest("a repair and its undo that are killed at any moment are ended by the same command", async () => {
  await withFolder(async (folder) => {
    const repair = await prepareRepair(folder, SIZE);
    assertEquals(differencesFromPlan(repair), []);
    assert(repair.answered.length > 0);
    await killInRounds(repair, ROUNDS.repair);

    const undo = await prepareUndo(folder, repair);
    const changes = repair.plan.steps.flatMap((step) => step.changes);
    const paths = changes.filter((change) => !isDeletion(change)).map(({ path }) => path);
    // The manifest counts the event of the undo as well.
    const restored = paths.filter((path) => path !== "manifest.json");
    assertEquals(restored.filter((path) => sha256In(undo.after, path) !== sha256In(repair.before, path)), []);
    await killInRounds(undo, ROUNDS.undo);
  });
});

programTest("an import and its undo that are killed at any moment are ended by the same command", async () => {
  await withFolder(async (folder) => {
    const known = await prepareImport(folder, SIZE);
    await killInRounds(known, ROUNDS.import);
    const undo = await prepareImportUndo(folder, known);
    const written = [...undo.before.keys()].filter((path) => !tellsOfChange(path));
    assertEquals(written.filter((path) => sha256In(undo.after, path) !== sha256In(known.before, path)), []);
    await killInRounds(undo, ROUNDS.undo);
  });
});

programTest("a decision on a conflict that is killed at any moment is ended by the same command", async () => {
  await withFolder(async (folder) => await killInRounds(await prepareDecision(folder, SIZE), ROUNDS.decision));
});

async function killInRounds(change: KnownChange, rounds: number): Promise<void> {
  await assertHealed(change);
  const random = seededRandom(SEED);
  const moments: Record<Moment, number> = { before: 0, between: 0, after: 0 };
  // The first run may have been slower than the ones to come, as other programs run here too.
  const expected = { fromStart: change.durationMs, fromIntent: change.durationMs - change.intentAtMs };
  // The time that there is an intent is short: a busy machine may miss it in some rounds, and never in as many as these.
  for (let round = 0; round < rounds || (moments.between === 0 && round < 40 * rounds); round++) {
    const aim = round % 2 === 0 ? "fromIntent" : "fromStart";
    const part = ((round % rounds + random.next()) / rounds) * BEYOND;
    const laterMs = part * expected[aim];
    const where = `${change.name}, round ${round}, killed ${laterMs} ms ${aim}`;
    restore(change);
    const moment = await killOnce(change, { aim, laterMs }, where);
    moments[moment]++;
    if (moment === "after" && part < 0.8) expected[aim] /= 2;
    const commands = IS_SOAK ? LOOKS : LOOKS.filter((_, index) => index === round % LOOKS.length);
    await assertAnswers(change, { moment, commands, where });
    // Who comes to end it can be killed as well.
    const again = { aim: "fromStart" as const, laterMs: random.next() * expected.fromStart };
    await assertEnds(change, round % 4 === 0 ? await killOnce(change, again, where) : moment, where);
  }
  const { before, between, after } = moments;
  console.log(`${change.name}: ${before} kills before the intent was there, ${between} while it was, ${after} after`);
  assert(between > 0, "the kills do not hit");
}

async function killOnce(
  change: KnownChange,
  { aim, laterMs }: { readonly aim: "fromStart" | "fromIntent"; readonly laterMs: number },
  where: string,
): Promise<Moment> {
  const { args, root } = change;
  await startProgram(args).endWith("SIGKILL", () => aim === "fromStart" || hasIntent(root), laterMs);
  return momentOf(change, where);
}

/** Every command still answers, and tells of what was interrupted. */
async function assertAnswers(
  { root, object }: KnownChange,
  { moment, commands, where }: {
    readonly moment: Moment;
    readonly commands: readonly string[];
    readonly where: string;
  },
): Promise<void> {
  const found = digestsOf(root);
  const expected = moment === "between" ? ["interrupted_change"] : [];
  await Promise.all(commands.map(async (command) => {
    const target = command === "sync explain" ? [object] : [];
    const words = [...command.split(" "), ...target, "--store", root, "--json"];
    const result = await runProgram(words);
    const { warnings } = await readDocument(result, command);
    assert([0, 3, 4].includes(result.code), `${where}: ${command} ends with ${result.code}: ${result.stdout}`);
    assertEquals(warnings.map(({ code }) => code), expected, `${where}: ${command}`);
  }));
  assertDigests(digestsOf(root), found, `${where}: looking has changed the store`);
}

/** Nothing that the change answers is found in the store as it leaves it. */
async function assertHealed({ name, result, answered }: KnownChange): Promise<void> {
  const words = ["sync", "doctor", "--store", result, "--query", "data.findings[].id"];
  const findings: readonly string[] = JSON.parse((await runProgram(words)).stdout);
  assertEquals(findings.filter((id) => answered.includes(id) || id.startsWith("repair.")), [], name);
}
