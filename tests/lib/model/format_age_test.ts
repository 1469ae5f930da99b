import { assertEquals } from "@std/assert";
import { compareSchema, type SchemaAge } from "../../../lib/model/format_age.ts";

const ages: readonly (readonly [found: string | null, known: string, want: SchemaAge])[] = [
  ["a/v1alpha1", "a/v1alpha1", "known"],
  ["a/v1alpha2", "a/v1alpha1", "newer"],
  ["a/v1alpha10", "a/v1alpha9", "newer"],
  ["a/v1beta1", "a/v1alpha9", "newer"],
  ["a/v1", "a/v1beta9", "newer"],
  ["a/v2alpha1", "a/v1", "newer"],
  ["a/v10", "a/v9", "newer"],
  ["a/v1alpha1", "a/v1alpha2", "other"],
  ["a/v1beta1", "a/v1", "other"],
  ["b/v2", "a/v1", "other"],
  ["a/v2/x", "a/v1", "newer"],
  ["a/two", "a/v1", "other"],
  ["a", "a/v1", "other"],
  ["", "a/v1", "other"],
  [null, "a/v1", "other"],
];

for (const [found, known, want] of ages) {
  Deno.test(`compareSchema() calls ${found} beside ${known} ${want}`, () => {
    assertEquals(compareSchema(found, known), want);
  });
}
