/** How much a bundle may ask of the host that reads it; what is over a limit is refused before it is kept. */
import { MAX_LINE_BYTES } from "../journal/lines.ts";

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;

export interface BundleLimits {
  /** Of the file as it is read, compressed and encrypted. */
  readonly bundleBytes: number;
  /** Of the tar, unpacked. */
  readonly contentBytes: number;
  /** How many times the bytes read so far the unpacked ones may be, once these are over `freeBytes`. */
  readonly expansion: number;
  readonly freeBytes: number;
  /** Of a member that is held whole; data/bundle.json has a limit of its own. */
  readonly smallBytes: number;
  readonly descriptorBytes: number;
  readonly lineBytes: number;
  /** Of all kinds together. */
  readonly records: number;
  /** An export writes no more of them into one bundle, nor an import into a store at once. */
  readonly recordsAtOnce: number;
  readonly events: number;
  /** Of memory, for what is told of the records while they are compared. */
  readonly heldBytes: number;
}

/**
 * Above what stores hold, and export writes less, so that nothing that was exported is ever refused. No small file fills
 * a disk. Lines are put aside, and of each record a few bytes are held in memory: a preview of 1,000,000 takes less than
 * 300 MB.
 */
export const BUNDLE_LIMITS: BundleLimits = {
  bundleBytes: 16 * GIBIBYTE,
  contentBytes: 32 * GIBIBYTE,
  expansion: 250,
  freeBytes: GIBIBYTE,
  smallBytes: MEBIBYTE,
  descriptorBytes: 16 * MEBIBYTE,
  lineBytes: MAX_LINE_BYTES,
  records: 1_000_000,
  recordsAtOnce: 250_000,
  events: 100_000_000,
  heldBytes: 160 * MEBIBYTE,
};
