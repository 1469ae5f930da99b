import { assertEquals } from "@std/assert";
import { classifyStore } from "../../../lib/store/durability.ts";
import type { DurabilityReport } from "../../../lib/model/documents/health.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

const none = { items: [], records: 0, bytes: 0 };
const EMPTY: DurabilityReport = { durable: none, rebuildable: none, disposable: none, unclassified: none };

Deno.test("classifyStore() has nothing to class without a store", () => assertEquals(classifyStore(null), EMPTY));

Deno.test("classifyStore() has nothing to class in a store without files", () => {
  const manifest = { ...manifestEntry(), file: null, state: "absent" as const, record: null };
  assertEquals(
    classifyStore(healthyStore({ manifest, journal: noJournal("absent"), records: [] })),
    EMPTY,
  );
});

Deno.test("classifyStore() puts every file in exactly one class, with its records and bytes", () => {
  const store = healthyStore({
    journal: journalOf(HEALTHY_JOURNAL),
    records: [
      entryOf("object"),
      unreadableEntry("object", "objects/broken.json", { file: fileEntry("objects/broken.json", { bytes: 7 }) }),
      entryOf("plan"),
    ],
    derived: [derivedEntry("indexes/object-heads.json", { index_id: "object-heads" }, {
      entries: {
        file: fileEntry("indexes/object-heads.entries.ndjson"),
        state: "ok",
        sha256: null,
        count: 2,
        difference: null,
      },
    })],
    files: [
      fileEntry("tmp/sync.lock", { bytes: 3 }),
      fileEntry("manifest.json.tmp", { bytes: 50 }),
      fileEntry("photos/one.jpg", { bytes: 1000 }),
      fileEntry("photos/two.jpg", { bytes: 2000 }),
      fileEntry("photos/link", { type: "symlink", bytes: 9 }),
    ],
  });
  const bytes = HEALTHY_JOURNAL.length;
  assertEquals(classifyStore(store), {
    durable: {
      items: [
        {
          path: "journal.jsonl",
          kind: "journal",
          records: 3,
          bytes,
          reason: "event history; if it is lost it is gone",
        },
        {
          path: "manifest.json",
          kind: "manifest",
          records: 1,
          bytes: 100,
          reason: "the store's own record; if it is lost it is gone",
        },
        {
          path: "objects",
          kind: "objects",
          records: 1,
          bytes: 107,
          reason: "registry; if it is lost it is gone",
        },
      ],
      records: 5,
      bytes: bytes + 207,
    },
    rebuildable: {
      items: [
        {
          path: "indexes",
          kind: "derived indexes",
          records: 1,
          bytes: 200,
          reason: "rebuilt from the journal and the registries",
        },
        {
          path: "plans",
          kind: "plans",
          records: 1,
          bytes: 100,
          reason: "sync plans; rebuilt from the journal and the registries",
        },
      ],
      records: 2,
      bytes: 300,
    },
    disposable: {
      items: [
        {
          path: "manifest.json.tmp",
          kind: "unfinished write",
          records: 0,
          bytes: 50,
          reason: "a write that never replaced its target",
        },
        { path: "tmp", kind: "temporary files", records: 0, bytes: 3, reason: "transient; may be dropped" },
      ],
      records: 0,
      bytes: 53,
    },
    unclassified: {
      items: [{
        path: "photos",
        kind: "unknown",
        records: 0,
        bytes: 3000,
        reason: "not recognised: kept as if it were durable",
      }],
      records: 0,
      bytes: 3000,
    },
  });
});

Deno.test("classifyStore() counts nothing of what may not be read, and says so of the class as well", () => {
  const problem = "permission denied";
  const { durable, rebuildable } = classifyStore(healthyStore({
    manifest: { ...manifestEntry(), state: "denied", record: null },
    journal: noJournal("unreadable", problem),
    journal_file: fileEntry("journal.jsonl", { bytes: 44 }),
    records: [entryOf("object"), unreadableEntry("actor", "actors/a.json", { state: "denied", error: problem })],
    files: [fileEntry("plans", { type: "directory", problem })],
  }));
  assertEquals(durable.items.map(({ path, records, bytes }) => [path, records, bytes]), [
    ["actors", null, 100],
    ["journal.jsonl", null, 44],
    ["manifest.json", null, 100],
    ["objects", 1, 100],
  ]);
  assertEquals([durable.records, durable.bytes, rebuildable.records, rebuildable.bytes], [null, 344, null, null]);
});
