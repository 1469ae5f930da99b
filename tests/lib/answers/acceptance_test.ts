import { assertEquals, assertThrows } from "@std/assert";
import { accept, createAcceptance, parseAccepted, parseUntil } from "../../../lib/answers/acceptance.ts";
import { doctorData, gradeDoctor } from "../../../lib/answers/doctor.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { type AcceptedFindings, NOTHING_ACCEPTED } from "../../../lib/model/accepted_findings.ts";
import type { FailOn } from "../../../lib/model/doctor_choices.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { entryOf, healthySnapshot, healthyStore, sha256Hex, unreadableEntry } from "../../helpers/snapshots.ts";

const NOW = "2026-07-01T12:00:00Z";

const TORN: Finding = {
  id: "journal.torn-tail",
  check: "journal.end",
  severity: "warning",
  durability: "durable",
  target: "journal.jsonl:7",
  message: "The last line is torn",
  evidence: { file: "journal.jsonl", line: 7 },
  recommendation: { action: "Seal it", command: null, automatic: true, needs_review: false },
};

function accepted(until: string | null = null): AcceptedFindings {
  const { id, target } = TORN;
  return accept(NOTHING_ACCEPTED, [TORN], { id, target, reason: "known", now: NOW, until, sha256Hex });
}

const states:
  readonly (readonly [name: string, until: string | null, now: string, finding: Finding, state: string | null])[] = [
    ["holds without an end", null, "2030-01-01T00:00:00Z", TORN, "in_force"],
    ["holds to the last second of its date", "2026-07-02T23:59:59Z", "2026-07-02T23:59:59Z", TORN, "in_force"],
    ["ends behind it", "2026-07-02T23:59:59Z", "2026-07-03T00:00:00Z", TORN, "expired"],
    ["ends with other evidence", null, NOW, { ...TORN, evidence: { file: "journal.jsonl", line: 8 } }, "changed"],
    ["ends where it got worse", null, NOW, { ...TORN, severity: "error" }, "changed"],
    ["stays where only the words are others", null, NOW, { ...TORN, message: "A line is torn" }, "in_force"],
    ["is of one target", null, NOW, { ...TORN, target: "journal.jsonl:8" }, null],
    ["is of one finding", null, NOW, { ...TORN, id: "journal.other" }, null],
  ];
for (const [name, until, now, finding, state] of states) {
  Deno.test(`an acceptance ${name}`, () => {
    assertEquals(createAcceptance(accepted(until), { now, sha256Hex })(finding)?.state ?? null, state);
  });
}

Deno.test("accept() replaces what was accepted of the same finding, and keeps the rest", () => {
  const other = { ...TORN, target: "journal.jsonl:9" };
  const both = accept(accepted(), [TORN, other], { ...other, reason: "that too", now: NOW, until: null, sha256Hex });
  const again = accept(both, [TORN, other], { ...TORN, reason: "still", now: NOW, until: null, sha256Hex });
  assertEquals(again.accepted.map(({ target, reason }) => [target, reason]), [
    ["journal.jsonl:9", "that too"],
    ["journal.jsonl:7", "still"],
  ]);
});

Deno.test("accept() refuses what doctor does not find, and names what it finds", () => {
  const request = { id: TORN.id, target: "journal.jsonl:8", reason: "x", now: NOW, until: null, sha256Hex };
  const error = assertThrows(() => accept(NOTHING_ACCEPTED, [TORN], request), CliError);
  assertEquals([error.exit, error.hint], ["not_found", "It is found of: journal.jsonl:7"]);
  assertEquals(
    assertThrows(() => accept(NOTHING_ACCEPTED, [TORN], { ...request, id: "no.such" }), CliError).hint,
    "Found are: journal.torn-tail",
  );
});

Deno.test("parseAccepted() reads what was written, and refuses another file", () => {
  const file = accepted("2026-07-02T23:59:59Z");
  assertEquals(parseAccepted(new TextEncoder().encode(JSON.stringify(file)), "known.json"), file);
  for (
    const [text, exit] of [
      ["{", "bad_input"],
      ['{"schema": "sourceos.cli.accepted-findings/v2"}', "too_new"],
      ['{"schema": "sourceos.cli.accepted-findings/v1", "accepted": [{}]}', "bad_input"],
    ] as const
  ) {
    assertEquals(assertThrows(() => parseAccepted(new TextEncoder().encode(text), "known.json"), CliError).exit, exit);
  }
});

Deno.test("parseUntil() takes a day to its end, and a moment as it is", () => {
  assertEquals(parseUntil("2026-12-31"), "2026-12-31T23:59:59Z");
  assertEquals(parseUntil("2026-12-31T06:00:00Z"), "2026-12-31T06:00:00Z");
  for (const text of ["", "soon", "2026-13-01", "31.12.2026"]) assertThrows(() => parseUntil(text), CliError);
});

const BROKEN = healthySnapshot({
  store: healthyStore({ records: [entryOf("object"), unreadableEntry("object", "objects/broken.json")] }),
});

function doctor(known: AcceptedFindings, earlier: readonly Finding[] | null = null) {
  return doctorData(BROKEN.store, diagnose(BROKEN, sha256Hex), {
    level: "full",
    earlier: earlier === null ? null : { file: "r.json", generatedAt: NOW, findings: earlier },
    acceptanceOf: createAcceptance(known, { now: BROKEN.taken_at, sha256Hex }),
  });
}

Deno.test("what is accepted counts neither for health nor for what to do, and is told", () => {
  const { findings } = diagnose(BROKEN, sha256Hex);
  const all = findings.reduce(
    (known, finding) => accept(known, findings, { ...finding, reason: "known", now: NOW, until: null, sha256Hex }),
    NOTHING_ACCEPTED,
  );
  const data = doctor(all);
  assertEquals([doctor(NOTHING_ACCEPTED).health.status, data.health.status, data.recommendations], [
    "unsafe",
    "healthy",
    [],
  ]);
  assertEquals(data.findings.map(({ accepted }) => accepted?.state), findings.map(() => "in_force" as const));
  assertEquals(gradeDoctor(data, "warning"), "ok");
});

const grades: readonly (readonly [failOn: FailOn, earlier: readonly Finding[], exit: string])[] = [
  ["warning", [], "unhealthy"],
  ["error", [], "unhealthy"],
  ["new", [], "unhealthy"],
  ["new", diagnose(BROKEN, sha256Hex).findings, "ok"],
];
for (const [failOn, earlier, exit] of grades) {
  Deno.test(`--fail-on ${failOn} gives ${exit} after a report with ${earlier.length} of the findings`, () => {
    assertEquals(gradeDoctor(doctor(NOTHING_ACCEPTED, earlier), failOn), exit);
  });
}

Deno.test("--fail-on error lets a warning pass, and not that a required check did not run", () => {
  const health = { status: "degraded", severity: "warning", summary: "" } as const;
  const none = { findings: [], checks: { run: 1, passed: 1, failed: 0, skipped: [] } };
  assertEquals(gradeDoctor({ ...none, health }, "error"), "ok");
  assertEquals(gradeDoctor({ ...none, health: { ...health, status: "unknown" } }, "error"), "degraded");
  const skipped = [{ check: "journal", reason: "denied", required: true }];
  assertEquals(gradeDoctor({ health, findings: [], checks: { ...none.checks, skipped } }, "new"), "degraded");
});
