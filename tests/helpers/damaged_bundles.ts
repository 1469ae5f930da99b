/** Bundles with one fault each. */
import { assertEquals, assertRejects } from "@std/assert";
import { readBundle, type ReadingOptions } from "../../commands/host/bundle/open_bundle.ts";
import { CliError } from "../../lib/model/errors.ts";
import { bundleOf, DESCRIPTOR, inChunks, readingOptions } from "./bundles.ts";
import { editedHeader, packTar, resealed, swapped, type TarEntry, textEntry, unpackTar } from "./tars.ts";
import { inTemporaryFolder } from "./tools.ts";

/** A sound bundle, and its members. */
export const sound = await bundleOf();
export const members = unpackTar(sound);

export const OBJECTS_PATH = "data/records/object.ndjson";
export const EVENTS_PATH = "data/journal.ndjson";

/** The bundle with these in the place of a member. */
export function replaced(path: string, ...entries: readonly TarEntry[]): Uint8Array {
  return packTar(members.flatMap((entry) => entry.path === path ? entries : [entry]));
}

/** The bundle with this text in the place of a member, and with hashes that fit. */
export function rewritten(path: string, text: string): Uint8Array {
  return packTar(resealed(members.map((entry) => entry.path === path ? textEntry(path, text) : entry)));
}

/** The bundle with one member more. */
export function inserted(before: string, entry: TarEntry): Uint8Array {
  return packTar(members.flatMap((member) => member.path === before ? [entry, member] : [member]));
}

/** The bundle with these texts in the header of a member, and a checksum that fits. */
export function headed(path: string, edits: readonly (readonly [at: number, text: string])[]): Uint8Array {
  return packTar(
    members.map((entry) =>
      entry.path === path ? { ...entry, header: editedHeader(path, entry.content.length, edits) } : entry
    ),
  );
}

/** The bundle with these fields in its descriptor, and with hashes that fit. */
export function descriptorWith(edit: Readonly<Record<string, unknown>>): Uint8Array {
  const counts = { records: { object: 2, actor: 1 }, events: 2 };
  return rewritten("data/bundle.json", JSON.stringify({ ...DESCRIPTOR, counts, ...edit }));
}

/** The bytes with one bit of one byte turned. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** The bundle with two members in each other's place. */
export function reordered(first: number, second: number): Uint8Array {
  return packTar(swapped(members, first, second));
}

/** Asserts that the bytes are refused with this reason, and that nothing is left in the folder. */
export function assertRefused(bytes: Uint8Array, reason: string, options: Partial<ReadingOptions> = {}): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const read = () => readBundle(inChunks(bytes), readingOptions(folder, options));
    const { exit, message, hint } = await assertRejects(read, CliError);
    assertEquals([exit, message, hint === null], ["bad_input", `Cannot read bundle "b.tar": ${reason}`, false]);
    assertEquals([...Deno.readDirSync(folder)], []);
  });
}
