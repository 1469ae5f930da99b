/** data/bundle.json: bytes to a checked descriptor. */
import { BundleDescriptor } from "../model/bundle_descriptor.ts";
import { documentError, parseDocument } from "../model/input_document.ts";
import { flawOfId } from "../text/safe_name.ts";
import { isTimestamp } from "../text/time.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { flawOfDescriptorText } from "./line_limits.ts";
import { DESCRIPTOR_PATH } from "./members.ts";

/** @throws CliError bad_input where it is no descriptor, too_new where a newer release wrote it. */
export function parseDescriptor(bytes: Uint8Array, bundle: string): BundleDescriptor {
  const given = {
    attempt: `read bundle "${bundle}": its member "${DESCRIPTOR_PATH}"`,
    target: bundle,
    hint: "Get the bundle again from the host that wrote it",
  };
  const tooMuch = flawOfDescriptorText(decodeUtf8(bytes) ?? "");
  if (tooMuch !== null) throw documentError(given, { reason: tooMuch });
  const descriptor = parseDocument(bytes, BundleDescriptor, given);
  if (!isTimestamp(descriptor.created_at)) {
    throw documentError(given, { reason: 'its field "created_at" names no moment' });
  }
  const flaw = idsIn(descriptor).map(flawOfId).find((one) => one !== null) ?? null;
  if (flaw !== null) throw documentError(given, { reason: `it names an id that no bundle may hold: ${flaw}` });
  return descriptor;
}

function idsIn({ target, exclusions, needs, policy_decisions_used: decisions }: BundleDescriptor): readonly string[] {
  return [target.id, ...[...exclusions, ...needs].flatMap(({ id }) => id ?? []), ...decisions];
}
