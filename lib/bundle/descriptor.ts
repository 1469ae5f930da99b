/** data/bundle.json: bytes to a checked descriptor. */
import { Value } from "@sinclair/typebox/value";
import { CliError } from "../model/errors.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { compareSchema } from "../store/manifest.ts";
import { BUNDLE_FORMAT, BundleDescriptor } from "../model/bundle.ts";
import { stringField } from "../text/json.ts";
import { isTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { DESCRIPTOR_PATH } from "./members.ts";
import type { Refuse } from "./refusal.ts";

/** @throws CliError bad_input where it is no descriptor, too_new where a newer release wrote it. */
export function parseDescriptor(bytes: Uint8Array, bundle: string, refuse: Refuse): BundleDescriptor {
  const text = decodeUtf8(bytes);
  if (text === null) throw refuse(`its member "${DESCRIPTOR_PATH}" is not UTF-8 text`);
  const parsed = parseJsonObject(text);
  if (!parsed.ok) throw refuse(`its member "${DESCRIPTOR_PATH}" is not readable: ${parsed.message}`);
  const format = stringField(parsed.value, "format");
  if (compareSchema(format, BUNDLE_FORMAT) === "newer") {
    throw new CliError("too_new", `Cannot read bundle "${bundle}": its format "${format}" is newer than this program`, {
      target: bundle,
      hint: "Use a newer release of this program",
    });
  }
  if (format !== BUNDLE_FORMAT) throw refuse(`its format is "${format ?? ""}", not "${BUNDLE_FORMAT}"`);
  const descriptor: unknown = parsed.value;
  if (!Value.Check(BundleDescriptor, descriptor)) {
    const first = Value.Errors(BundleDescriptor, descriptor).First();
    const field = (first?.path ?? "").slice(1).replaceAll("/", ".");
    throw refuse(`field "${field}" of its member "${DESCRIPTOR_PATH}" does not keep the format`);
  }
  if (!isTimestamp(descriptor.created_at)) {
    throw refuse(`field "created_at" of its member "${DESCRIPTOR_PATH}" names no moment`);
  }
  return descriptor;
}
