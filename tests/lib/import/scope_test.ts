import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../../lib/model/errors.ts";
import { importHome } from "../../../lib/import/home.ts";
import { isInside, isNamed, parseImportScope } from "../../../lib/import/scope.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { entryOf, healthyStore, recordOf } from "../../helpers/snapshots.ts";

function inside(
  scopes: readonly string[],
  bundled: Parameters<typeof recordOf>[1] = {},
  here: Parameters<typeof recordOf>[1] | null = null,
): boolean {
  const records = here === null ? [] : [entryOf("object", here)];
  const { classification } = judgeOf(healthyStore({ records }), [], {
    records: { object: [recordOf("object", bundled)] },
  });
  return [...classification.records].every((record) => isInside(record, scopes.map(parseImportScope)));
}

const CASES: readonly (readonly [string, readonly string[], boolean])[] = [
  ["its own id", ["object:diary"], true],
  ["its id with its kind written twice", ["object:object:diary"], true],
  ["its workspace", ["workspace:house"], true],
  ["its profile", ["profile:home"], true],
  ["one of several", ["object:other", "profile:home"], true],
  ["another object", ["object:diar"], false],
  ["another kind of the same name", ["workspace:home", "profile:house"], false],
];
for (const [name, scopes, expected] of CASES) {
  Deno.test(`isInside() for ${name}`, () => assertEquals(inside(scopes), expected));
}

Deno.test("isInside() asks where the object would be and where it is", () => {
  assertEquals(inside(["workspace:house"], {}, { workspace_id: "workspace:cellar" }), false);
  assertEquals(inside(["workspace:house", "workspace:cellar"], {}, { workspace_id: "workspace:cellar" }), true);
  assertEquals(inside(["workspace:house"], { workspace_id: "workspace:cellar" }, {}), false);
});

Deno.test("isNamed() asks for one scope that names the record itself, with its kind or without", () => {
  const { records } = judgeOf(healthyStore(), [], { records: { profile: [recordOf("profile")] } }).classification;
  const [profile] = records;
  const named = [["profile:home"], ["profile:profile:home"], ["object:diary", "profile:home"], ["workspace:home"], []]
    .map((scopes) => profile !== undefined && isNamed(profile, scopes.map(parseImportScope)));
  assertEquals(named, [true, true, true, false, false]);
});

for (const text of ["derived", "journal", "index:object-heads", "checkpoint:journal", "object:", "everything"]) {
  Deno.test(`parseImportScope() refuses "${text}"`, () => {
    const error = assertThrows(() => parseImportScope(text), CliError);
    const reason = text === "object:" || text === "everything"
      ? "it is not one of the known forms"
      : "a bundle holds records";
    assertEquals([error.exit, error.message, error.target, error.hint], [
      "usage",
      `Cannot import into scope "${text}": ${reason}`,
      "--scope",
      "Give workspace:ID, profile:ID or object:ID",
    ]);
  });
}

const NONE = { id: null, selected_by: "none", candidates: [] } as const;
const OPTION = { id: "profile:chosen", selected_by: "option", candidates: [] } as const;
const ONLY = { id: "profile:only", selected_by: "only_one", candidates: [] } as const;

Deno.test("importHome() is the chosen profile, else the target's own", () => {
  const facts = { workspaceProfile: null, profiles: new Set(["profile:a"]), inForce: NONE };
  const workspace = { kind: "workspace", id: "workspace:w" } as const;
  assertEquals(
    [
      importHome({ ...facts, target: { kind: "profile", id: "profile:p" } }),
      importHome({ ...facts, target: { kind: "profile", id: "profile:p" }, inForce: OPTION }),
      importHome({ ...facts, target: { kind: "profile", id: "profile:p" }, inForce: ONLY }),
      importHome({ ...facts, target: workspace }),
      importHome({ ...facts, target: workspace, workspaceProfile: "profile:own" }),
      importHome({ ...facts, target: workspace, profiles: new Set(["profile:a", "profile:b"]) }),
      importHome({ ...facts, target: { kind: "object", id: "object:o" } }),
    ],
    ["profile:p", "profile:chosen", "profile:p", "profile:a", "profile:own", null, "profile:a"],
  );
});
