/** The members of a bundle: these, in this order, and no others (docs/formats.md, "Members"). */
import { type RecordKind, REGISTRY_KINDS } from "../model/kinds.ts";
import { compareCodePoints } from "../text/order.ts";

export const DESCRIPTOR_PATH = "data/bundle.json";
export const JOURNAL_PATH = "data/journal.ndjson";
export const BAGIT_PATH = "bagit.txt";
export const BAG_INFO_PATH = "bag-info.txt";
export const MANIFEST_PATH = "manifest-sha256.txt";
export const TAG_MANIFEST_PATH = "tagmanifest-sha256.txt";
export const SIGNATURE_PATH = "signature.ed25519";

export interface BundleMember {
  readonly path: string;
  /** Small ones are held whole; lines may be as long as a journal. */
  readonly content: "small" | "lines";
  /** What its lines are; null where it has none, or where they are events. */
  readonly kind: RecordKind | null;
  /** Whether a bundle without it is none. */
  readonly required: boolean;
}

function small(path: string, required = true): BundleMember {
  return { path, content: "small", kind: null, required };
}

function recordsMember(kind: RecordKind): BundleMember {
  return { path: `data/records/${kind}.ndjson`, content: "lines", kind, required: false };
}

/** Every member that there can be, in the order in which they stand. */
export const BUNDLE_MEMBERS: readonly BundleMember[] = [
  small(BAGIT_PATH),
  small(BAG_INFO_PATH),
  small(MANIFEST_PATH),
  small(DESCRIPTOR_PATH),
  ...REGISTRY_KINDS.toSorted(compareCodePoints).map(recordsMember),
  { path: JOURNAL_PATH, content: "lines", kind: null, required: true },
  small(TAG_MANIFEST_PATH),
  small(SIGNATURE_PATH, false),
];

/** Whether the member is a part of the payload, which manifest-sha256.txt covers; the others are about the payload. */
export function isPayload(path: string): boolean {
  return path.startsWith("data/");
}

/** Whether tagmanifest-sha256.txt covers the member: those that stand before the payload. */
export function isTagFile(path: string): boolean {
  return path === BAGIT_PATH || path === BAG_INFO_PATH || path === MANIFEST_PATH;
}
