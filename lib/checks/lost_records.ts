/** Records that were there when the checkpoint was made, and are gone. */
import { lostRecords } from "../change/lost_records.ts";
import { changeStanding } from "../change/standing.ts";
import type { InventoryEntry } from "../model/derived.ts";
import { KINDS } from "../model/kinds.ts";
import { targetName } from "../store/catalog.ts";
import { plural, withArticle } from "../text/words.ts";
import { type Check, finding, findingKind, findings, shownInFull } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";

const CHECK = "registries.lost";

const LOST = findingKind(
  "registry.record-lost",
  "error",
  "A record that was there is gone, and no event explains it",
  `Bring the record back ${FROM_ELSEWHERE}, and compare its digest; or accept that it is gone`,
);

/** No record goes without an event that deletes it, or a repair that moves it aside. */
export const lostRecordsCheck: Check = {
  id: CHECK,
  title: "Records that were there before",
  reads: "the inventory beside the checkpoint, and every registry folder",
  why: "A record whose file is gone leaves no trace in its registry",
  required: false,
  needs: ["registries", "journal", "derived"],
  kinds: [LOST],
  run({ store, catalog }) {
    if (changeStanding(store).state !== "none") {
      return { ran: false, reason: "A change of the store that may move records has not ended" };
    }
    const lost = lostRecords(store, catalog);
    return findings(shownInFull(
      lost,
      (entry) =>
        finding(CHECK, LOST, {
          target: entry.id === null ? entry.path : targetName(entry.kind, entry.id),
          message: `${describe(entry)} is gone; it was last seen at ${entry.seen_at}, with digest ${entry.sha256}`,
          evidence: {
            file: entry.path,
            kind: entry.kind,
            record: entry.id,
            bytes: entry.bytes,
            sha256: entry.sha256,
            last_seen_at: entry.seen_at,
          },
        }, store),
      (more) =>
        finding(CHECK, LOST, {
          target: "checkpoint:journal",
          message: `${plural(more, "more record")} that the inventory lists ${more === 1 ? "is" : "are"} gone`,
          evidence: { more },
        }, store),
    ));
  },
};

function describe({ kind, path }: InventoryEntry): string {
  return `The file "${path}" of ${withArticle(KINDS[kind].noun)}`;
}
