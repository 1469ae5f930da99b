/** Which files count as gone from quarantine. */
import { assertEquals } from "@std/assert";
import { lostQuarantineCheck } from "../../../lib/checks/lost_quarantine.ts";
import type { FileChange } from "../../../lib/model/change.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { found, runCheck } from "../../helpers/findings.ts";
import { reported, storedReport } from "../../helpers/reports.ts";
import { fileEntry, recordEntry } from "../../helpers/snapshots.ts";

const SHA = "a".repeat(64);
const PATH = "objects/object_letter.json";
const ID = "repair-20260102T000000Z-00000001";
const KEPT = `repair-reports/quarantine/${ID}/${PATH}`;
const UNDO = "undo-20260102T000100Z-00000002";
const REDONE = "undo-20260102T000200Z-00000003";
const digest = { sha256: SHA, bytes: 7 };

function report(id: string, undoes: string | null, changes: readonly FileChange[]): StoredReport {
  return storedReport({
    record_id: id,
    kind: undoes === null ? "repair" : "undo",
    plan_id: undoes === null ? "p1" : null,
    undoes,
    created_at: `2026-01-02T00:0${id.slice(-1)}:00Z`,
    updated_at: `2026-01-02T00:0${id.slice(-1)}:00Z`,
    scopes: ["object:object_letter"],
    steps: [{
      id: id === ID ? "quarantine-letter" : id === UNDO ? "undo-quarantine-letter" : "undo-undo-quarantine-letter",
      kind: "quarantine",
      description: "Move it aside",
      scope: "object:object_letter",
      durability: "durable",
      changes,
      inverse: "Put it back",
    }],
  });
}

const MOVED = report(ID, null, [{ path: PATH, before: digest, after: null, kept_at: KEPT }]);
const BACK = report(UNDO, ID, [{ path: PATH, before: null, after: digest, kept_at: null }]);
const KEPT_AGAIN = `repair-reports/before/${REDONE}/${PATH}`;
const AGAIN = report(REDONE, UNDO, [{ path: PATH, before: digest, after: null, kept_at: KEPT_AGAIN }]);

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly string[]])[] = [
  ["nothing without a report", {}, []],
  ["what a repair moved there and is not there", reported(MOVED), [KEPT]],
  ["nothing that is there", { ...reported(MOVED), files: [fileEntry(KEPT)] }, []],
  [
    "nothing whose record is back",
    {
      records: [
        ...reported(MOVED).records,
        recordEntry("object", { object_id: "object:letter" }, { file: fileEntry(PATH) }),
      ],
    },
    [],
  ],
  ["nothing of a repair that was undone", reported(MOVED, BACK), []],
  ["what an undo claims to have put back, of which the journal does not tell", {
    records: reported(MOVED, BACK).records,
  }, [KEPT]],
  ["what an undo of the undo moved aside once more", reported(MOVED, BACK, AGAIN), [KEPT]],
  ["nothing that an undo of the undo kept", { ...reported(MOVED, BACK, AGAIN), files: [fileEntry(KEPT_AGAIN)] }, []],
  ["what lies in a folder of the same name elsewhere", { ...reported(MOVED), files: [fileEntry(`attic/${PATH}`)] }, [
    KEPT,
  ]],
  ["nothing in a folder that nobody could look into", {
    ...reported(MOVED),
    files: [fileEntry("repair-reports/quarantine", { problem: "it is broken" })],
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`doctor misses in quarantine: ${name}`, () => {
    const findings = runCheck(lostQuarantineCheck, changes);
    assertEquals<unknown>(typeof findings === "string" ? findings : findings.map(({ target }) => target), want);
  });
}

Deno.test("a file that is gone from quarantine is named, with its digest and who moved it there", () => {
  assertEquals(runCheck(lostQuarantineCheck, reported(MOVED)), [
    found({
      id: "quarantine.file-lost",
      severity: "error",
      target: KEPT,
      message:
        `"${KEPT}", which was "${PATH}", is gone; repair ${ID} moved it there at 2026-01-02T00:01:00Z, with digest ${SHA}`,
      evidence: {
        file: KEPT,
        moved_from: PATH,
        report: ID,
        bytes: 7,
        sha256: SHA,
        last_seen_at: "2026-01-02T00:01:00Z",
      },
    }),
  ]);
});

Deno.test("nothing is missed in quarantine while a change has not ended", () => {
  const interrupted = {
    file: fileEntry("tmp/sync-change/intent.json"),
    intent: null,
    error: "it is torn",
    under_way: true,
  };
  assertEquals(
    runCheck(lostQuarantineCheck, { ...reported(MOVED), interrupted }),
    "A change of the store that may move files has not ended",
  );
});
