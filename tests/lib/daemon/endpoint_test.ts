import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { type EndpointReading, parseEndpoint, withoutCredentials } from "../../../lib/daemon/endpoint.ts";

const http = (port: number, ...hostnames: string[]): EndpointReading => ({
  ok: true,
  endpoint: { kind: "http", addresses: hostnames.map((hostname) => ({ hostname, port })) },
});
const unix = (path: string): EndpointReading => ({ ok: true, endpoint: { kind: "unix", path } });
const elsewhere = (host: string): EndpointReading => ({ ok: true, endpoint: { kind: "non_local", host } });
const refused = (problem: string): EndpointReading => ({ ok: false, problem });

const cases: readonly (readonly [string, string, EndpointReading])[] = [
  ["takes none", "none", { ok: true, endpoint: { kind: "none" } }],
  ["takes a loopback address", "http://127.0.0.1:8765", http(8765, "127.0.0.1")],
  ["takes a final slash", "http://127.0.0.1:8765/", http(8765, "127.0.0.1")],
  ["takes every address of 127.0.0.0/8", "http://127.8.9.10:1", http(1, "127.8.9.10")],
  ["takes the scheme in capitals", "HTTP://127.0.0.1:1", http(1, "127.0.0.1")],
  ["takes the IPv6 loopback", "http://[::1]:8765", http(8765, "::1")],
  ["takes the default port of http", "http://127.0.0.1", http(80, "127.0.0.1")],
  ["asks localhost by address", "http://localhost:9", http(9, "127.0.0.1", "::1")],
  ["sees through another spelling of loopback", "http://0x7f.1:9", http(9, "127.0.0.1")],
  ["takes a socket with one slash", "unix:/run/a.sock", unix("/run/a.sock")],
  ["takes a socket with three slashes", "unix:///run/a b.sock", unix("/run/a b.sock")],
  ["keeps another host for later", "http://example.org:8765", elsewhere("example.org")],
  [
    "does not take a name that starts like loopback",
    "http://127.0.0.1.example.org",
    elsewhere("127.0.0.1.example.org"),
  ],
  ["does not take the unspecified address", "http://0.0.0.0:8765", elsewhere("0.0.0.0")],
  ["does not take a mapped address", "http://[::ffff:127.0.0.1]:1", elsewhere("[::ffff:7f00:1]")],
  ["does not take a name below localhost", "http://a.localhost:1", elsewhere("a.localhost")],
  ["refuses https", "https://127.0.0.1:8765", refused("the daemon speaks plain http, on this machine only")],
  ["refuses another scheme", "ftp://127.0.0.1", refused("it is neither an http URL nor a unix socket")],
  ["refuses a bare host and port", "127.0.0.1:8765", refused("it is neither an http URL nor a unix socket")],
  ["refuses nothing at all", "", refused("it is neither an http URL nor a unix socket")],
  ["refuses a URL that is none", "http://127.0.0.1:99999", refused("it is not a URL")],
  ["refuses a space", "http://127.0.0.1:1 ", refused("it holds a space")],
  [
    "refuses credentials",
    "http://me:secret@127.0.0.1:1",
    refused("it holds credentials, which the daemon never asks for"),
  ],
  ["refuses a path", "http://127.0.0.1:1/healthz", refused('it holds a path ("/healthz")')],
  ["refuses a query", "http://127.0.0.1:1/?store_root=/", refused("it holds a query or a fragment")],
  ["refuses an empty query", "http://127.0.0.1:1/?", refused("it holds a query or a fragment")],
  ["refuses a control character", "unix:/run/a\u0000b", refused("it holds a control character")],
  ["refuses a relative socket", "unix:api.sock", refused("the socket's path is not absolute")],
  ["refuses a socket of another host", "unix://host/api.sock", refused("the socket's path is not absolute")],
  ["refuses a folder", "unix:/run/", refused("the socket's path names a folder")],
  ["takes the longest path", `unix:/${"é".repeat(53)}`, unix(`/${"é".repeat(53)}`)],
  ["refuses a longer path", `unix:/${"é".repeat(53)}a`, refused("the socket's path is longer than 107 bytes")],
];

for (const [name, text, expected] of cases) {
  Deno.test(`parseEndpoint() ${name}`, () => assertEquals(parseEndpoint(text), expected));
}

Deno.test("parseEndpoint() only ever yields loopback addresses to ask", () => {
  fastCheck.assert(fastCheck.property(fastCheck.webAuthority({ withIPv4: true, withIPv6: true }), (authority) => {
    const reading = parseEndpoint(`http://${authority}`);
    const addresses = reading.ok && reading.endpoint.kind === "http" ? reading.endpoint.addresses : [];
    return addresses.every(({ hostname }) => /^(127\.\d+\.\d+\.\d+|::1)$/.test(hostname));
  }));
});

Deno.test("withoutCredentials() leaves a password out and anything else alone", () => {
  assertEquals(withoutCredentials("http://me:a@b@127.0.0.1:1/x@y"), "http://…@127.0.0.1:1/x@y");
  assertEquals(withoutCredentials("unix:/run/a@b.sock"), "unix:/run/a@b.sock");
});
