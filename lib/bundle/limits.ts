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
  readonly events: number;
}

/**
 * Far above what a store holds, so that nothing that was exported is ever refused, and such that no small file fills a
 * disk: memory is not at stake, as lines are put aside.
 */
export const BUNDLE_LIMITS: BundleLimits = {
  bundleBytes: 16 * GIBIBYTE,
  contentBytes: 32 * GIBIBYTE,
  expansion: 250,
  freeBytes: GIBIBYTE,
  smallBytes: MEBIBYTE,
  descriptorBytes: 64 * MEBIBYTE,
  lineBytes: MAX_LINE_BYTES,
  records: 10_000_000,
  events: 100_000_000,
};
