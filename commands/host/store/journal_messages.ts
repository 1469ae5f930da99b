/** What the journal's own thread and the one that it reads for say to each other. */
import type { Progress } from "../../../lib/render/progress.ts";
import type { PackedReading, WholeJournalRequest } from "./journal_reader.ts";

/** The first message to the thread, with the port for its answers. */
export interface JournalTask extends Pick<WholeJournalRequest, "lanes" | "prefixLengths"> {
  readonly path: string;
}

export type JournalMessage =
  /** How long the journal is has been found out: what is written from now on is behind what is read. */
  | { readonly kind: "opened" }
  | { readonly kind: "progress"; readonly progress: Progress }
  /** The last message. */
  | { readonly kind: "read"; readonly reading: PackedReading }
  /** The last message: a fault of the program. */
  | { readonly kind: "failed"; readonly error: unknown };
