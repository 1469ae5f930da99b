/** What `sync import` says of a bundle for people, whether it comes in, is tried or only looked at. */
import { KINDS } from "../../model/kinds.ts";
import type { ImportData, ImportedBundle } from "../../model/documents/import.ts";
import { bytesText } from "../../text/numbers.ts";
import { listText } from "../../text/words.ts";
import { listItem, paragraph } from "../paragraphs.ts";
import type { Style } from "../style.ts";
import type { View } from "../view.ts";

/** What the bundle is, and its digest. */
export function bundleText(bundle: ImportedBundle, view: View): string {
  const signed = bundle.signature === "valid"
    ? "signed, and the signature is valid"
    : bundle.signature === "unverified"
    ? "signed, with nothing given to check it (--verify-key)"
    : "not signed";
  const how = [bundle.encrypted ? "encrypted" : "not encrypted", ...(bundle.compressed ? ["compressed"] : []), signed];
  return [
    paragraph(
      `${bundle.path === "-" ? "From standard input" : bundle.path}: ${
        bytesText(bundle.bytes)
      }, made at ${bundle.created_at} by ${bundle.tool.name} ${bundle.tool.version}, ${listText(how)}, sha256`,
      view,
      2,
    ),
    // Whole, so that it can be compared.
    `  ${bundle.sha256}`,
  ].join("\n");
}

/** What its export held back, a line a rule. */
export function leftLines({ bundle }: ImportData, style: Style, view: View): readonly string[] {
  return bundle.left_behind.map(({ kind, rule, message }) =>
    listItem(style.marks.bullet, `${KINDS[kind].plural}: ${message} (${rule})`, { view })
  );
}
