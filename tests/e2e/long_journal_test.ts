/** A journal that is long enough for a thread of its own is read as any other, by the program as it is built. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { LEAST_JOURNAL_BYTES } from "../../commands/host/store/journal_beside.ts";
import { writeLargeStore } from "../../fixtures/write_large_store.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { withFolder } from "../helpers/stores.ts";

const EVENTS = 95_000;
const OBJECTS = 3_000;

programTest("doctor reads a long journal beside three thousand records", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeLargeStore({ seed: 7, events: EVENTS, objects: OBJECTS }, root);
    const { stdout } = await runProgram(["sync", "doctor", "--level", "full", "-o", "json", "--store", root]);
    const { data } = JSON.parse(stdout);
    const bytes = Deno.statSync(join(root, "journal.jsonl")).size;
    assertEquals([data.checks.failed, data.health.status], [0, "healthy"]);
    assertEquals([data.cover.journal_bytes_checked, data.cover.journal_bytes], [bytes, bytes]);
    assert(bytes >= LEAST_JOURNAL_BYTES && data.cover.records_checked > OBJECTS);
  }));
