/** Journals of any kind for property tests: lines that are events, lines that are not, and bytes that are no text. */
import fastCheck from "../../helpers/properties.ts";
import { encode, sampleEvent } from "./sample.ts";

const fragment = fastCheck.constantFrom(
  "\n",
  "\n\n",
  "\r\n",
  " ",
  "\ufeff",
  "\u2028",
  "\x85",
  "\0",
  "NaN",
  "{",
  "}",
  "[",
  '"',
  "ä",
  "\u{1f600}",
  `${sampleEvent(1)}\n`,
  `${sampleEvent(2, { lane: "ä" })}\n`,
  `${sampleEvent(7, { schema: 5, payload: 1e17 })}\n`,
  sampleEvent(3),
  '{"event_id":"evt-00000003","event_type":"x"}',
  '{"n":12345678901234567890}',
);
const text = fastCheck.array(fragment, { maxLength: 25 }).map((parts) => encode(parts.join("")));

/** Any bytes, often some that look like a journal. */
export const anyBytes = fastCheck.oneof(
  fastCheck.uint8Array({ maxLength: 300 }),
  text,
  fastCheck.tuple(text, fastCheck.uint8Array({ maxLength: 3 }), text).map((parts) =>
    Uint8Array.from(parts.flatMap((part) => [...part]))
  ),
);
