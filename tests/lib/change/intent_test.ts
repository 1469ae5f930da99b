import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findIntentProblem } from "../../../lib/change/intent.ts";
import { changeIntent } from "../../helpers/changes.ts";

const IMAGE = { sha256: "0".repeat(64), bytes: 1 };

Deno.test("findIntentProblem() finds nothing in what a change writes", () => {
  assertEquals(findIntentProblem(changeIntent()), null);
});

Deno.test("findIntentProblem() lets no path out of the store", () => {
  const anyPath = fc.array(fc.constantFrom("a", "b.json", "..", ".", "", "\0"), { maxLength: 4 })
    .map((names) => names.join("/"));
  fc.assert(fc.property(anyPath, fc.option(anyPath), (path, keptAt) => {
    const change = { path, before: keptAt === null ? null : IMAGE, after: IMAGE, kept_at: keptAt };
    const isSound = findIntentProblem(changeIntent({ changes: [change] })) === null;
    const paths = isSound ? [path, ...keptAt === null ? [] : [keptAt]] : [];
    assertEquals(paths.filter((one) => new URL(one, "file:///store/x/").pathname !== `/store/x/${one}`), []);
  }));
});
