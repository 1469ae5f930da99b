import { assertEquals, assertStringIncludes } from "@std/assert";
import { diagnose } from "../../../../lib/checks/frame/diagnosis.ts";
import { doctorData, type EarlierReport } from "../../../../lib/answers/doctor.ts";
import { answered, buildDocument, NO_STATE } from "../../../../lib/answers/outcome.ts";
import type { StateSnapshot } from "../../../../lib/model/snapshot.ts";
import { doctorText } from "../../../../lib/render/human/doctor.ts";
import { fileEntry, healthySnapshot, healthyStore, sha256Hex } from "../../../helpers/snapshots.ts";
import { BUILD } from "../../../helpers/build.ts";

function textOf(snapshot: StateSnapshot, earlier: EarlierReport | null = null, wide = false): string {
  const diagnosis = diagnose(snapshot, sha256Hex);
  const data = doctorData(snapshot.store, diagnosis, { level: "full", earlier });
  const view = { width: null, color: false, unicode: true, wide };
  return doctorText(buildDocument("sync doctor", answered(NO_STATE, data), { now: new Date(0), build: BUILD }), view);
}

const leftovers = Array.from({ length: 1_000 }, (_, index) => fileEntry(`objects/object_${1_000 + index}.json.tmp`));

Deno.test("doctorText() is one line about a clean store", () => {
  assertEquals(textOf(healthySnapshot()).split("\n").length, 2);
});

Deno.test("doctorText() tells of a clean store what is gone since an earlier report", () => {
  const faulty = healthySnapshot({ store: healthyStore({ files: leftovers.slice(0, 1) }) });
  const earlier = {
    file: "x.json",
    generatedAt: "2026-05-05T00:00:00Z",
    findings: diagnose(faulty, sha256Hex).findings,
  };
  const lines = textOf(healthySnapshot(), earlier).split("\n");
  assertEquals([lines.length, lines[0], lines[4]], [
    7,
    "0 new, 1 gone since 2026-05-05T00:00:00Z",
    "Gone since 2026-05-05T00:00:00Z",
  ]);
});

Deno.test("doctorText() says which checks found nothing, and not those that did", () => {
  const text = textOf(healthySnapshot({ store: healthyStore({ files: leftovers.slice(0, 1) }) }));
  const safe = text.split("\n\n").find((part) => part.startsWith("What is safe")) ?? "";
  assertStringIncludes(safe, "found nothing wrong");
  assertStringIncludes(safe, "Manifest; Journal present");
  assertEquals(safe.includes("Layout"), false);
});

Deno.test("doctorText() keeps a store of a thousand leftovers readable, and shows them all in wide", () => {
  const snapshot = healthySnapshot({ store: healthyStore({ files: leftovers }) });
  const text = textOf(snapshot);
  assertStringIncludes(text, "and 980 more");
  assertEquals(text.split("\n").length < 100, true, text);
  assertEquals(textOf(snapshot, null, true).split("\n").length > 5_000, true);
});
