/** SHA-256 by the runtime's own implementation, which can be fed in pieces. */
import { createHash } from "node:crypto";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { RunningDigest } from "../types/host.ts";

/** See Sha256Hex in lib/text/sha256.ts. */
export function sha256Hex(text: string | Iterable<string>): string {
  const hash = createHash("sha256");
  for (const piece of typeof text === "string" ? [text] : text) hash.update(piece, "utf8");
  return hash.digest("hex");
}

/** The hash and length of the texts' UTF-8 bytes, one behind the other. */
export function digestOf(texts: Iterable<string>): FileDigest {
  const running = startDigest();
  for (const text of texts) running.add(text);
  return running.digest();
}

/** The hash and length of the bytes. */
export function digestOfBytes(bytes: Uint8Array): FileDigest {
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}

/** As digestOf(), for texts that come by and by. */
export function startDigest(): RunningDigest {
  const hash = createRunningHash();
  const encoder = new TextEncoder();
  let bytes = 0;
  return {
    add(text) {
      const piece = encoder.encode(text);
      hash.update(piece);
      bytes += piece.length;
    },
    digest: () => ({ sha256: hash.digest(), bytes }),
  };
}

/** A SHA-256 that grows with the bytes fed to it and can be read at any point. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** The hash of everything fed so far, in lower-case hex. */
  digest(): string;
}

export function createRunningHash(): RunningHash {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.copy().digest("hex"),
  };
}

/** One for all files: of a hundred thousand small ones each would need its own. No pause comes while it is in use. */
const buffer = new Uint8Array(64 * 1024);

/** The hash and length of all that is left to read of the file; `pause` is told how far it is in a large one. */
export async function digestOfFile(
  file: Deno.FsFile,
  pause: (bytes: number) => Promise<void> = () => Promise.resolve(),
): Promise<FileDigest> {
  const hash = createRunningHash();
  let bytes = 0;
  for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
    hash.update(buffer.subarray(0, count));
    bytes += count;
    if (count === buffer.length) await pause(bytes);
  }
  return { sha256: hash.digest(), bytes };
}
