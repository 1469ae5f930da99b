/** The Ed25519 keys of a bundle's signature, from the files that a person names. */
import { parsePem, type PemLabel, wrongKey } from "../../../lib/bundle/pem.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { createRunningHash } from "../files/hashing.ts";
import type { NamedFiles } from "../types/host.ts";

const MAX_KEY_BYTES = 64 * 1024;

export interface VerifyKey {
  /** The SHA-256 of its DER bytes (SPKI), in lower-case hex. */
  readonly fingerprint: string;
  verify(signature: Uint8Array, message: Uint8Array): Promise<boolean>;
}

/** What signs with the private key in the file. @throws CliError usage where there is none in it */
export async function readSignKey(
  path: string,
  files: Pick<NamedFiles, "read">,
): Promise<(message: Uint8Array) => Promise<Uint8Array>> {
  const { key } = await importKey(path, "PRIVATE KEY", files);
  return async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, message.slice()));
}

/** The public key in the file. @throws CliError usage where there is none in it */
export async function readVerifyKey(path: string, files: Pick<NamedFiles, "read">): Promise<VerifyKey> {
  const { key, der } = await importKey(path, "PUBLIC KEY", files);
  const hash = createRunningHash();
  hash.update(der);
  return {
    fingerprint: hash.digest(),
    verify: (signature, message) => crypto.subtle.verify("Ed25519", key, signature.slice(), message.slice()),
  };
}

async function importKey(path: string, label: PemLabel, files: Pick<NamedFiles, "read">) {
  const der = parsePem(await readKeyText(path, files), label, path);
  const isPrivate = label === "PRIVATE KEY";
  try {
    const key = isPrivate
      ? await crypto.subtle.importKey("pkcs8", der, "Ed25519", false, ["sign"])
      : await crypto.subtle.importKey("spki", der, "Ed25519", false, ["verify"]);
    return { key, der };
  } catch (error) {
    throw wrongKey(label, path, error);
  }
}

/** The text of a file of keys, which is short. @throws CliError usage where it is not */
export async function readKeyText(path: string, files: Pick<NamedFiles, "read">): Promise<string> {
  if (path === "-") {
    throw new CliError("usage", "Cannot read a key from standard input", { target: path, hint: "Give a file" });
  }
  return new TextDecoder().decode(await files.read(path, MAX_KEY_BYTES));
}
