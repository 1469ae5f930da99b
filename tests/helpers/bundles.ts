/** Bundles for tests: contents, keys, and the bytes of whole bundles. */
import { TOOL } from "../../lib/model/tool.ts";
import { BUNDLE_FORMAT, type BundleDescriptor } from "../../lib/model/bundle_descriptor.ts";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import { BUNDLE_LIMITS } from "../../lib/bundle/limits.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import type { RecordKind } from "../../lib/model/kinds.ts";
import type { BundleContent, ByteSource } from "../../commands/host/types/bundle.ts";
import { readSignKey, readVerifyKey } from "../../commands/host/bundle/keys.ts";
import type { ReadingOptions } from "../../commands/host/bundle/open_bundle.ts";
import { bundleBytes, type Sealing } from "../../commands/host/bundle/write_bundle.ts";
import { NO_PROGRESS } from "./no_progress.ts";

export const UNSEALED: Sealing = { sign: null, encrypt: null, gzip: false };

export const DESCRIPTOR: BundleDescriptor = {
  format: BUNDLE_FORMAT,
  target: { kind: "workspace", id: "workspace:default" },
  source_store: { id: "0".repeat(64), schema: "sourceos.local-state-store/v1alpha1" },
  active_generation: 3,
  created_at: "2026-02-03T04:05:06Z",
  counts: { records: {}, events: 0 },
  exclusions: [],
  needs: [{ kind: "profile", id: "profile:work" }],
  policy_decisions_used: [],
  tool: TOOL,
};

export const OBJECTS: readonly JsonObject[] = [
  { object_id: "object:alpha", title: "Zoë\u2028", size: 12345678901234567890n },
  { object_id: "object:beta", ["__proto__"]: "own", nested: { deep: [1, "2", null, true] } },
];
export const ACTORS: readonly JsonObject[] = [{ actor_id: "actor:one" }];
export const EVENTS: readonly JsonObject[] = [
  { event_id: "evt-00000001", object_id: "object:alpha", payload: {} },
  { event_id: "evt-00000002", object_id: "object:beta", payload: { at: 1.5 } },
];

/** The values as lines of a bundle. */
export function linesText(values: readonly JsonObject[]): string {
  return values.map((value) => `${canonicalJson(value)}\n`).join("");
}

export function sourceOf(text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return { open: () => [bytes] };
}

/** A content that holds together, with records of these kinds. */
export function contentOf(
  records: Partial<Record<RecordKind, readonly JsonObject[]>> = { object: OBJECTS, actor: ACTORS },
  events: readonly JsonObject[] = EVENTS,
): BundleContent {
  const kinds = Object.entries(records) as [RecordKind, readonly JsonObject[]][];
  return {
    descriptor: {
      ...DESCRIPTOR,
      counts: {
        records: Object.fromEntries(kinds.map(([kind, values]) => [kind, values.length])),
        events: events.length,
      },
    },
    records: new Map(kinds.map(([kind, values]) => [kind, sourceOf(linesText(values))])),
    journal: sourceOf(linesText(events)),
  };
}

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return await new Response(ReadableStream.from(bytes).pipeThrough(new TransformStream())).bytes();
}

/** The whole bundle. */
export function bundleOf(content: BundleContent = contentOf(), sealing: Partial<Sealing> = {}): Promise<Uint8Array> {
  return collect(bundleBytes(content, { ...UNSEALED, ...sealing }, NO_PROGRESS));
}

/** The bytes in chunks of this length, in one buffer that is filled again each time. */
export async function* inChunks(bytes: Uint8Array, length = 65_536): AsyncIterable<Uint8Array> {
  const buffer = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    await Promise.resolve();
    const part = bytes.subarray(at, at + length);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
    buffer.fill(0xaa);
  }
}

/** Options that ask for nothing, for a bundle called `b.tar` whose lines go into this folder. */
export function readingOptions(folder: string, options: Partial<ReadingOptions> = {}): ReadingOptions {
  return {
    name: "b.tar",
    fromInput: "sourceos sync import -",
    folder,
    verifyKey: null,
    requireSignature: false,
    identities: [],
    checkTime: () => {},
    limits: BUNDLE_LIMITS,
    ...options,
  };
}

/** A pair of Ed25519 keys, as the host has them and as files hold them. */
export async function makeKeys() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("Ed25519 gave no pair of keys");
  const { privateKey, publicKey } = pair;
  const pem = (label: string, der: ArrayBuffer) =>
    `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...new Uint8Array(der)))}\n-----END ${label}-----\n`;
  const privatePem = pem("PRIVATE KEY", await crypto.subtle.exportKey("pkcs8", privateKey));
  const publicPem = pem("PUBLIC KEY", await crypto.subtle.exportKey("spki", publicKey));
  const files = (text: string) => ({ read: () => Promise.resolve(new TextEncoder().encode(text)) });
  return {
    privatePem,
    publicPem,
    sign: await readSignKey("key.pem", files(privatePem)),
    verifyKey: await readVerifyKey("public.pem", files(publicPem)),
  };
}
