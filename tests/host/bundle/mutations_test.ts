/**
 * Damaged bundles by the hundred, and with SOURCEOS_SOAK=1 by the ten thousand: each is refused in words or says what the
 * sound one says; none crashes, hangs, leaves a file behind or grows the memory.
 */
import { assertEquals } from "@std/assert";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "../../helpers/properties.ts";
import { createEncryption } from "../../../commands/host/bundle/encryption.ts";
import { readBundle, type ReadingOptions } from "../../../commands/host/bundle/open_bundle.ts";
import type { OpenBundle } from "../../../commands/host/types/bundle.ts";
import { BUNDLE_LIMITS } from "../../../lib/bundle/limits.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { bundleOf, contentOf, inChunks, makeKeys, readingOptions } from "../../helpers/bundles.ts";
import { anyMutation, mutate, type Mutation } from "../../helpers/mutations.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { inTemporaryFolder } from "../../helpers/tools.ts";

const RUNS = IS_SOAK ? 20_000 : 500;
/** What tens of thousands of bundles in one process leave behind for the collector, and not what one takes. */
const MEMORY_BYTES = 1024 * 1024 * 1024;

const identity = await generateX25519Identity();
const encrypt = await createEncryption([await identityToRecipient(identity)]);
const keys = await makeKeys();
const plain = await bundleOf();
const signed = await bundleOf(contentOf(), { sign: keys.sign });
const sealed = await bundleOf(contentOf(), { sign: keys.sign, gzip: true, encrypt });
const limits = { ...BUNDLE_LIMITS, contentBytes: 2 ** 20, lineBytes: 2 ** 16, records: 1000, events: 1000 };

type Outcome = { readonly refused: string } | { readonly said: unknown };

function contentIn(bundle: OpenBundle): unknown {
  const lines = bundle.kinds.map((kind) => [kind, [...bundle.records(kind)].map(({ text }) => text)]);
  return { descriptor: bundle.descriptor, lines, events: [...bundle.events()].map(({ text }) => text) };
}

async function read(bytes: Uint8Array, options: ReadingOptions): Promise<Outcome> {
  let bundle: OpenBundle | null = null;
  try {
    bundle = await readBundle(inChunks(bytes, 4096), options);
    return { said: contentIn(bundle) };
  } catch (error) {
    if (error instanceof CliError) return { refused: error.exit };
    throw error;
  } finally {
    bundle?.close();
  }
}

/** Reads many damaged bundles; `judge` is told what came of each. */
function readDamaged(
  sound: Uint8Array,
  more: Partial<ReadingOptions>,
  judge: (outcome: Outcome, original: unknown) => void,
) {
  return inTemporaryFolder(async (folder) => {
    const options = readingOptions(folder, { limits, identities: [identity], ...more });
    const original = await read(sound, options);
    assertEquals("said" in original, true, "the sound bundle is not refused");
    const check = async (mutation: Mutation) => {
      const bytes = await mutate(sound, mutation);
      const outcome = await read(bytes, options);
      judge(outcome, "said" in original ? original.said : null);
      assertEquals([...Deno.readDirSync(folder)], []);
    };
    await fc.assert(fc.asyncProperty(anyMutation, check), { numRuns: RUNS });
    // Of this file alone: other tests run in the same process.
    const { heapUsed, external } = Deno.memoryUsage();
    assertEquals(heapUsed + external < MEMORY_BYTES, true, `${heapUsed + external} bytes of memory`);
  });
}

function judgeRefusal(outcome: Outcome): void {
  if ("refused" in outcome) assertEquals(["bad_input", "too_new"].includes(outcome.refused), true, outcome.refused);
}

Deno.test("a damaged bundle is refused in words, or holds together", () => readDamaged(plain, {}, judgeRefusal));

for (const [name, sound] of [["signed", signed], ["signed, compressed and encrypted", sealed]] as const) {
  Deno.test(`a damaged bundle that was ${name} says what was signed, or nothing`, () =>
    readDamaged(sound, { verifyKey: keys.verifyKey, requireSignature: true }, (outcome, original) => {
      judgeRefusal(outcome);
      if ("said" in outcome) assertEquals(outcome.said, original);
    }));
}
