/** What stands in the way of a change, from what was seen of the store. */
import { assertEquals } from "@std/assert";
import { obstacleTo, obstacleToRecord, placesOf } from "../../../lib/change/obstacles.ts";
import { fileEntry, healthyStore } from "../../helpers/snapshots.ts";

const MOUNTED = "lies on another file system than the store's own folder, so that nothing can be moved there whole";

const cases: readonly (readonly [path: string, mounts: readonly string[], want: string | null])[] = [
  ["indexes/a.json", [], null],
  ["indexes/a.json", ["objects"], null],
  ["indexes/a.json", ["indexes"], `"indexes" ${MOUNTED}`],
  ["objects/deep/a.json", ["objects"], `"objects" ${MOUNTED}`],
  ["objects/a.json", ["objects/deep"], null],
];

for (const [path, mounts, want] of cases) {
  Deno.test(`${mounts.join(", ") || "no folder"} on its own mount: in the way of ${path} is ${want ?? "nothing"}`, () => {
    const folders = ["indexes", "objects", "objects/deep"].map((folder) => fileEntry(folder, { type: "directory" }));
    assertEquals(obstacleTo([path], placesOf(healthyStore({ folders, mounts }))), want);
  });
}

for (const folder of ["tmp", "repair-reports", "repair-reports/before", "repair-reports/quarantine"]) {
  Deno.test(`nothing can be recorded where ${folder} is on its own mount`, () => {
    const folders = [fileEntry(folder, { type: "directory" })];
    assertEquals(obstacleToRecord(placesOf(healthyStore({ folders, mounts: [folder] }))), `"${folder}" ${MOUNTED}`);
  });
}
