/** Whatever a store holds: every command answers, keeps its schema and lets no control character through. */
import { assertEquals } from "@std/assert";
import fc from "./helpers/properties.ts";
import { COMMAND_SCHEMAS } from "./helpers/command_schemas.ts";
import type { StateSnapshot } from "../lib/model/snapshot.ts";
import { anyState, anyText } from "./helpers/arbitrary_states.ts";
import { runInMemory } from "./helpers/fake_host.ts";
import { compileSchema } from "./helpers/json_schema.ts";

/**
 * Exit codes with which a command may answer about a store that is there: 10 for a registry behind a link, which is not
 * followed, 18 where nothing of what was asked for can be repaired; 1, a bug of ours, is none of them.
 */
const LAWFUL = [0, 2, 3, 4, 5, 10, 12, 17, 18, 22];

const COMMANDS: readonly (readonly string[])[] = [
  ["status"],
  ["status", "--exit-code"],
  ["doctor"],
  ["plans"],
  ["actors", "--sort", "-trust_level"],
  ["schemas", "--limit", "2"],
  ["conflicts", "--status", "open"],
  ["profiles"],
  ["devices"],
  ["export", "workspace:house"],
  ["export", "profile:home", "--exit-code", "--policy-decision", "diary-may-leave"],
  ["repair", "--dry-run"],
  ["repair", "--dry-run", "--scope", "derived", "--exit-code"],
];

const LISTS = ["plans", "actors", "schemas", "conflicts", "profiles", "devices"];

const validators = new Map(COMMAND_SCHEMAS.map(({ name, schema }) => [name, compileSchema(schema)]));

/** Colour, as the program writes it; whatever else begins with an escape came from somewhere else. */
// deno-lint-ignore no-control-regex
const EMPHASIS = /\x1b\[(1|2|22|31|32|33|36|39)m/g;

/** What a terminal acts on even where it only shows raw JSON. */
const STEERING = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** The words without colour; where lines end is kept in golden files. */
function unstyled(text: string): string {
  return text.replace(EMPHASIS, "").replace(/\s+/g, " ");
}

function assertHarmless(text: string): void {
  assertEquals(text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu), null, text);
}

async function assertAnswers(snapshot: StateSnapshot, words: readonly string[], columns: number): Promise<void> {
  const traits = { isTerminal: true, columns };
  const plain = await runInMemory(["sync", ...words, "--color", "never"], { snapshot, traits });
  assertEquals(LAWFUL.includes(plain.code), true, `${words.join(" ")} ended with ${plain.code}: ${plain.stderr}`);
  assertHarmless(plain.stdout + plain.stderr);

  const ascii = await runInMemory(["sync", ...words, "--color", "never", "--ascii", "-o", "wide"], {
    snapshot,
    traits,
  });
  assertEquals(ascii.code, plain.code);
  assertEquals((ascii.stdout + ascii.stderr).match(/[^\n\x20-\x7e]/), null, ascii.stdout);

  const colored = await runInMemory(["sync", ...words, "--color", "always"], { snapshot, traits });
  assertEquals(
    [colored.code, unstyled(colored.stdout), unstyled(colored.stderr)],
    [plain.code, unstyled(plain.stdout), unstyled(plain.stderr)],
  );

  const json = await runInMemory(["sync", ...words, "-o", "json"], { snapshot });
  assertEquals(json.code, plain.code);
  assertEquals(json.stdout.replaceAll("\n", "").match(STEERING), null, json.stdout);
  const [name = ""] = words;
  assertEquals(validators.get(name)?.(JSON.parse(json.stdout)), [], json.stdout);
}

const columns = fc.integer({ min: 20, max: 160 });

for (const words of COMMANDS) {
  Deno.test(`sync ${words.join(" ")} answers on any state`, async () => {
    await fc.assert(
      fc.asyncProperty(anyState, columns, (snapshot, width) => assertAnswers(snapshot, words, width)),
      { numRuns: 40 },
    );
  });
}

/** A word that a command line takes for an argument. */
const anyWord = anyText.filter((text) => !text.startsWith("-"));

function anyId({ store }: StateSnapshot): fc.Arbitrary<string> {
  const ids = (store?.records ?? []).flatMap(({ record }) =>
    Object.entries(record ?? {}).flatMap(([name, value]) =>
      name.endsWith("_id") && typeof value === "string" && !value.startsWith("-") ? [value] : []
    )
  );
  return fc.oneof(anyWord, fc.constantFrom("object:diary", "finding:journal.torn-tail", "exit:13", "x:", ...ids));
}

Deno.test("sync explain answers about anything in any state", async () => {
  await fc.assert(
    fc.asyncProperty(anyState.chain((snapshot) => fc.tuple(fc.constant(snapshot), anyId(snapshot))), columns, (
      [snapshot, id],
      width,
    ) => assertAnswers(snapshot, ["explain", id], width)),
    { numRuns: 150 },
  );
});

Deno.test("The lists show any record in full, or say why not", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyState.chain((snapshot) => fc.tuple(fc.constant(snapshot), fc.constantFrom(...LISTS), anyId(snapshot))),
      columns,
      ([snapshot, name, id], width) => assertAnswers(snapshot, [name, id], width),
    ),
    { numRuns: 100 },
  );
});
