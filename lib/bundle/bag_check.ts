/**
 * Whether the members of a tar make a bundle: what may come when, and whether it fits together in the end.
 *
 * It sees a member's hash and length; whoever feeds it reads the bytes and keeps them.
 */
import type { BundleDescriptor } from "../model/bundle_descriptor.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { bagInfoText, BAGIT_TEXT, compareManifest } from "./bag.ts";
import { parseDescriptor } from "./parse_descriptor.ts";
import type { BundleLimits } from "./limits.ts";
import {
  BAG_INFO_PATH,
  BAGIT_PATH,
  BUNDLE_MEMBERS,
  type BundleMember,
  DESCRIPTOR_PATH,
  isPayload,
  isTagFile,
  JOURNAL_PATH,
  MANIFEST_PATH,
  SIGNATURE_PATH,
  TAG_MANIFEST_PATH,
} from "./members.ts";
import type { Refuse } from "./refusal.ts";
import type { TarMember } from "./tar_header.ts";

interface MemberFacts {
  /** In lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

interface CheckedBag {
  readonly descriptor: BundleDescriptor;
  /** What a signature is over. */
  readonly tagManifest: Uint8Array;
  /** 64 bytes, or null where the bundle is not signed. */
  readonly signature: Uint8Array | null;
}

export interface BagCheck {
  /** The member that may come now; every refusal that needs no content is made here. */
  begin(member: TarMember): BundleMember;
  /** How many lines the member may still have. */
  linesLeft(member: BundleMember): number;
  takeSmall(member: BundleMember, content: Uint8Array, facts: MemberFacts): void;
  takeLines(member: BundleMember, lines: number, facts: MemberFacts): void;
  /** What the bundle is, once all of it was taken. */
  finish(): CheckedBag;
}

interface TakenMember extends MemberFacts {
  readonly path: string;
}

const SIGNATURE_BYTES = 64;
const NOTHING = new Uint8Array();

/** A check of one bundle, whose members are taken in the order in which they stand. @throws what `refuse` makes */
export function createBagCheck(bundle: string, limits: BundleLimits, refuse: Refuse): BagCheck {
  const taken: TakenMember[] = [];
  const smallOnes = new Map<string, Uint8Array>();
  const recordCounts = new Map<string, number>();
  let events = 0;
  let records = 0;
  let descriptor: BundleDescriptor | null = null;
  let next = 0;

  function smallText(path: string): string {
    const text = decodeUtf8(smallOnes.get(path) ?? NOTHING);
    if (text === null) throw refuse(`its member "${path}" is not UTF-8 text`);
    return text;
  }

  function checkTexts(described: BundleDescriptor): void {
    if (smallText(BAGIT_PATH) !== BAGIT_TEXT) throw refuse(`its member "${BAGIT_PATH}" is not that of BagIt 1.0`);
    const payload = taken.filter(({ path }) => isPayload(path));
    const tagFiles = taken.filter(({ path }) => isTagFile(path));
    const difference = compareManifest(MANIFEST_PATH, smallText(MANIFEST_PATH), payload) ??
      compareManifest(TAG_MANIFEST_PATH, smallText(TAG_MANIFEST_PATH), tagFiles);
    if (difference !== null) throw refuse(difference);
    const expected = bagInfoText({
      createdAt: described.created_at,
      payloadBytes: payload.reduce((sum, { bytes }) => sum + bytes, 0),
      payloadFiles: payload.length,
    });
    if (smallText(BAG_INFO_PATH) !== expected) throw refuse(`its member "${BAG_INFO_PATH}" does not fit the payload`);
  }

  function checkCounts({ counts }: BundleDescriptor): void {
    const stated = new Map(Object.entries(counts.records).filter(([, count]) => count > 0));
    const isSame = stated.size === recordCounts.size &&
      [...stated].every(([kind, count]) => recordCounts.get(kind) === count);
    if (!isSame || counts.events !== events) {
      throw refuse(`it does not hold as many records and events as its member "${DESCRIPTOR_PATH}" says`);
    }
  }

  /** By what it says of itself, before a line is read: it may be a small file. */
  function checkLimits({ counts }: BundleDescriptor): void {
    const stated = Object.values(counts.records).reduce((sum, count) => sum + count, 0);
    const over = stated > limits.records
      ? `${stated} records, more than the limit of ${limits.records}`
      : counts.events > limits.events
      ? `${counts.events} events, more than the limit of ${limits.events}`
      : null;
    if (over === null) return;
    throw refuse(`it holds ${over}`, {
      code: "over_limit",
      hint: "Have it exported in parts, workspace by workspace",
    });
  }

  return {
    begin({ path, bytes }) {
      const index = BUNDLE_MEMBERS.findIndex((member) => member.path === path);
      const member = BUNDLE_MEMBERS[index];
      if (member === undefined) {
        const repacked = BUNDLE_MEMBERS.some((known) => path.endsWith(`/${known.path}`));
        throw refuse(`it has a member "${path}", which no bundle has`, { repacked });
      }
      if (taken.some((earlier) => earlier.path === path)) throw refuse(`it has two members "${path}"`);
      const skipped = BUNDLE_MEMBERS.slice(next, index).find(({ required }) => required);
      if (index < next || skipped !== undefined) {
        throw refuse(
          skipped === undefined
            ? `its member "${path}" is out of order`
            : `its member "${skipped.path}" is missing before "${path}"`,
          { repacked: true },
        );
      }
      const limit = path === DESCRIPTOR_PATH ? limits.descriptorBytes : limits.smallBytes;
      if (member.content === "small" && bytes > limit) {
        throw refuse(`its member "${path}" is larger than ${limit} bytes`);
      }
      if (path === SIGNATURE_PATH && bytes !== SIGNATURE_BYTES) {
        throw refuse(`its member "${path}" is no Ed25519 signature`);
      }
      if (member.kind !== null && bytes === 0) throw refuse(`its member "${path}" is empty`);
      next = index + 1;
      return member;
    },
    linesLeft: ({ path }) => path === JOURNAL_PATH ? limits.events : limits.records - records,
    takeSmall({ path }, content, facts) {
      taken.push({ path, ...facts });
      smallOnes.set(path, content);
      // At once, as a later format may have other members behind it.
      if (path === DESCRIPTOR_PATH) {
        descriptor = parseDescriptor(content, bundle);
        checkLimits(descriptor);
      }
    },
    takeLines({ path, kind }, lines, facts) {
      taken.push({ path, ...facts });
      if (kind === null) events = lines;
      else {
        recordCounts.set(kind, lines);
        records += lines;
      }
    },
    finish() {
      const missing = BUNDLE_MEMBERS.slice(next).find(({ required }) => required);
      if (missing !== undefined || descriptor === null) {
        throw refuse(`its member "${missing?.path ?? DESCRIPTOR_PATH}" is missing`);
      }
      checkTexts(descriptor);
      checkCounts(descriptor);
      return {
        descriptor,
        tagManifest: smallOnes.get(TAG_MANIFEST_PATH) ?? NOTHING,
        signature: smallOnes.get(SIGNATURE_PATH) ?? null,
      };
    },
  };
}
