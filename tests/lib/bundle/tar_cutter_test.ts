import { assertEquals, assertThrows } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { refusalOf } from "../../../lib/bundle/refusal.ts";
import { createTarCutter } from "../../../lib/bundle/tar_cutter.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { concat, packTar } from "../../helpers/tars.ts";

/** The members that come out of these chunks, each with its whole content. */
function cut(chunks: readonly Uint8Array[]) {
  const cutter = createTarCutter(refusalOf("b.tar"));
  const found: { path: string; bytes: number; content: Uint8Array; ended: boolean }[] = [];
  for (const chunk of chunks) {
    for (const piece of cutter.add(chunk)) {
      const last = found.at(-1);
      if (piece.kind === "member") found.push({ ...piece.member, content: new Uint8Array(), ended: false });
      else if (last !== undefined && piece.kind === "bytes") last.content = concat([last.content, piece.bytes]);
      else if (last !== undefined) last.ended = true;
    }
  }
  cutter.finish();
  return found;
}

function chunksOf(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}

const anyMember = fc.record({
  path: fc.stringMatching(/^[a-z]{1,9}$/),
  content: fc.uint8Array({ maxLength: 1500 }),
});
const anyCuts = fc.array(fc.nat(20_000), { maxLength: 30 });

Deno.test("the tar cutter finds every member, however the bytes come", () =>
  fc.assert(fc.property(fc.array(anyMember, { maxLength: 5 }), anyCuts, fc.nat(20), (members, cuts, more) => {
    const archive = concat([packTar(members), new Uint8Array(512 * more)]);
    const want = members.map(({ path, content }) => ({ path, bytes: content.length, content, ended: true }));
    assertEquals(cut(chunksOf(archive, cuts)), want);
  })));

Deno.test("the tar cutter refuses an archive that is cut anywhere", () =>
  fc.assert(fc.property(fc.array(anyMember, { maxLength: 3 }), anyCuts, fc.nat(1_000_000), (members, cuts, place) => {
    const archive = packTar(members);
    const short = archive.subarray(0, place % archive.length);
    assertThrows(() => cut(chunksOf(short, cuts)), CliError, "it ends too early");
  })));
