/** Encrypting to age recipients and decrypting with age identities; the library is loaded where it is needed. */
import { hasWholeAgeHeader, MAX_AGE_HEADER_BYTES } from "../../../lib/bundle/encoding.ts";
import type { Refuse } from "../../../lib/bundle/refusal.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { Decrypter } from "age-encryption";
import { type Bytes, failingWith, peek, streamOf } from "./byte_streams.ts";

/** Encrypts to at least one recipient. @throws CliError usage for a text that is none */
export async function createEncryption(recipients: readonly string[]): Promise<(bytes: Bytes) => Bytes> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      throw new CliError("usage", `Cannot encrypt to "${recipient}": it is no age recipient`, {
        target: recipient,
        hint: "Give one that age-keygen printed, which starts with age1",
        cause: error,
      });
    }
  }
  return async function* (bytes) {
    yield* await encrypter.encrypt(streamOf(bytes));
  };
}

/** Decrypts with the first identity that fits. @throws CliError bad_input where none does, or where the bytes are damaged */
export async function* decrypted(bytes: Bytes, identities: readonly string[], refuse: Refuse): Bytes {
  if (identities.length === 0) {
    throw refuse("it is encrypted", {
      code: "encrypted",
      hint: "Give the file of an age identity with --identity FILE",
    });
  }
  const { start, all } = await peek(bytes, MAX_AGE_HEADER_BYTES);
  if (!hasWholeAgeHeader(start)) throw refuse(`its age header does not end within ${MAX_AGE_HEADER_BYTES} bytes`);
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity);
  async function* opened(): Bytes {
    yield* await decrypter.decrypt(streamOf(all));
  }
  yield* failingWith(
    opened(),
    (cause) =>
      cause instanceof Error && cause.message.startsWith("no identity matched")
        ? refuse("none of the identities given opens it", {
          code: "wrong_identity",
          hint: "Give the identity of one of those that it was encrypted to, with --identity FILE",
        })
        : refuse("its encryption is damaged"),
  );
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch (error) {
    // It is a secret even where it is malformed: it is not quoted.
    throw new CliError("usage", "Cannot use an age identity: it is malformed", {
      target: "--identity",
      hint: "Give a file that age-keygen wrote",
      cause: error,
    });
  }
}
