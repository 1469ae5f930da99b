/** SHA-256 by the runtime's own implementation, which can be fed in pieces. */
import { createHash } from "node:crypto";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { RunningDigest } from "../types/host.ts";

/** The SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The hash and length of the texts' UTF-8 bytes, one behind the other. */
export function digestOf(texts: Iterable<string>): FileDigest {
  const running = startDigest();
  for (const text of texts) running.add(text);
  return running.digest();
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
