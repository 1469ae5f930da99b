/** data/bundle.json: bytes to a checked descriptor. */
import { BundleDescriptor } from "../model/bundle.ts";
import { documentError, parseDocument } from "../model/input_document.ts";
import { isTimestamp } from "../text/time.ts";
import { DESCRIPTOR_PATH } from "./members.ts";

/** @throws CliError bad_input where it is no descriptor, too_new where a newer release wrote it. */
export function parseDescriptor(bytes: Uint8Array, bundle: string): BundleDescriptor {
  const given = {
    attempt: `read bundle "${bundle}": its member "${DESCRIPTOR_PATH}"`,
    target: bundle,
    hint: "Get the bundle again from the host that wrote it",
  };
  const descriptor = parseDocument(bytes, BundleDescriptor, given);
  if (isTimestamp(descriptor.created_at)) return descriptor;
  throw documentError(given, { reason: 'its field "created_at" names no moment' });
}
