/**
 * What a server of HTTP/1.x answers to a request of HTTP/1.0 (RFC 9112): nothing comes in chunks, and a body without a length ends
 * with its connection.
 */

export interface ReplyHead {
  readonly status: number;
  /** Where a redirect points. */
  readonly location: string | null;
  /** Null where the body ends with the connection. */
  readonly contentLength: number | null;
}

const BLANK_LINE = [0x0d, 0x0a, 0x0d, 0x0a];

/** The request for a path; `host` as it stands in a URL, with its port. */
export function requestText(path: string, host: string): string {
  const lines = [
    `GET ${path} HTTP/1.0`,
    `Host: ${host}`,
    "Accept: application/json",
    "Accept-Encoding: identity",
    "Connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Where the body begins; null where the head has not come to its end. */
export function bodyStart(bytes: Uint8Array): number | null {
  for (let end = bytes.indexOf(0x0d); end !== -1; end = bytes.indexOf(0x0d, end + 1)) {
    if (BLANK_LINE.every((byte, index) => bytes[end + index] === byte)) return end + BLANK_LINE.length;
  }
  return null;
}

/** The head, blank line included; null where it is none that a server may send here. */
export function parseHead(text: string): ReplyHead | null {
  const [first = "", ...lines] = text.replace(/\r\n\r\n$/, "").split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/.exec(first)?.[1];
  const fields = lines.map((line) => /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line));
  if (status === undefined || fields.includes(null)) return null;
  const valuesOf = (name: string) =>
    fields.flatMap((field) => field?.[1]?.toLowerCase() === name ? [field[2] ?? ""] : []);
  const lengths = new Set(valuesOf("content-length"));
  const [length] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length ?? "0") || valuesOf("transfer-encoding").length > 0) return null;
  return {
    status: Number(status),
    location: /^3/.test(status) ? valuesOf("location")[0] ?? null : null,
    contentLength: length === undefined ? null : Number(length),
  };
}
