import { assertEquals, assertStringIncludes } from "@std/assert";
import { answered, buildDocument, NO_STATE } from "../../../../lib/answers/outcome.ts";
import type { ImportData } from "../../../../lib/model/documents/import.ts";
import { importText } from "../../../../lib/render/human/import.ts";
import { displayWidth } from "../../../../lib/render/wrap.ts";
import { BUILD } from "../../../helpers/build.ts";

const SHA = "0123456789abcdef".repeat(4);

const PREVIEW: ImportData = {
  mode: "preview",
  bundle: {
    path: "/media/stick/a long name of a folder/work.tar.age",
    sha256: SHA,
    bytes: 123_456,
    format: "sourceos.bundle/v1",
    target: { kind: "profile", id: "profile:work" },
    source_store: SHA,
    active_generation: 12,
    created_at: "2026-05-05T00:00:00Z",
    tool: { name: "sourceos", version: "0.1.0" },
    encrypted: true,
    compressed: true,
    signature: "unverified",
    signed_by: null,
    records: 6,
    events: 20,
    read_with: ["--identity", "age keys.txt", "--require-signature"],
    left_behind: [{ kind: "object", id: null, rule: "privacy.secret", message: "2 records: It is secret" }],
  },
  profile: "profile:work",
  scopes: [],
  actor: null,
  registers_bridge: null,
  counts: { new: 1, identical: 1, older: 1, newer: 1, conflicting: 1, forbidden: 5 },
  kinds: [{ kind: "object", new: 1, identical: 1, older: 1, newer: 1, conflicting: 1, forbidden: 5 }],
  events: { known: 3, new: 12, competing: 5, skipped: 7, refused: 7 },
  rules: [
    {
      rule: "history.diverged",
      outcome: "conflicting",
      title: "Its history and the one here went different ways",
      records: 1,
      events: 5,
    },
    {
      rule: "deletion.kept",
      outcome: "forbidden",
      title: "It was deleted here, and a deletion is never undone",
      records: 5,
      events: 7,
    },
  ],
  records: [
    record("object:rival", "conflicting", "history.diverged"),
    ...["a", "b", "c", "d", "e"].map((name) => record(`object:gone-${name}`, "forbidden", "deletion.kept")),
  ],
  needs: [{ kind: "device", id: "device:office-desktop" }],
  put_back_by: [],
  outcome: null,
  drill: null,
};

function record(
  id: string,
  outcome: ImportData["records"][number]["outcome"],
  rule: string,
): ImportData["records"][number] {
  return {
    kind: "object",
    id,
    outcome,
    rule,
    message: `Why ${id} stays out`,
    action: "none",
    events: { known: 0, new: 0, here: 0 },
  };
}

const APPLIED: ImportData = {
  ...PREVIEW,
  mode: "apply",
  scopes: ["profile:work"],
  actor: "actor:import-desk",
  outcome: {
    report_id: "import-20260701T000000Z-01234567",
    event_id: "evt-00000042",
    written: 1,
    replaced: 1,
    skipped: 6,
    conflicts: ["conflict:import-0123456789abcdef"],
    events: 15,
    kept: ["repair-reports/before/import-20260701T000000Z-01234567/objects/object_a.json"],
    recovered: "completed",
    recovered_paths: [],
    nothing_to_do: false,
    cleared: false,
    stale: true,
  },
};

const UNPROVEN: ImportData = {
  ...PREVIEW,
  mode: "verify",
  drill: {
    proven: false,
    at: "2026-07-01T00:00:00Z",
    duration_ms: 12,
    members: [{ path: "data/records/object.ndjson", lines: 6, sha256: SHA, restored_sha256: SHA, equal: false }],
    differences: [{
      member: "data/records/object.ndjson",
      id: "object:lost",
      what: "missing",
      message: "It did not come in",
    }],
    more_differences: 3,
    declared: ["data/journal.ndjson: the ids of events"],
    recorded_as: "drill-20260701T000000Z-01234567",
  },
};

function text(data: ImportData, width: number, wide = false): string {
  const source = { kind: "store", store: { root: "/srv/state", selected_by: "option" }, daemon: null } as const;
  const document = buildDocument(
    "sync import",
    answered({ ...NO_STATE, source }, data),
    { now: new Date("2026-07-01T00:00:00Z"), build: BUILD },
  );
  return importText(document, { width, color: false, unicode: true, wide });
}

