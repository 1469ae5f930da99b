/** Ways to damage a bundle, as values that fast-check can make, shrink and show. */
import fc from "./properties.ts";
import {
  concat,
  editedHeader,
  packTar,
  resealed,
  swapped,
  type TarEntry,
  unpackTar,
  withFittingManifest,
} from "./tars.ts";

/** A change of the bytes, wherever in them; places are parts of a million of the length. */
type ByteMutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "truncate"; readonly at: number }
  | { readonly kind: "remove" | "repeat" | "zero"; readonly at: number; readonly length: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "append_itself" };

/** A change of the members, packed again without a fault in the tar. */
type MemberMutation =
  | { readonly kind: "swap"; readonly first: number; readonly second: number }
  | { readonly kind: "drop" | "duplicate"; readonly member: number }
  | { readonly kind: "rename"; readonly member: number; readonly path: string }
  | { readonly kind: "edit_header"; readonly member: number; readonly at: number; readonly text: string }
  | { readonly kind: "edit_content"; readonly member: number; readonly change: ByteMutation }
  /** Of the texts in it, so that what was JSON is JSON. */
  | { readonly kind: "edit_letter"; readonly member: number; readonly at: number };

export interface Mutation {
  readonly members: readonly MemberMutation[];
  /** What is made to fit the changed members. */
  readonly reseal: "nothing" | "manifest" | "all";
  /** Whether the changed tar is compressed. */
  readonly gzip: boolean;
  readonly bytes: readonly ByteMutation[];
}

const place = fc.nat(1_000_000);
const index = fc.nat(20);

const byteMutation: fc.Arbitrary<ByteMutation> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant("truncate" as const), at: place }),
  fc.record({
    kind: fc.constantFrom("remove" as const, "repeat" as const, "zero" as const),
    at: place,
    length: fc.nat(2000),
  }),
  fc.record({ kind: fc.constant("insert" as const), at: place, bytes: fc.oneof(fc.uint8Array(), hostileText()) }),
  fc.constant({ kind: "append_itself" as const }),
);

const memberMutation: fc.Arbitrary<MemberMutation> = fc.oneof(
  fc.record({ kind: fc.constant("swap" as const), first: index, second: index }),
  fc.record({ kind: fc.constantFrom("drop" as const, "duplicate" as const), member: index }),
  fc.record({
    kind: fc.constant("rename" as const),
    member: index,
    path: fc.constantFrom("../escape", "/tmp/escape", "data/../x", "data/records/schema.ndjson", "a\0b", "bagit.txt"),
  }),
  fc.record({
    kind: fc.constant("edit_header" as const),
    member: index,
    at: fc.nat(511),
    text: fc.oneof(
      fc.constantFrom("0", "1", "2", "5", "x", "L", "\0", "\xff", "77777777777", "-1"),
      fc.string({ maxLength: 12 }),
    ),
  }),
  fc.record({ kind: fc.constant("edit_content" as const), member: index, change: byteMutation }),
  fc.record({ kind: fc.constant("edit_letter" as const), member: index, at: place }),
);

/** One to a few changes of a bundle. */
export const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    members: fc.array(memberMutation, { minLength: 1, maxLength: 3 }),
    reseal: fc.constantFrom("nothing" as const, "manifest" as const, "all" as const),
    gzip: fc.boolean(),
    bytes: fc.oneof(fc.constant([]), fc.array(byteMutation, { maxLength: 1 })),
  }),
  fc.record({
    members: fc.constant([]),
    reseal: fc.constant("nothing" as const),
    gzip: fc.constant(false),
    bytes: fc.array(byteMutation, { minLength: 1, maxLength: 3 }),
  }),
);

function hostileText(): fc.Arbitrary<Uint8Array> {
  return fc.constantFrom(
    '{"__proto__":{"object_id":"a"}}\n',
    `${"[".repeat(2000)}\n`,
    `{"object_id":"a","n":${"9".repeat(5000)}}\n`,
    '{"object_id":"../../etc/passwd"}\n',
    '{"object_id":"a\\u0000b"}\n',
    "{}\n".repeat(500),
    "\n",
    "\xef\xbb\xbf",
    "\ud800",
  ).map((text) => new TextEncoder().encode(text));
}

const RESEALED = { nothing: (entries: readonly TarEntry[]) => entries, manifest: withFittingManifest, all: resealed };

/** The bundle, changed so; the bundle given is a plain tar where members are to be changed. */
export async function mutate(bundle: Uint8Array, { members, reseal, gzip, bytes }: Mutation): Promise<Uint8Array> {
  let changed = bundle;
  if (members.length > 0) {
    const entries = members.reduce(changeMembers, unpackTar(bundle));
    changed = packTar(RESEALED[reseal](entries));
  }
  if (gzip) {
    const stream = ReadableStream.from([changed.slice()]).pipeThrough(new CompressionStream("gzip"));
    changed = await new Response(stream).bytes();
  }
  return bytes.reduce(changeBytes, changed);
}

function changeBytes(bytes: Uint8Array, mutation: ByteMutation): Uint8Array {
  if (mutation.kind === "append_itself") return concat([bytes, bytes]);
  const at = Math.floor(mutation.at * bytes.length / 1_000_001);
  switch (mutation.kind) {
    case "flip": {
      const copy = bytes.slice();
      if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << mutation.bit);
      return copy;
    }
    case "truncate":
      return bytes.subarray(0, at);
    case "remove":
      return concat([bytes.subarray(0, at), bytes.subarray(at + mutation.length)]);
    case "repeat":
      return concat([bytes.subarray(0, at + mutation.length), bytes.subarray(at)]);
    case "zero":
      return bytes.slice().fill(0, at, at + mutation.length);
    case "insert":
      return concat([bytes.subarray(0, at), mutation.bytes, bytes.subarray(at)]);
  }
}

function changeMembers(entries: readonly TarEntry[], mutation: MemberMutation): readonly TarEntry[] {
  if (entries.length === 0) return entries;
  if (mutation.kind === "swap") {
    return swapped(entries, mutation.first % entries.length, mutation.second % entries.length);
  }
  const chosen = mutation.member % entries.length;
  return entries.flatMap((entry, at) => at === chosen ? changeMember(entry, mutation) : [entry]);
}

function changeMember(entry: TarEntry, mutation: Exclude<MemberMutation, { kind: "swap" }>): readonly TarEntry[] {
  switch (mutation.kind) {
    case "drop":
      return [];
    case "duplicate":
      return [entry, entry];
    case "rename":
      return [{ path: mutation.path, content: entry.content }];
    case "edit_header":
      return [{ ...entry, header: editedHeader(entry.path, entry.content.length, [[mutation.at, mutation.text]]) }];
    case "edit_content":
      return [{ path: entry.path, content: changeBytes(entry.content, mutation.change) }];
    case "edit_letter":
      return [{ path: entry.path, content: changeLetter(entry.content, mutation.at) }];
  }
}

/** Another letter in the place of one that follows two others, as most do that are within a text. */
function changeLetter(content: Uint8Array, place: number): Uint8Array {
  const isLetter = (at: number) => /[a-z]/.test(String.fromCharCode(content[at] ?? 0));
  const letters = [...content.keys()].filter((at) => at > 1 && isLetter(at) && isLetter(at - 1) && isLetter(at - 2));
  const copy = content.slice();
  const chosen = letters[place % letters.length];
  if (chosen !== undefined) copy[chosen] = (copy[chosen] ?? 0) ^ 1;
  return copy;
}
