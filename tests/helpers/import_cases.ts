/** Cases of what is said of a record of a bundle: a given store, a bundle, and the rule that must come out. */
import { assertEquals } from "@std/assert";
import { IMPORT_RULES } from "../../lib/import/rules.ts";
import type { RecordKind } from "../../lib/model/kinds.ts";
import type { RecordEntry } from "../../lib/model/snapshot.ts";
import { type Brought, judgeOf } from "./imports.ts";
import { entryOf, EVENT_LINES, healthyStore, journalOf, recordOf, storeWith } from "./snapshots.ts";

const AROUND = ["profile", "device", "actor", "schema", "workspace"] as const;
const around = (without: readonly RecordKind[] = []) =>
  AROUND.filter((kind) => !without.includes(kind)).map((kind) => entryOf(kind));

export interface ImportCase extends Partial<Brought> {
  readonly rule: string;
  readonly name: string;
  /** What is said of it, where that matters. */
  readonly message?: string;
  /** Of the object in the bundle; the healthy one with a new title where absent. */
  readonly object?: Parameters<typeof recordOf>[1];
  /** Beside what everything needs. */
  readonly here?: readonly RecordEntry[];
  readonly without?: readonly RecordKind[];
  readonly journal?: readonly string[];
  /** Which of the bundle's records is looked at; the object where absent. */
  readonly at?: readonly [RecordKind, string];
}

/** A test of each. */
export function testCases(cases: readonly ImportCase[]): void {
  for (const one of cases) {
    Deno.test(`createClassification(): ${one.rule} for ${one.name}`, () => {
      const journal = one.journal ?? EVENT_LINES;
      const store = healthyStore({
        records: storeWith(...around(one.without), ...one.here ?? []).records,
        journal: journalOf(journal.map((line) => `${line}\n`).join("")),
      });
      const { classification } = judgeOf(store, journal, {
        records: { object: [recordOf("object", one.object)] },
        ...one,
      });
      const [kind, id] = one.at ?? ["object", "object:diary"];
      const found = classification.records.find({ kind, id });
      const expected = IMPORT_RULES.find((row) => row.id === one.rule);
      assertEquals({ rule: found?.rule, outcome: found?.outcome, message: found?.message }, {
        rule: one.rule,
        outcome: expected?.outcome,
        message: one.message ?? found?.message,
      });
    });
  }
}