for (const [name, data] of Object.entries({ preview: PREVIEW, apply: APPLIED, verify: UNPROVEN })) {
  for (const width of [60, 80, 140]) {
    Deno.test(`importText() of ${name} fits ${width} columns`, () => {
      for (const wide of [false, true]) {
        const lines = text(data, width, wide).split("\n");
        // A hash, a path and a word of a command stay whole, so that they can be copied.
        const long = lines.filter((line) => displayWidth(line) > width && line.trim().includes(" "));
        assertEquals(long, []);
      }
    });
  }
}

Deno.test("importText() says the verdict first, and then what stays out and why", () => {
  const preview = text(PREVIEW, 140);
  assertStringIncludes(preview.split("\n")[0] ?? "", "profile:work: the bundle is sound");
  for (
    const part of [
      "1 new, 1 newer, 1 here already, 1 older, 1 in conflict and 5 forbidden",
      "signed, with nothing given to check it (--verify-key)",
      "5, with 7 new events: It was deleted here, and a deletion is never undone (deletion.kept)",
      "object:gone-a, object:gone-b, object:gone-c and 2 more",
      "devices: device:office-desktop",
      "objects: 2 records: It is secret (privacy.secret)",
      "--apply --scope profile:work --identity 'age keys.txt' --require-signature --store /srv/state",
    ]
  ) assertStringIncludes(preview.replace(/\s*\\\n\s*/g, " "), part);
  assertStringIncludes(text(PREVIEW, 140, true), "object:gone-e: Why object:gone-e stays out");
});

Deno.test("importText() says what was done, what is kept and what has to be done next", () => {
  const applied = text(APPLIED, 140).replace(/\s*\\\n\s*/g, " ");
  for (
    const part of [
      "1 record written, 1 record replaced by a newer one, 1 conflict recorded and 6 records left alone",
      "An interrupted change was completed first",
      "15 events appended to the journal, told by event evt-00000042, by actor:import-desk",
      "conflict:import-0123456789abcdef",
      "repair-reports/before/import-20260701T000000Z-01234567/objects/object_a.json",
      "sourceos sync conflicts conflict:import-0123456789abcdef --store /srv/state",
      "sourceos sync repair --dry-run --scope derived",
    ]
  ) assertStringIncludes(applied, part);
});

Deno.test("importText() of a restore that is not proven says what did not come back", () => {
  const verify = text(UNPROVEN, 140);
  assertStringIncludes(
    verify.split("\n")[0] ?? "",
    "the restore is not proven. 4 differences were found in 6 records and 20 events",
  );
  assertStringIncludes(verify, "missing: object:lost in data/records/object.ndjson. It did not come in");
  assertStringIncludes(verify, "Recorded as drill-20260701T000000Z-01234567");
});

Deno.test("a preview says what would bring back what is older, and what a file that cannot be read keeps out", () => {
  const torn = [record("object:torn", "forbidden", "record.unreadable"), ...PREVIEW.records];
  const store = { root: "/srv/s", selected_by: "option" as const };
  const surroundings = { ...NO_STATE, source: { kind: "store" as const, store, daemon: null } };
  const document = buildDocument(
    "sync import",
    answered(surroundings, {
      ...PREVIEW,
      records: torn,
      put_back_by: [{ report_id: "undo-1", scopes: ["profile:work"], records: 1 }],
    }),
    { now: new Date(0), build: BUILD },
  );
  const text = importText(document, { width: null, color: false, unicode: true, wide: false });
  const path = "'/media/stick/a long name of a folder/work.tar.age'";
  assertStringIncludes(
    text,
    `What an import does not bring back
1 record of the bundle is older than what is here, and an import never rolls back. To see the earlier state, restore the bundle beside:
  sourceos sync init --store restored
  sourceos sync import ${path} --identity 'age keys.txt' --require-signature --store restored
1 object of these was put back by an undo. To have what it took away:
  sourceos sync repair --undo undo-1 --scope profile:work --store /srv/s
Where the file here cannot be read, move it to quarantine, and import again once it is there:
  sourceos sync repair --dry-run --scope object:torn --save plan.json --store /srv/s
`,
  );
});
