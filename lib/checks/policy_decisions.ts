import { type Decision, isVoid } from "../policy/decision.ts";
import type { Finding } from "../model/documents/health.ts";
import { plural } from "../text/words.ts";
import { type Check, type CheckInput, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { lookupOf, nameOf } from "../store/lookup.ts";
import { createRecordFindings } from "./frame/record_findings.ts";

const CHECK = "policy.decisions";
const AGAIN = "Have somebody who may decide there record it again";

const VOID = findingKind(
  "policy.void",
  "warning",
  "A policy decision that allows something does not count",
  `${AGAIN}: until then it allows nothing`,
);
const FUTURE = findingKind(
  "policy.future",
  "warning",
  "A policy decision is dated in the future",
  `Correct the clock of whoever decided it. ${AGAIN}: until then it allows nothing, and denies what it denies`,
);
const UNDATED = findingKind(
  "policy.undated",
  "warning",
  "A policy decision that does not allow carries no time that can be read",
  `${AGAIN}, with its time: until then nothing supersedes it`,
);
const OVERRULED = findingKind(
  "policy.superseded-by-unreadable",
  "warning",
  "A policy decision is superseded by one that cannot be read or put in an order with it",
  "Bring the other decision back, or have the one that is meant recorded again, with its time",
);

/** Every decision counts: it is whole and dated, its actor may decide there, and nothing unreadable stands against it. */
export const policyDecisionsCheck: Check = {
  id: CHECK,
  title: "Policy decisions",
  reads: "policy-decisions/ and actors/",
  why: "A decision that does not count opens nothing, and whoever recorded it believes that it does",
  required: false,
  needs: ["registries"],
  kinds: [VOID, FUTURE, UNDATED, OVERRULED],
  run(input) {
    const { store, catalog, policy } = input;
    const lookup = lookupOf(store, catalog);
    const { found, add } = createRecordFindings(CHECK, input);
    const tell = (kind: FindingKind, decision: Decision, clause: string) => {
      const { objectId } = decision.subject;
      const object = lookup.record("object", objectId);
      add(kind, decision.source, `${nameOf(decision.source)} ${clause}`, {
        object_id: objectId,
        ...(object === null ? {} : { object: object.path }),
        reason: decision.flaw?.kind ?? "superseded",
      });
    };
    for (const decision of policy.decisions) {
      const { ruling, flaw } = decision;
      const inForce = policy.at(decision.source.path)?.inForce;
      if (flaw?.kind === "future") tell(FUTURE, decision, saysNothing(decision, flaw.text));
      else if (isVoid(decision)) {
        // That something else cannot be read is told once, of what cannot be read.
        if (flaw !== null && flaw.kind !== "unreadable") tell(VOID, decision, `allows nothing: ${flaw.text}`);
      } else if (flaw?.kind === "undated") tell(UNDATED, decision, `stands whatever follows: ${flaw.text}`);
      if (ruling === "allows" && flaw === null && inForce?.decidedAt === null) {
        tell(OVERRULED, decision, `does not count beside "${inForce.name}", which nobody can call older`);
      }
    }
    return findings([...found, ...suspending(input)]);
  },
};

/** The files that suspend whatever allows, as they may hold a later denial. */
function suspending({ store, catalog, policy }: CheckInput): readonly Finding[] {
  const suspended = policy.decisions.filter(({ ruling }) => ruling === "allows").length;
  if (suspended === 0) return [];
  return catalog.unreadable.filter(({ kind }) => kind === "decision").map(({ file }) =>
    finding(CHECK, OVERRULED, {
      target: file.path,
      message: `"${file.path}" cannot be read and may deny anything: ${plural(suspended, "decision")} that ${
        suspended === 1 ? "allows something does" : "allow something do"
      } not count beside it`,
      evidence: { file: file.path, suspended },
    }, store)
  );
}

function saysNothing({ ruling }: Decision, reason: string): string {
  return ruling === "allows" ? `allows nothing yet: ${reason}` : `stands whatever follows: ${reason}`;
}
