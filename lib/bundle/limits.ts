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
  /** Of all kinds together; an import writes no more at once. */
  readonly records: number;
  readonly events: number;
}

/**
 * Above what stores hold, and export writes no more, so that nothing that was exported is ever refused. No small file
 * fills a disk. Lines are put aside, and what is said of each record is held in memory: 250,000 take less than 300 MB.
 */
export const BUNDLE_LIMITS: BundleLimits = {
  bundleBytes: 16 * GIBIBYTE,
  contentBytes: 32 * GIBIBYTE,
  expansion: 250,
  freeBytes: GIBIBYTE,
  smallBytes: MEBIBYTE,
  descriptorBytes: 64 * MEBIBYTE,
  lineBytes: MAX_LINE_BYTES,
  records: 250_000,
  events: 100_000_000,
};
