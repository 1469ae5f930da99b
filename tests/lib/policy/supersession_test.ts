import { assertEquals } from "@std/assert";
import { createSupersessionTest } from "../../../lib/policy/supersession.ts";

type Bearing = Parameters<typeof createSupersessionTest>[0][number];

interface Facts {
  readonly policy?: string | null;
  readonly object?: string | null;
  readonly profile?: string | null;
  readonly workspace?: string | null;
  readonly ruling?: Bearing["ruling"];
  readonly at?: number | null;
}

/** A denial about the diary at home, of one policy, unless told otherwise. */
function bearing({ policy = "p", object = "diary", profile = "home", workspace = "house", ...more }: Facts): Bearing {
  return {
    policyId: policy,
    subject: { objectId: object, profileId: profile, workspaceId: workspace },
    ruling: more.ruling ?? "denies",
    decidedAt: more.at === undefined ? 5 : more.at,
  };
}

const WHOLE: Facts = { object: null };
const ALLOWS: Facts = { ruling: "allows" };
const ATTIC: Facts = { workspace: "attic" };

const cases: readonly (readonly [name: string, recorded: readonly Facts[], decision: Facts, want: boolean])[] = [
  ["nothing where none is recorded", [], {}, false],
  ["an older one about the same object", [{}], { at: 6 }, true],
  ["one of the same moment", [{}], {}, true],
  ["no newer one", [{}], { at: 4 }, false],
  ["one of several that is older", [{ at: 9 }, { at: 5 }, { at: 8 }], { at: 7 }, true],
  ["any, where it tells no time itself", [{}], { at: null }, true],
  ["one that tells no time", [{ at: null }], { at: 4 }, true],
  ["none of another policy", [{}], { policy: "q", at: 6 }, false],
  ["one of no policy, being of none", [{ policy: null }], { policy: null, at: 6 }, true],
  ["none of no policy, being of one", [{ policy: null }], { at: 6 }, false],
  ["none about another object", [{ object: "letter" }], { at: 6 }, false],
  ["one about the object elsewhere", [ATTIC], { ...ALLOWS, at: 6 }, true],
  ["one about everything there", [WHOLE], { ...ALLOWS, at: 6 }, true],
  ["none about everything elsewhere, where it allows", [{ ...WHOLE, ...ATTIC }], { ...ALLOWS, at: 6 }, false],
  ["one about everything elsewhere, where it denies wherever the object is", [{ ...WHOLE, ...ATTIC }], { at: 6 }, true],
  ["one about everything in any workspace", [{ ...WHOLE, workspace: null }], { ...ALLOWS, at: 6 }, true],
  ["one about everything in any profile", [{ ...WHOLE, profile: null }], { ...ALLOWS, at: 6 }, true],
  ["about a place one about everything in it", [WHOLE], { ...WHOLE, at: 6 }, true],
  ["about a place none about another place", [{ ...WHOLE, ...ATTIC }], { ...WHOLE, at: 6 }, false],
  ["about a place one about everything anywhere", [{ ...WHOLE, workspace: null }], { ...WHOLE, at: 6 }, true],
  ["about a place one that allows an object in it", [ALLOWS], { ...WHOLE, at: 6 }, true],
  ["about a place none that allows an object elsewhere", [{ ...ALLOWS, ...ATTIC }], { ...WHOLE, at: 6 }, false],
  ["about a place one that denies an object, wherever that is", [ATTIC], { ...WHOLE, at: 6 }, true],
];

for (const [name, recorded, decision, want] of cases) {
  Deno.test(`A decision may supersede ${name}`, () => {
    assertEquals(createSupersessionTest(recorded.map(bearing))(bearing(decision)), want);
  });
}
