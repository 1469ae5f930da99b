import { assertEquals } from "@std/assert";
import { layoutCheck } from "../../../lib/checks/layout.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { runCheck } from "../../helpers/findings.ts";
import {
  derivedEntry,
  fileEntry,
  HEALTHY_JOURNAL,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
} from "../../helpers/snapshots.ts";

const ALL = healthyStore().folders;
const without = (...gone: readonly string[]) => ({ folders: ALL.filter(({ path }) => !gone.includes(path)) });
const producedBy = (actor: string) => journalOf(HEALTHY_JOURNAL.replaceAll("actor:ada", actor));
const index = (kind: string, entries: number) =>
  derivedEntry(`indexes/${kind}.json`, { index_kind: kind, entry_count: entries });

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly string[]])[] = [
  ["every folder that is listed is there", {}, []],
  ["objects are gone of which the journal tells", without("objects"), [
    'critical durable objects: The manifest lists "objects", and there is no such folder: the history tells of 1 object',
  ]],
  ["objects are gone of which only an index tells", {
    ...without("objects"),
    journal: noJournal("absent"),
    derived: [index("object-heads", 7)],
  }, [
    'critical durable objects: The manifest lists "objects", and there is no such folder: the history tells of 7 objects',
  ]],
  ["objects are gone of which an index tells more than the journal", {
    ...without("objects"),
    derived: [index("object-heads", 7)],
  }, [
    'critical durable objects: The manifest lists "objects", and there is no such folder: the history tells of 1 object',
  ]],
  ["objects are gone, and an index of something else has entries, or one of objects does not say how many", {
    ...without("objects"),
    journal: noJournal("absent"),
    derived: [index("lane-counters", 7), derivedEntry("indexes/x.json", { index_kind: "object-heads" })],
  }, ['error durable objects: The manifest lists "objects", and there is no such folder']],
  ["actors are gone of which only an index tells", {
    ...without("actors"),
    journal: noJournal("absent"),
    derived: [index("actor-activity", 2)],
  }, [
    'critical durable actors: The manifest lists "actors", and there is no such folder: the history tells of 2 actors',
  ]],
  ["actors are gone of which an index tells more than the journal", {
    ...without("actors"),
    derived: [index("actor-activity", 2)],
  }, [
    'critical durable actors: The manifest lists "actors", and there is no such folder: the history tells of 1 actor',
  ]],
  ["devices are gone, and only actors wrote events", without("devices"), [
    'error durable devices: The manifest lists "devices", and there is no such folder',
  ]],
  ["repair reports are gone, and no repair wrote an event", without("repair-reports"), [
    'error durable repair-reports: The manifest lists "repair-reports", and there is no such folder',
  ]],
  ["objects are gone of which nothing tells", { ...without("objects"), journal: journalOf("") }, [
    'error durable objects: The manifest lists "objects", and there is no such folder',
  ]],
  ["actors are gone in whose names events stand", without("actors"), [
    'critical durable actors: The manifest lists "actors", and there is no such folder: the history tells of 1 actor',
  ]],
  ["actors are gone, and only a tool of the daemon wrote events", {
    ...without("actors"),
    journal: producedBy("manual"),
  }, [
    'error durable actors: The manifest lists "actors", and there is no such folder',
  ]],
  ["devices are gone in whose names events stand", { ...without("devices"), journal: producedBy("device:desk") }, [
    'critical durable devices: The manifest lists "devices", and there is no such folder: the history tells of 1 device',
  ]],
  ["repair reports are gone of which events tell", {
    ...without("repair-reports"),
    journal: producedBy("sourceos-sync"),
  }, [
    'critical durable repair-reports: The manifest lists "repair-reports", and there is no such folder: ' +
    "the history tells of 3 repairs",
  ]],
  ["what can be made again is not there", without("indexes", "checkpoints", "tmp"), [
    'info rebuildable indexes: The manifest lists "indexes", and there is no such folder',
    'info rebuildable checkpoints: The manifest lists "checkpoints", and there is no such folder',
    'info disposable tmp: The manifest lists "tmp", and there is no such folder',
  ]],
  ["a folder that nothing here knows is listed as durable, or with a slash behind it", {
    manifest: manifestEntry({ durable_dirs: ["memories", "objects/"], disposable_dirs: ["scratch/"] }),
  }, [
    'error durable memories: The manifest lists "memories", and there is no such folder',
    'info disposable scratch: The manifest lists "scratch", and there is no such folder',
  ]],
  ["a durable folder that is gone is called disposable", {
    ...without("events"),
    manifest: manifestEntry({ durable_dirs: [], disposable_dirs: ["events"] }),
  }, ['error durable events: The manifest lists "events", and there is no such folder']],
  ["something stands in the place of the folder", {
    ...without("objects", "events"),
    files: [fileEntry("objects", { type: "directory", problem: "permission denied", mode: 0o700, uid: 0 })],
    manifest: manifestEntry({ durable_dirs: ["objects"] }),
  }, []],
  ["the manifest lists nothing", {
    folders: [],
    manifest: manifestEntry({ durable_dirs: "all", rebuildable_dirs: [], disposable_dirs: [] }),
  }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`layoutCheck knows what it means that ${name}`, () => {
    const found = runCheck(layoutCheck, changes);
    const missing = typeof found === "string" ? [] : found.filter(({ id }) => id.startsWith("layout.folder-"));
    assertEquals(
      missing.map(({ severity, durability, target, message }) => `${severity} ${durability} ${target}: ${message}`),
      want,
    );
  });
}
