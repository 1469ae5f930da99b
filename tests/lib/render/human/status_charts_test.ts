import { assertEquals } from "@std/assert";
import { chartRows, laneBars } from "../../../../lib/render/human/status_charts.ts";
import { statusData } from "../../../../lib/answers/status.ts";
import { diagnose } from "../../../../lib/checks/frame/diagnosis.ts";
import { NO_STATE } from "../../../../lib/answers/outcome.ts";
import { healthySnapshot, sha256Hex } from "../../../helpers/snapshots.ts";

const snapshot = healthySnapshot();
const DATA = statusData(snapshot, diagnose(snapshot, sha256Hex), NO_STATE.context);
const view = (unicode: boolean) => ({ width: null, color: false, unicode });

const BYTES = { durable: 9_000, rebuildable: 1_000, disposable: 1, unclassified: null };
const ACTIVITY = [0, 1, 4, 8].map((events, day) => ({ day: `2026-05-0${day + 1}`, events, lanes: {} }));

Deno.test("bars stand beside their numbers, in characters that the terminal has", () => {
  const data = { ...DATA, bytes: BYTES, activity: ACTIVITY };
  assertEquals([chartRows(data, view(true)), chartRows(data, view(false))], [
    [
      ["Events a day", "| ▂▅█| at most 8, from 2026-05-01 to 2026-05-04"],
      [
        "Holds",
        "██████████████████▒▒░ █ durable 8.8 KiB, ▒ rebuildable 1,000 B, ░ disposable 1 B, ? unclassified not known",
      ],
    ],
    [
      ["Events a day", "| :+#| at most 8, from 2026-05-01 to 2026-05-04"],
      [
        "Holds",
        "##################==. # durable 8.8 KiB, = rebuildable 1,000 B, . disposable 1 B, ? unclassified not known",
      ],
    ],
  ]);
});

Deno.test("what was not counted has no bar", () => {
  assertEquals(chartRows({ ...DATA, bytes: null, activity: null }, view(true)), []);
});

Deno.test("bars leave a narrow table its room", () => {
  assertEquals(laneBars([1, 1_000], { ...view(false), width: 80 }).map((bar) => bar.length), [1, 6]);
});

Deno.test("the longest lane has the longest bar, and one event can be seen", () => {
  assertEquals(laneBars([0, 1, 1_000], view(false)).map((bar) => bar.length), [0, 1, 20]);
});
