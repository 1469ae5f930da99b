/** Cutting the bytes of a tar archive into its members, as they come. */
import type { Refuse } from "./refusal.ts";
import { BLOCK_BYTES, paddingBytes, parseTarHeader, type TarMember } from "./tar_header.ts";

type TarPiece =
  | { readonly kind: "member"; readonly member: TarMember }
  /** The next bytes of its content: a view of the chunk. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "end" };

interface TarCutter {
  /** What the chunk holds, piece by piece: nothing behind a piece is looked at before the next is asked for. */
  add(chunk: Uint8Array): Iterable<TarPiece>;
  /** @throws what `refuse` makes where the archive has not ended. */
  finish(): void;
}

/** Two empty blocks end an archive; programs fill it up with more of them, to 10 KiB as a rule. */
const MAX_TRAILER_BYTES = 64 * 1024;

/** A cutter for one archive, which holds no more of it than one header. */
export function createTarCutter(refuse: Refuse): TarCutter {
  const header = new Uint8Array(BLOCK_BYTES);
  let held = 0;
  let emptyBlocks = 0;
  let contentLeft = 0;
  let paddingLeft = 0;
  let trailerBytes = 0;
  let isInside = false;

  function readHeader(): TarMember | null {
    held = 0;
    if (isZero(header)) {
      emptyBlocks++;
      return null;
    }
    if (emptyBlocks > 0) throw refuse("an empty block stands between its members");
    const reading = parseTarHeader(header);
    if (!reading.ok) throw refuse(reading.reason, { repacked: reading.repacked });
    isInside = true;
    contentLeft = reading.member.bytes;
    paddingLeft = paddingBytes(contentLeft);
    return reading.member;
  }

  /** The zeros that may stand at this place; how many there are. */
  function skipZeros(chunk: Uint8Array, at: number, most: number): number {
    const zeros = chunk.subarray(at, at + most);
    if (!isZero(zeros)) throw refuse("bytes stand where the archive has to be empty");
    return zeros.length;
  }

  return {
    *add(chunk) {
      for (let at = 0; at < chunk.length;) {
        if (isInside) {
          const bytes = chunk.subarray(at, at + contentLeft);
          at += bytes.length;
          contentLeft -= bytes.length;
          if (bytes.length > 0) yield { kind: "bytes", bytes };
          if (contentLeft > 0) continue;
          isInside = false;
          yield { kind: "end" };
        } else if (paddingLeft > 0) {
          const skipped = skipZeros(chunk, at, paddingLeft);
          at += skipped;
          paddingLeft -= skipped;
        } else if (emptyBlocks === 2) {
          const skipped = skipZeros(chunk, at, chunk.length);
          at += skipped;
          trailerBytes += skipped;
          if (trailerBytes > MAX_TRAILER_BYTES) throw refuse("too much follows its last member");
        } else {
          const part = chunk.subarray(at, at + BLOCK_BYTES - held);
          header.set(part, held);
          held += part.length;
          at += part.length;
          if (held < BLOCK_BYTES) continue;
          const member = readHeader();
          if (member === null) continue;
          yield { kind: "member", member };
          if (contentLeft > 0) continue;
          isInside = false;
          yield { kind: "end" };
        }
      }
    },
    finish() {
      if (emptyBlocks < 2 || trailerBytes % BLOCK_BYTES !== 0) throw refuse("it ends too early");
    },
  };
}

function isZero(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== 0) return false;
  }
  return true;
}
