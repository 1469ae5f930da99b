/** PEM texts (RFC 7468) of the two kinds that a bundle's signature needs. */
import { CliError } from "../model/errors.ts";

export type PemLabel = "PRIVATE KEY" | "PUBLIC KEY";

const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=][A-Za-z0-9+/=\s]*)-----END \1-----$/;

const WANTED: Readonly<Record<PemLabel, { readonly name: string; readonly hint: string }>> = {
  "PRIVATE KEY": {
    name: "a PKCS#8 private key in PEM",
    hint: "Make one with openssl genpkey -algorithm ed25519 -out KEY.pem",
  },
  "PUBLIC KEY": {
    name: "an SPKI public key in PEM",
    hint: "Get it from the private key with openssl pkey -in KEY.pem -pubout -out PUBLIC.pem",
  },
};

/** The refusal of a key file that is not what it has to be; nothing of what is in it. */
export function wrongKey(label: PemLabel, path: string, cause?: unknown): CliError {
  const { name, hint } = WANTED[label];
  return new CliError("usage", `Cannot use key "${path}": it is not ${name} of the type Ed25519`, {
    target: path,
    hint,
    cause,
  });
}

/** The DER bytes of the file's one block. @throws CliError usage where it has another label or form */
export function parsePem(text: string, label: PemLabel, path: string): Uint8Array<ArrayBuffer> {
  const [, found, base64] = BLOCK.exec(text.trim()) ?? [];
  if (found !== label || base64 === undefined) throw wrongKey(label, path);
  let binary: string;
  try {
    binary = atob(base64.replace(/\s/g, ""));
  } catch (error) {
    throw wrongKey(label, path, error);
  }
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
