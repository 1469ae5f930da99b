import { assertEquals } from "@std/assert";
import { recordCover } from "../../../lib/answers/record_cover.ts";
import { unopenedText } from "../../../lib/render/human/health.ts";
import { healthySnapshot } from "../../helpers/snapshots.ts";

const AS_OF = "2026-05-05T00:00:00Z";

Deno.test("recordCover() tells of no record that was not opened where there is no store, or all were", () => {
  const nothing = { records_unopened: 0, records_as_of: null };
  assertEquals([recordCover(null), recordCover(healthySnapshot().store)], [nothing, nothing]);
});

Deno.test("recordCover() tells how many records were not opened, and as of when", () => {
  const { store } = healthySnapshot();
  const cover = recordCover(store === null ? null : { ...store, unopened_records: { count: 1_200, as_of: AS_OF } });
  assertEquals(cover, { records_unopened: 1_200, records_as_of: AS_OF });
  assertEquals(
    unopenedText(cover),
    `1,200 as of ${AS_OF}: their files have not changed since, and were not opened`,
  );
});
