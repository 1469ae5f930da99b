import { assertEquals } from "@std/assert";
import { manifestCheck } from "../../../lib/checks/manifest.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { fileEntry, HEALTHY_JOURNAL, journalOf, manifestEntry, noJournal } from "../../helpers/snapshots.ts";

const file = "manifest.json";
const of = (
  id: string,
  severity: Found["severity"],
  message: string,
  evidence: Found["evidence"] = {},
): Found => found({ id: `manifest.${id}`, severity, target: file, message, evidence: { file, ...evidence } });

const behindSince = (modified_at: string) => ({
  manifest: manifestEntry({ active_generation: 3 }),
  generation_after: 3,
  journal_file: fileEntry("journal.jsonl", { modified_at }),
});

const unread = (state: StoreSnapshot["manifest"]["state"], error: string | null) => ({
  manifest: { ...manifestEntry(), state, error, record: null },
});
const noField = (field: string): Found =>
  of("field", "error", `The manifest's "${field}" is absent or no whole number`, { field });
const generation = (message: string, evidence: Found["evidence"]): Found =>
  of("generation", "error", message, evidence);

const NEVER_RAISED = {
  manifest: manifestEntry({ active_generation: 0, last_known_good_generation: 0 }),
  generation_after: 0,
};

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly Found[] | string])[] = [
  ["cannot run on what a daemon tells", { origin: "daemon" }, "The daemon does not show the manifest"],
  ["reports an absent manifest", unread("absent", null), [
    of("absent", "critical", "The manifest is missing, though the store holds state"),
  ]],
  ["reports an unreadable manifest with its reason", unread("not_json", "Ends too early"), [
    of("unreadable", "critical", 'Cannot read "manifest.json": Ends too early', { state: "not_json" }),
  ]],
  ["reports a manifest that the owner of the store may not read", {
    manifest: { ...unread("denied", "permission denied").manifest, file: fileEntry(file, { mode: 0 }) },
  }, [{
    ...of("denied", "critical", 'The owner of the store may not read "manifest.json"', { state: "denied" }),
    command: "chmod u+r /srv/state/manifest.json",
  }]],
  ["reports an unreadable manifest without a reason", unread("io_error", null), [
    of("unreadable", "critical", 'Cannot read "manifest.json": io_error', { state: "io_error" }),
  ]],
  ["reports a newer schema", { manifest: manifestEntry({ schema: "sourceos.local-state-store/v1beta1" }) }, [
    of(
      "newer",
      "critical",
      'The manifest says schema "sourceos.local-state-store/v1beta1", not "sourceos.local-state-store/v1alpha1"',
      { schema: "sourceos.local-state-store/v1beta1", known: "sourceos.local-state-store/v1alpha1" },
    ),
  ]],
  ["reports a byte order mark, which the daemon refuses", {
    manifest: { ...manifestEntry(), oddities: ["byte_order_mark"] },
  }, [{
    ...of("byte-order-mark", "error", "The manifest begins with a byte order mark, which the daemon refuses"),
    command: "sed -i '1s/^\\xef\\xbb\\xbf//' /srv/state/manifest.json",
  }]],
  ["reports another schema", { manifest: manifestEntry({ schema: "someone.else/v9" }) }, [
    of("other", "error", 'The manifest says schema "someone.else/v9", not "sourceos.local-state-store/v1alpha1"', {
      schema: "someone.else/v9",
      known: "sourceos.local-state-store/v1alpha1",
    }),
  ]],
  ["reports an absent schema", { manifest: manifestEntry({ schema: undefined }) }, [
    of("other", "error", 'The manifest says schema "", not "sourceos.local-state-store/v1alpha1"', {
      schema: null,
      known: "sourceos.local-state-store/v1alpha1",
    }),
  ]],
  ["reports an uninitialised store", { manifest: manifestEntry({ initialized: false }) }, [
    of("uninitialized", "warning", "The manifest says that the store is not initialised"),
  ]],
  [
    "reports generations that are absent or no whole numbers",
    { manifest: manifestEntry({ active_generation: undefined, last_known_good_generation: "1" }) },
    [noField("active_generation"), noField("last_known_good_generation")],
  ],
  [
    "reports generations below zero or beyond what is exact",
    { manifest: manifestEntry({ active_generation: 2n ** 64n, last_known_good_generation: -1 }) },
    [noField("active_generation"), noField("last_known_good_generation")],
  ],
  ["compares no generation with one that is absent", { manifest: manifestEntry({ active_generation: undefined }) }, [
    noField("active_generation"),
  ]],
  ["counts nothing by a generation below zero", {
    manifest: manifestEntry({ active_generation: -1, last_known_good_generation: -1 }),
    generation_after: -1,
  }, [noField("active_generation"), noField("last_known_good_generation")]],
  ["accepts generation zero where nothing was ever appended", {
    ...NEVER_RAISED,
    journal: journalOf(""),
    journal_file: fileEntry("journal.jsonl", { modified_at: "2026-01-04T11:00:00Z" }),
  }, []],
  ["leaves an emptied journal to the check that tells of it", { journal: journalOf("") }, []],
  ["reports lines under generation zero", NEVER_RAISED, [
    generation("The manifest counts 0 appended events, the journal holds 3", {
      active_generation: 0,
      journal_lines: 3,
    }),
  ]],
  [
    "reports a good generation newer than the active one",
    { manifest: manifestEntry({ last_known_good_generation: 5 }) },
    [generation("The last known good generation 5 is newer than the active generation 4", {
      active_generation: 4,
      last_known_good_generation: 5,
    })],
  ],
  ["reports more appended events than lines", { manifest: manifestEntry({ active_generation: 9 }) }, [
    generation("The manifest counts 8 appended events, the journal holds 3", {
      active_generation: 9,
      journal_lines: 3,
    }),
  ]],
  ["counts what was appended by the manifest that was read last", {
    manifest: manifestEntry({ active_generation: 1, last_known_good_generation: 1 }),
    generation_after: 2,
  }, [
    generation("The manifest counts 1 appended events, the journal holds 3", {
      active_generation: 2,
      journal_lines: 3,
    }),
  ]],
  ["counts more events than lines by the manifest that was read first", {
    manifest: manifestEntry({ active_generation: 9 }),
    generation_after: 10,
  }, [
    generation("The manifest counts 8 appended events, the journal holds 3", {
      active_generation: 9,
      journal_lines: 3,
    }),
  ]],
  ["reports a good generation newer than the active one without a journal too", {
    manifest: manifestEntry({ last_known_good_generation: 5 }),
    journal: noJournal("absent"),
  }, [generation("The last known good generation 5 is newer than the active generation 4", {
    active_generation: 4,
    last_known_good_generation: 5,
  })]],
  ["counts unreadable lines as appended", {
    manifest: manifestEntry({ active_generation: 5 }),
    journal: journalOf(`${HEALTHY_JOURNAL}{broken\n`),
  }, []],
  ["accepts the one line whose append is under way", { manifest: manifestEntry({ active_generation: 3 }) }, []],
  ["reports the one line that nobody has counted for more than a minute", behindSince("2026-01-04T11:58:59Z"), [
    of(
      "generation-one-behind",
      "warning",
      "The manifest counts 2 appended events, the journal holds 3, and nobody has written since 2026-01-04T11:58:59Z",
      { active_generation: 3, journal_lines: 3 },
    ),
  ]],
  ["accepts the one line that was written a moment ago", behindSince("2026-01-04T11:59:00Z"), []],
  ["makes nothing of a line that was never whole, of which is told as such", {
    ...behindSince("2026-01-04T11:00:00Z"),
    journal: journalOf(`${HEALTHY_JOURNAL.split("\n").slice(0, 2).join("\n")}\n{broken`),
  }, []],
  ["makes nothing of a last line without its newline, which is told as such", {
    ...behindSince("2026-01-04T11:00:00Z"),
    journal: journalOf(HEALTHY_JOURNAL.trimEnd()),
  }, []],
  ["makes nothing of a line that is no event, which is told as such", {
    ...behindSince("2026-01-04T11:00:00Z"),
    journal: journalOf(`${HEALTHY_JOURNAL.split("\n").slice(0, 2).join("\n")}\n{broken\n`),
  }, []],
  ["makes nothing of a line where the manifest was gone after it", {
    ...behindSince("2026-01-04T11:00:00Z"),
    generation_after: null,
  }, []],
  ["accepts what nobody has written to for an hour", {
    journal_file: fileEntry("journal.jsonl", { modified_at: "2026-01-04T11:00:00Z" }),
  }, []],
  ["accepts lines appended while the journal was read", {
    manifest: manifestEntry({ active_generation: 1 }),
    generation_after: 4,
  }, []],
  ["reports more lines than one that no append counted", { manifest: manifestEntry({ active_generation: 2 }) }, [
    generation("The manifest counts 1 appended events, the journal holds 3", {
      active_generation: 2,
      journal_lines: 3,
    }),
  ]],
  ["does not count against a manifest that was gone after the journal", {
    manifest: manifestEntry({ active_generation: 1 }),
    generation_after: null,
  }, []],
  ["reports lists that are none of names", {
    manifest: manifestEntry({ lanes: "normal", durable_dirs: ["objects", 1] }),
  }, [
    of("field", "error", `The manifest's "lanes" is no list of names`, { field: "lanes" }),
    of("field", "error", `The manifest's "durable_dirs" is no list of names`, { field: "durable_dirs" }),
  ]],
  ["reports durable folders that it calls something else", {
    manifest: manifestEntry({ rebuildable_dirs: ["indexes", "objects/"], disposable_dirs: ["journal.jsonl"] }),
  }, [
    of(
      "classes",
      "error",
      'The manifest calls "objects" rebuildable (it is durable) and "journal.jsonl" disposable (it is durable)',
      {
        folders: [
          { folder: "objects", list: "rebuildable_dirs" },
          { folder: "journal.jsonl", list: "disposable_dirs" },
        ],
      },
    ),
  ]],
  ["warns of other folders in the wrong list", {
    manifest: manifestEntry({ durable_dirs: ["tmp"], disposable_dirs: ["indexes"] }),
  }, [
    of(
      "classes-differ",
      "warning",
      'The manifest calls "tmp" durable (it is disposable) and "indexes" disposable (it is rebuildable)',
      { folders: [{ folder: "tmp", list: "durable_dirs" }, { folder: "indexes", list: "disposable_dirs" }] },
    ),
  ]],
  ["lets folders that nothing here knows stand in any list, and lists be absent", {
    manifest: manifestEntry({
      durable_dirs: ["attic", "__proto__"],
      rebuildable_dirs: undefined,
      disposable_dirs: ["scratch"],
      registry_kinds: 5,
    }),
  }, []],
  ["does not count a journal that is not there", { journal: noJournal("absent") }, []],
  ["does not count a journal that cannot be read", { journal: noJournal("unreadable", "denied") }, []],
  ["lets unknown fields be", { manifest: manifestEntry({ "x-extension": { a: 1 } }) }, []],
];

for (const [name, changes, want] of cases) {
  Deno.test(`manifestCheck ${name}`, () => assertEquals(runCheck(manifestCheck, changes), want));
}
