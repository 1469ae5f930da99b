import { lostQuarantined } from "../change/lost_quarantine.ts";
import { changeStanding } from "../change/standing.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";

const CHECK = "quarantine.lost";

const LOST = findingKind(
  "quarantine.file-lost",
  "error",
  "A file that a repair moved to quarantine is gone, and its record is not back",
  "Bring it back from a backup, and compare its digest; or accept that it is gone",
);

/** What repairs move aside stays there until its record is back. */
export const lostQuarantineCheck: Check = {
  id: CHECK,
  title: "Files in quarantine",
  reads: "the repair reports, and what lies in repair-reports/quarantine/",
  why: "What a repair moved aside may be the only copy of a record",
  required: false,
  needs: ["registries", "files"],
  kinds: [LOST],
  run({ store }) {
    if (changeStanding(store).state !== "none") {
      return { ran: false, reason: "A change of the store that may move files has not ended" };
    }
    return findings(
      lostQuarantined(store).map(({ path, keptAt, bytes, sha256, at, reportId }) =>
        finding(CHECK, LOST, {
          target: keptAt,
          message:
            `"${keptAt}", which was "${path}", is gone; repair ${reportId} moved it there at ${at}, with digest ${sha256}`,
          evidence: { file: keptAt, moved_from: path, report: reportId, bytes, sha256, last_seen_at: at },
        }, store)
      ),
    );
  },
};
