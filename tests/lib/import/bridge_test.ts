import { assertEquals, assertThrows } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type Accountable, chooseImportActor, importBridges } from "../../../lib/import/bridge.ts";
import { entryOf, recordOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = Parameters<typeof recordOf>[1];

const PLACE = { profileId: "profile:home", workspaceId: "workspace:house" };
const bridge = (changes: Changes = {}) =>
  entryOf("actor", { actor_id: "actor:bridge", actor_type: "import_bridge", ...changes });

const PLACES = [PLACE, { profileId: null, workspaceId: null }];
/** An actor that only one bridge may bring. */
const BROUGHT = { id: "actor:new", vouchers: ["actor:second"] };

type Brought = Accountable["actors"][number];

function chosen(actors: readonly Changes[], named: string | null = null, brought: readonly Brought[] = []): string {
  const catalog = buildCatalog(storeWith(entryOf("actor"), ...actors.map(bridge)));
  return chooseImportActor(named, { places: PLACES, actors: brought }, catalog);
}

Deno.test("chooseImportActor() takes the only bridge that reaches everything, or the one that is named", () => {
  const short = { actor_id: "actor:short", workspace_scope: [] };
  assertEquals(chosen([{}]), "actor:bridge");
  assertEquals(chosen([{}, short]), "actor:bridge");
  assertEquals(chosen([{}, { actor_id: "actor:second" }], "second"), "actor:second");
});

Deno.test("chooseImportActor() takes no bridge that may do less than an actor that it would bring", () => {
  const catalog = buildCatalog(storeWith(bridge(), bridge({ actor_id: "actor:second" })));
  const choose = (named: string | null) => chooseImportActor(named, { places: PLACES, actors: [BROUGHT] }, catalog);
  assertEquals(choose(null), "actor:second");
  const { message, exit } = assertThrows(() => choose("actor:bridge"), CliError);
  assertEquals([exit, message], [
    "denied",
    'Cannot import as actor "actor:bridge": it may do less than "actor:new", which the bundle brings',
  ]);
});

Deno.test("importBridges() gives those that may import anything at all", () => {
  const catalog = buildCatalog(
    storeWith(entryOf("actor"), bridge(), bridge({ actor_id: "actor:gone", revoked_at: "2026-01-01T00:00:00Z" })),
  );
  const ids = (named: string | null) => importBridges(named, catalog).map(({ id }) => id);
  assertEquals([ids(null), ids("bridge"), ids("ada"), ids("nobody")], [["actor:bridge"], ["actor:bridge"], [], []]);
});

const REFUSED: readonly (readonly [string, readonly Changes[], string | null, string, string])[] = [
  ["no bridge", [], null, "denied", "no_import_bridge"],
  ["a revoked one", [{ revoked_at: "2026-01-01T00:00:00Z" }], null, "denied", "no_import_bridge"],
  ["a quarantined one", [{ trust_level: "quarantined" }], null, "denied", "no_import_bridge"],
  ["one that may not write", [{ capabilities: ["read"] }], null, "denied", "no_import_bridge"],
  ["one that does not reach the profile", [{ profile_scope: [] }], null, "denied", "no_import_bridge"],
  ["one that does not reach the workspace", [{ workspace_scope: [] }], null, "denied", "no_import_bridge"],
  ["two that may", [{}, { actor_id: "actor:second" }], null, "usage", "ambiguous"],
  ["a named one that is no bridge", [{}], "actor:ada", "denied", "actor_not_allowed"],
  ["a named one that does not reach", [{ profile_scope: [] }], "actor:bridge", "denied", "actor_not_allowed"],
  ["a named one that is not there", [{}], "actor:none", "not_found", "not_found"],
];
for (const [name, actors, named, exit, code] of REFUSED) {
  Deno.test(`chooseImportActor() refuses ${name}`, () => {
    const error = assertThrows(() => chosen(actors, named), CliError);
    assertEquals([error.exit, error.code, error.hint === null], [exit, code, false]);
  });
}
