import { assertEquals } from "@std/assert";
import { isHidden, redacted } from "../../../lib/policy/redaction.ts";
import { recordOf, RECORDS } from "../../helpers/snapshots.ts";

Deno.test("Hidden are objects that are regulated, secret or of no known class, and records that say so", () => {
  const classes = ["public", "personal", "work", "confidential", "regulated", "secret", "odd", undefined];
  const hidden = classes.filter((privacy) => isHidden("object", recordOf("object", { privacy_class: privacy })));
  assertEquals(hidden, ["regulated", "secret", "odd", undefined]);
  assertEquals(
    [RECORDS.plan, { ...RECORDS.plan, privacy_class: "secret" }, { ...RECORDS.plan, privacy_class: "work" }]
      .map((record) => isHidden("plan", record)),
    [false, true, false],
  );
});

Deno.test("What is not hidden is shown as it is", () => {
  const record = recordOf("object", { title: "Diary" });
  assertEquals(redacted("object", record), record);
});

const provenances = [
  [["event:a", "It was told at noon", 7, "a/../b", `event:${"a".repeat(194)}`, `event:${"a".repeat(195)}`], [
    "event:a",
    "[redacted]",
    "[redacted]",
    "[redacted]",
    `event:${"a".repeat(194)}`,
    "[redacted]",
  ]],
  ["A story", "[redacted]"],
  [{ by: "Ada" }, "[redacted]"],
  ["", ""],
  [null, null],
] as const;

for (const [provenance, want] of provenances) {
  Deno.test(`Of a hidden record's provenance ${JSON.stringify(provenance).slice(0, 40)} only ids are shown`, () => {
    const shown = redacted("object", { ...RECORDS.object, privacy_class: "secret", provenance });
    assertEquals(shown["provenance"], want);
  });
}

Deno.test("Of a hidden record every field has its name, and only those of its contract their value", () => {
  const record = {
    object_id: "object:a",
    privacy_class: "secret",
    title: "Diary",
    body: "",
    pin: null,
    record_id: "r",
  };
  assertEquals(redacted("object", record), { ...record, title: "[redacted]" });
});
