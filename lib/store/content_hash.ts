/** Comparing what records and events call the hash of an object's content: a text of a form that no contract sets. */

interface ContentHash {
  /** In lower case; empty where the text names none. */
  readonly algorithm: string;
  readonly digest: string;
}

/** Whether the two say different content; false where they are of different algorithms, as nobody can compare those. */
export function sayOtherContent(left: string, right: string): boolean {
  if (left === right) return false;
  const [one, other] = [parseHash(left), parseHash(right)];
  return one.algorithm === other.algorithm && one.digest !== other.digest;
}

function parseHash(text: string): ContentHash {
  const [, algorithm = "", digest = text] = /^([A-Za-z0-9_-]+)[:](.*)$/s.exec(text) ?? [];
  // Hexadecimal digits say the same in either case.
  return { algorithm: algorithm.toLowerCase(), digest: /^[0-9a-f]+$/i.test(digest) ? digest.toLowerCase() : digest };
}
