/** One record of a bundle after the other, by its line: quick where they are asked for in the order that they lie in. */
import type { ContentLine } from "../../lib/bundle/content_lines.ts";
import type { RecordKind } from "../../lib/model/kinds.ts";
import type { OpenBundle } from "../host/types/bundle.ts";

interface BundleCursor {
  /** @throws RangeError where the bundle has no such line */
  lineAt(kind: RecordKind, number: number): ContentLine;
}

export function createBundleCursor(bundle: OpenBundle): BundleCursor {
  let place: { readonly kind: RecordKind; readonly lines: Iterator<ContentLine>; last: number } | null = null;
  return {
    lineAt(kind, number) {
      if (place === null || place.kind !== kind || number <= place.last) {
        place = { kind, lines: bundle.records(kind)[Symbol.iterator](), last: 0 };
      }
      for (;;) {
        const next = place.lines.next();
        if (next.done === true) throw new RangeError(`The bundle has no line ${number} of ${kind} records`);
        place.last = next.value.number;
        if (place.last === number) return next.value;
      }
    },
  };
}
