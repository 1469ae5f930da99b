import { assertEquals } from "@std/assert";
import { derivedCheck } from "../../../lib/checks/derived.ts";
import type { CheckpointJudgement, IndexJudgement } from "../../../lib/model/documents/health.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { checkInput, type Found, found, runCheck } from "../../helpers/findings.ts";
import { derivedEntry, healthyStore, ROOT } from "../../helpers/snapshots.ts";

const index = (state: IndexJudgement["state"], id = "object-heads"): IndexJudgement => ({
  index_id: id,
  state,
  entries: 2,
  expected_entries: 3,
  covers_event: "evt-00000002",
  behind_events: 1,
  missing_entries: 1,
  extra_entries: 0,
  differing_entries: 0,
  reason: "Its entries file is gone",
});
const checkpoint = (
  state: CheckpointJudgement["state"],
  history: CheckpointJudgement["history"] = "intact",
): CheckpointJudgement => ({
  checkpoint_id: "journal",
  state,
  history,
  covers_event: "evt-00000002",
  behind_events: null,
  reason: "The first 900 bytes differ",
});

const bad = (judgement: IndexJudgement | CheckpointJudgement, target: string, reason: string): Found =>
  found({
    id: `index.${judgement.state}`,
    severity: "warning",
    durability: "rebuildable",
    target,
    message: `${target} is ${judgement.state}: ${reason}`,
    evidence: { ...judgement },
    automatic: true,
    command: `sourceos sync repair --dry-run --scope ${target} --store ${ROOT}`,
  });
const badIndex = (judgement: IndexJudgement) =>
  bad(judgement, `index:${judgement.index_id}`, "its entries file is gone");
const badCheckpoint = (judgement: CheckpointJudgement) =>
  bad(judgement, "checkpoint:journal", "the first 900 bytes differ");
const rewritten = (history: string, words: string): Found =>
  found({
    id: "journal.history-rewritten",
    severity: "critical",
    target: "journal.jsonl",
    message: `History up to evt-00000002 was verified once and has since been ${words}`,
    evidence: { file: "journal.jsonl", checkpoint: "journal", history },
  });

interface Case {
  readonly name: string;
  readonly indexes?: readonly IndexJudgement[];
  readonly checkpoints?: readonly CheckpointJudgement[];
  readonly derived?: StoreSnapshot["derived"];
  readonly want: readonly Found[];
}

const cases: readonly Case[] = [
  {
    name: "is content with healthy, unbuilt and foreign state",
    indexes: [index("healthy"), index("not_built"), index("foreign")],
    checkpoints: [checkpoint("healthy"), checkpoint("foreign", "unknown")],
    want: [],
  },
  ...(["corrupt", "stale", "missing"] as const).map((state): Case => ({
    name: `has a ${state} index rebuilt`,
    indexes: [index("healthy", "lane-counters"), index(state)],
    want: [badIndex(index(state))],
  })),
  ...(["corrupt", "stale", "missing"] as const).map((state): Case => ({
    name: `has a ${state} checkpoint rebuilt`,
    checkpoints: [checkpoint(state)],
    want: [badCheckpoint(checkpoint(state))],
  })),
  {
    name: "leaves an index that nothing here can build to who keeps it",
    indexes: [index("corrupt", "full-text")],
    want: [{
      ...badIndex(index("corrupt", "full-text")),
      id: "index.not-ours",
      automatic: false,
      command: `sourceos sync explain index:full-text --store ${ROOT}`,
    }],
  },
  {
    name: "calls rewritten history critical, and has none of what remembers it rebuilt",
    indexes: [index("corrupt"), index("corrupt", "lane-counters")],
    checkpoints: [checkpoint("corrupt", "rewritten")],
    derived: [
      derivedEntry("indexes/object-heads.json", { covers: { journal_sha256: "a" } }, { prefix_sha256: "b" }),
      derivedEntry("indexes/lane-counters.json", { covers: { journal_sha256: "b" } }, { prefix_sha256: "b" }),
    ],
    want: [rewritten("rewritten", "rewritten"), badIndex(index("corrupt", "lane-counters"))],
  },
  {
    name: "has an index rebuilt that covers another history than the journal, where no checkpoint says so too",
    indexes: [index("corrupt")],
    checkpoints: [checkpoint("healthy")],
    derived: [derivedEntry("indexes/object-heads.json", { covers: { journal_sha256: "a" } }, { prefix_sha256: "b" })],
    want: [badIndex(index("corrupt"))],
  },
  {
    name: "says that of all history where the checkpoint names no event, and rebuilds what covers none",
    indexes: [index("corrupt")],
    checkpoints: [{ ...checkpoint("corrupt", "rewritten"), covers_event: null }],
    derived: [derivedEntry("indexes/object-heads.json", { covers: "all" }, { prefix_sha256: "b" })],
    want: [
      {
        ...rewritten("rewritten", "rewritten"),
        message: "History up to its end was verified once and has since been rewritten",
      },
      badIndex(index("corrupt")),
    ],
  },
  {
    name: "rebuilds beside rewritten history what cannot be read, or does not say what it covers",
    indexes: [index("corrupt"), index("corrupt", "lane-counters")],
    checkpoints: [checkpoint("corrupt", "rewritten")],
    derived: [
      { ...derivedEntry("indexes/object-heads.json", {}, { prefix_sha256: "b" }), record: null },
      derivedEntry("indexes/lane-counters.json", {}, { prefix_sha256: "b" }),
    ],
    want: [
      rewritten("rewritten", "rewritten"),
      badIndex(index("corrupt")),
      badIndex(index("corrupt", "lane-counters")),
    ],
  },
  {
    name: "calls history that was cut short critical",
    checkpoints: [checkpoint("corrupt", "cut_short")],
    want: [rewritten("cut_short", "cut short")],
  },
];

for (const { name, indexes = [], checkpoints = [], derived = [], want } of cases) {
  Deno.test(`derivedCheck ${name}`, () => {
    const outcome = derivedCheck.run({ ...checkInput(healthyStore({ derived })), indexes, checkpoints });
    const findings = outcome.ran ? outcome.findings : [];
    assertEquals(
      findings.map(({ recommendation: { automatic, command }, check: _check, ...facts }) => ({
        ...facts,
        automatic,
        command,
      })),
      want,
    );
  });
}

Deno.test("derivedCheck cannot run on what a daemon tells", () => {
  assertEquals(runCheck(derivedCheck, { origin: "daemon" }), "The daemon does not show derived state");
});
