/** The SHA-256 of a text's UTF-8 bytes, in lower-case hex. Passed in wherever it is needed: hashing is the host's. */
export type Sha256Hex = (text: string) => string;
