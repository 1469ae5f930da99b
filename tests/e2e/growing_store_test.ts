/**
 * A store that the daemon writes to while it is looked at gives no false finding; a torn tail that stays is found.
 *
 * The daemon is played step by step: it goes on whenever the program asks the file system for something, and ends what it
 * has begun while the program waits. So every step comes at every moment, whatever else this machine does.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { readDocument as readRecord } from "../../fixtures/faults/edit.ts";
import { seededRandom } from "../../fixtures/random.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { faultyStore, HEALTHY, withStore } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { readDocument } from "../helpers/machine_documents.ts";

const RUNS = 32;
/** How likely the daemon goes on at a question: it races, or stands in one place for all of a reading. */
const PACES = [1, 0.1, 0.01, 0.001];
const SEED = 17;
/** What the program asks the file system with. */
const QUESTIONS = ["openSync", "lstatSync", "statSync", "readDirSync", "readFileSync"] as const;

/** Any object that lives and is not held. */
const ACTIVE_OBJECT = [...HEALTHY.keys()].find((path) => {
  if (!path.startsWith("objects/") || !path.endsWith(".json")) return false;
  const { state, retention_class } = readRecord(HEALTHY, path);
  return state === "active" && retention_class === "normal";
}) ?? "";

interface Writer {
  /** Goes one step on, in the middle of an event or into the next. */
  step(): void;
  /** Goes on to the end of the event. */
  finish(): void;
  /** Events appended so far. */
  appended(): number;
}

/**
 * Appends as the reference daemon does: the line, sometimes in two writes as a long one needs, then the manifest by way
 * of a file beside it, and records the same way, sometimes before their event and sometimes after it.
 */
function createWriter(root: string): Writer {
  const journal = join(root, "journal.jsonl");
  const manifest = join(root, "manifest.json");
  const actor = join(root, "actors/actor_ada.json");
  const record: unknown = JSON.parse(Deno.readTextFileSync(actor));
  const template = JSON.parse(Deno.readTextFileSync(join(root, ACTIVE_OBJECT)));
  let appended = 0;
  let generation = JSON.parse(Deno.readTextFileSync(manifest)).active_generation;

  function* replace(path: string, value: unknown): Generator<void> {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    Deno.writeTextFileSync(`${path}.tmp`, text.slice(0, 100));
    yield;
    Deno.writeTextFileSync(`${path}.tmp`, text);
    yield;
    Deno.renameSync(`${path}.tmp`, path);
    yield;
  }

  function* append(text: string): Generator<void> {
    Deno.writeTextFileSync(journal, text, { append: true });
    yield;
  }

  function* event(): Generator<void> {
    const isDelete = appended % 2 === 1;
    const recordFirst = appended % 4 < 2;
    const object = `object:growing-${Math.floor(appended / 2) % 7}`;
    const objectPath = join(root, `objects/${object.replace(":", "_")}.json`);
    const changed = { ...template, object_id: object, state: isDelete ? "tombstoned" : "active" };
    const line = `${JSON.stringify(eventOf(object, isDelete))}\n`;
    if (recordFirst) yield* replace(objectPath, changed);
    if (appended % 3 === 0) {
      yield* append(line.slice(0, 8_192));
      yield* append(line.slice(8_192));
    } else yield* append(line);
    if (!recordFirst) yield* replace(objectPath, changed);
    yield* replace(manifest, { ...JSON.parse(Deno.readTextFileSync(manifest)), active_generation: ++generation });
    if (appended % 5 === 0) yield* replace(actor, record);
    appended++;
  }

  function eventOf(object: string, isDelete: boolean) {
    const ordinal = Deno.readTextFileSync(journal).split("\n").filter((line) => line.trim() !== "").length + 1;
    return {
      schema: "sourceos.journal-event/v1alpha1",
      event_id: `evt-${String(ordinal).padStart(8, "0")}`,
      event_type: isDelete ? "delete" : "update",
      lane: isDelete ? "tombstone" : "normal",
      object_id: object,
      producer: template.last_modified_by_actor,
      created_at: "2026-05-06T00:00:00Z",
      payload: { text: "x".repeat(appended % 3 === 0 ? 9_000 : 40) },
      applied: true,
    };
  }

  let current = event();
  const step = () => {
    if (current.next().done === true) current = event();
  };
  return {
    step,
    finish() {
      for (const before = appended; appended === before;) step();
    },
    appended: () => appended,
  };
}

/** Runs the work while the writer goes some steps on at each question, and finishes its event at each wait. */
async function whileWriting<Result>(
  writer: Writer,
  stepsOf: () => number,
  work: () => Promise<Result>,
): Promise<Result> {
  const real = { ...Deno };
  const realTimeout = globalThis.setTimeout;
  let isWriting = false;
  const goOn = (write: () => void) => {
    if (isWriting) return;
    isWriting = true;
    write();
    isWriting = false;
  };
  const steps = () => {
    for (let left = stepsOf(); left > 0; left--) writer.step();
  };
  for (const name of QUESTIONS) {
    Object.assign(Deno, {
      [name]: (...given: unknown[]) => {
        goOn(steps);
        return Reflect.apply(real[name], Deno, given);
      },
    });
  }
  const wait = (done: () => void, ms: number) => {
    if (ms > 0) goOn(writer.finish);
    return realTimeout(done, 0);
  };
  Object.assign(globalThis, { setTimeout: wait });
  try {
    return await work();
  } finally {
    for (const name of QUESTIONS) Object.assign(Deno, { [name]: real[name] });
    Object.assign(globalThis, { setTimeout: realTimeout });
  }
}

Deno.test("doctor and status never find a fault in a sound store that grows while they read it", () =>
  withStore(HEALTHY, async (root) => {
    const writer = createWriter(root);
    const random = seededRandom(SEED);
    for (let run = 0; run < RUNS; run++) {
      const pace = PACES[run % PACES.length] ?? 1;
      const stepsOf = () => random.chance(pace) ? 1 + random.below(3) : 0;
      for (let ahead = random.below(20); ahead > 0; ahead--) writer.step();
      const words = random.pick([["doctor"], ["status", "--exit-code"]]);
      const { code, stdout } = await whileWriting(
        writer,
        stepsOf,
        () => runInProcess(["sync", ...words, "--store", root, "--daemon", "none", "--json"]),
      );
      const { findings = [] } = JSON.parse(stdout).data;
      assertEquals([code, findings], [0, []], `run ${run}: ${words.join(" ")}`);
    }
    assert(writer.appended() > RUNS, "The writer hardly wrote");
  }));
programTest(
  "a torn tail that stays is found, with its line and its bytes",
  () =>
    withStore(faultyStore("torn-tail"), async (root) => {
      const { data } = await readDocument(
        await runProgram(["sync", "doctor", "--store", root, "--json"]),
        "sync doctor",
      );
      const findings = data?.["findings"];
      const text = Deno.readTextFileSync(join(root, "journal.jsonl"));
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      const encoder = new TextEncoder();
      assertEquals(Array.isArray(findings) ? findings.map(({ id, evidence }) => ({ id, evidence })) : null, [{
        id: "journal.torn-tail",
        evidence: {
          file: "journal.jsonl",
          line: whole.split("\n").length,
          offset: encoder.encode(whole).length,
          bytes: encoder.encode(text.slice(whole.length)).length,
          event_id: null,
        },
      }]);
    }),
);
