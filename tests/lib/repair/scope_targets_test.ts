import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { scopesWithoutTarget } from "../../../lib/repair/scope_targets.ts";
import { healthySnapshot, healthyStore, sha256Hex, unreadableEntry } from "../../helpers/snapshots.ts";

const CASES: readonly (readonly [name: string, scopes: readonly string[], want: readonly string[]])[] = [
  ["none of those without an id", ["derived", "disposable", "journal"], []],
  ["none that was never built", ["index:object-heads", "checkpoint:journal"], []],
  ["an index and a checkpoint that nobody knows", ["index:objects", "checkpoint:x"], ["index:objects", "checkpoint:x"]],
  ["no record, with its kind or without", ["object:diary", "object:object:diary", "profile:home"], []],
  ["records that are not here", ["object:dairy", "profile:hom", "workspace:diary"], [
    "object:dairy",
    "profile:hom",
    "workspace:diary",
  ]],
  ["no record that cannot be read", ["object:broken", "object:object:broken", "object:object_broken"], []],
  ["a record that has the name of one of another kind that cannot be read", ["profile:broken", "object:other"], [
    "profile:broken",
    "object:other",
  ]],
];

const broken = unreadableEntry("object", "objects/object_broken.json");
const otherwise = unreadableEntry("actor", "actors/actor_broken.json");

for (const [name, scopes, want] of CASES) {
  Deno.test(`scopesWithoutTarget() names ${name}`, () => {
    const store = healthyStore();
    const snapshot = healthySnapshot({ store: { ...store, records: [...store.records, broken, otherwise] } });
    assertEquals(scopesWithoutTarget(scopes.map(parseScope), diagnose(snapshot, sha256Hex)), want);
  });
}
