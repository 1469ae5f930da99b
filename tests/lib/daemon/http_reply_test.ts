import { assertEquals } from "@std/assert";
import { bodyStart, parseHead, type ReplyHead } from "../../../lib/daemon/http_reply.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("bodyStart() finds the end of the first blank line", () => {
  const cases: readonly (readonly [string, number | null])[] = [
    ["", null],
    ["HTTP/1.0 200 OK\r\nA: b\r\n", null],
    ["HTTP/1.0 200 OK\n\n", null],
    ["a\r\n\r\nb\r\n\r\n", 5],
    ["a\r\r\n\r\n", 6],
  ];
  for (const [text, start] of cases) assertEquals(bodyStart(bytes(text)), start, text);
});

const heads: readonly (readonly [string, ReplyHead | null])[] = [
  ["HTTP/1.0 200 OK", { status: 200, location: null, contentLength: null }],
  ["HTTP/1.1 503", { status: 503, location: null, contentLength: null }],
  ["HTTP/1.1 200 OK\r\nCONTENT-LENGTH:  12 ", { status: 200, location: null, contentLength: 12 }],
  ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 1", { status: 200, location: null, contentLength: 1 }],
  ["HTTP/1.1 302 Found\r\nLocation: /x", { status: 302, location: "/x", contentLength: null }],
  ["HTTP/1.1 200 OK\r\nLocation: /x", { status: 200, location: null, contentLength: null }],
  ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2", null],
  ["HTTP/1.1 200 OK\r\nContent-Length: -1", null],
  ["HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999", null],
  ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", null],
  ["HTTP/1.1 200 OK\r\nno field", null],
  ["HTTP/1.1 200 OK\r\nname : with a space before the colon", null],
  ["HTTP/1.1 200 OK\r\n folded: line", null],
  ["HTTP/2 200", null],
  ["HTTP/1.1 20 OK", null],
  ["SSH-2.0-OpenSSH_9.6", null],
  ["", null],
];

for (const [head, expected] of heads) {
  Deno.test(`parseHead() reads ${JSON.stringify(head)}`, () => assertEquals(parseHead(`${head}\r\n\r\n`), expected));
}
