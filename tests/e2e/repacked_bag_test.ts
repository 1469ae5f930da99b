/** A bundle that was unpacked, looked at, and packed again in the ways that tar has by itself. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { emptyStore, exportTo, runImport } from "../helpers/import_stores.ts";
import { TARGET, withStores } from "../helpers/import_runs.ts";
import { HEALTHY } from "../helpers/stores.ts";
import { runTool } from "../helpers/tools.ts";

const WAYS: readonly (readonly [name: string, words: readonly string[], reason: RegExp])[] = [
  [
    "the names of the folder",
    ["cf", "again.tar", "-C", "bag", "bag-info.txt", "bagit.txt", "data"],
    /"bagit.txt" is missing before/,
  ],
  ["the folder as it is", ["cf", "again.tar", "-C", "bag", "."], /"\.\/" is a folder/],
  ["the folder itself", ["cf", "again.tar", "bag"], /"bag\/" is a folder/],
  ["the PAX format", ["--format=pax", "-cf", "again.tar", "-C", "bag", "bagit.txt"], /is a PAX extension/],
  [
    "another name for each file",
    ["cf", "again.tar", "-C", "bag", "./bagit.txt"],
    /"\.\/bagit.txt", which no bundle has/,
  ],
];

for (const [name, words, reason] of WAYS) {
  Deno.test(`a bag packed again with ${name} is refused with the command that packs it as a bundle`, () =>
    withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
      const bundle = join(folder, "a.tar");
      await exportTo(join(folder, "a"), TARGET, bundle);
      Deno.mkdirSync(join(folder, "bag"));
      await runTool("tar", ["xf", bundle, "-C", "bag"], folder);
      await runTool("tar", words, folder);
      const refused = await runImport(join(folder, "again.tar"), ["--store", join(folder, "b")]);
      const [error] = refused.errors;
      assertEquals(refused.code, 14);
      assertMatch(error?.message ?? "", reason);

      // What is not whole stays so: each way is tried on all of the bag.
      await runTool("tar", ["cf", "again.tar", "bag"], folder);
      const [, command = ""] = /make bundle\.tar of it with (.*); else/.exec(error?.hint ?? "") ?? [];
      const place = join(folder, "else");
      Deno.mkdirSync(place);
      await runTool("sh", ["-c", command], place);
      const made = await runImport(join(place, "bag/bag/bundle.tar"), ["--store", join(folder, "b")]);
      assertEquals([made.code, made.errors], [0, []]);
    }));
}
