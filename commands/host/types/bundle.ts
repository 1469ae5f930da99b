/** Bundles as commands see them. Types only: what carries them out is in the files beside this one. */
import type { ContentLine } from "../../../lib/bundle/content_lines.ts";
import type { BundleDescriptor } from "../../../lib/model/bundle_descriptor.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";

/** Bytes that can be read again and again, the same each time. */
export interface ByteSource {
  /** A chunk may be filled again once the next is asked for. */
  open(): Iterable<Uint8Array>;
}

/** Bytes put aside on disk. The file has no name, so that nothing of it is left when the program ends, however it does. */
export interface Spool extends ByteSource {
  /** How many were written. */
  bytes(): number;
  /** @throws CliError io or denied */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** What a bundle is made of. Each source holds as many lines as the descriptor's counts say, each with its newline. */
export interface BundleContent {
  readonly descriptor: BundleDescriptor;
  /** Canonical JSON, in ascending order of the ids by code point; no kind without a record. */
  readonly records: ReadonlyMap<RecordKind, ByteSource>;
  /** Canonical JSON, in the order of the journal. */
  readonly journal: ByteSource;
}

export interface BundleSealing {
  /** The file of an Ed25519 private key (PKCS#8 in PEM), or null for no signature. */
  readonly signKey: string | null;
  /** age recipients; none for no encryption. */
  readonly recipients: readonly string[];
  readonly gzip: boolean;
}

export interface OpenOptions {
  /** The file of an Ed25519 public key (SPKI in PEM) that the bundle must be signed with, or null to look for none. */
  readonly verifyKey: string | null;
  /** Refuses a bundle that is not signed; takes a `verifyKey`, without which no signature means anything. */
  readonly requireSignature: boolean;
  /** Files of age identities. */
  readonly identities: readonly string[];
}

/** `unverified`: there is a signature, and no key was given to check it with. */
export type BundleSignature =
  | { readonly state: "none" | "unverified" }
  /** The SHA-256 of the key's DER bytes (SPKI), in lower-case hex. */
  | { readonly state: "valid"; readonly key: string };

/** A bundle that holds: its format, shape, hashes, counts and, where a key was given, its signature. */
export interface OpenBundle {
  readonly descriptor: BundleDescriptor;
  /** The bundle as it was read, compressed and encrypted. */
  readonly digest: FileDigest;
  readonly encrypted: boolean;
  readonly compressed: boolean;
  readonly signature: BundleSignature;
  /** The kinds that it has records of, in the order of the members. */
  readonly kinds: readonly RecordKind[];
  /** The records of a kind, by ascending id. @throws CliError bad_input at a line that is no record in canonical JSON */
  records(kind: RecordKind): Iterable<ContentLine>;
  /** The events, in the order of their journal. @throws CliError bad_input at a line that is no object in canonical JSON */
  events(): Iterable<ContentLine>;
  /** Lets go of what was put aside; the lines cannot be read any more. */
  close(): void;
}

export interface Bundles {
  /** A new spool, in the temporary folder in force. @throws CliError io or denied */
  createSpool(): Spool;
  /**
   * Writes a bundle in a new file, whole or not at all, mode 0600; `-` is standard output.
   *
   * @throws CliError usage where the file exists, or a key or recipient is none; not_found, denied, io; interrupted or
   *   terminated on a signal
   */
  write(path: string, content: BundleContent, sealing: BundleSealing): Promise<FileDigest>;
  /**
   * Reads a bundle, `-` from standard input, and verifies all of it before anything of it is handed on. Needs the
   * permission to write until it is open, and none from then on.
   *
   * @throws CliError bad_input, too_new; usage for a file that is no key; not_found, denied, io
   */
  open(path: string, options: OpenOptions): Promise<OpenBundle>;
}
