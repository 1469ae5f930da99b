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
  return chooseImportActor(named, { places: PLACES, actors: brought }, { catalog, register: () => COMMAND });
}

Deno.test("chooseImportActor() takes the only bridge that reaches everything, or the one that is named", () => {
  const short = { actor_id: "actor:short", workspace_scope: [] };
  assertEquals(chosen([{}]), "actor:bridge");
  assertEquals(chosen([{}, short]), "actor:bridge");
  assertEquals(chosen([{}, { actor_id: "actor:second" }], "second"), "actor:second");
});

Deno.test("chooseImportActor() takes no bridge that may do less than an actor that it would bring", () => {
  const catalog = buildCatalog(storeWith(bridge(), bridge({ actor_id: "actor:second" })));
  const choose = (named: string | null) =>
    chooseImportActor(named, { places: PLACES, actors: [BROUGHT] }, { catalog, register: () => COMMAND });
  assertEquals(choose(null), "actor:second");
  const two = { id: "actor:new", vouchers: ["actor:bridge", "actor:second"] };
  assertEquals(
    chooseImportActor("bridge", { places: PLACES, actors: [two] }, { catalog, register: () => COMMAND }),
    "actor:bridge",
  );
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

const COMMAND = "sourceos sync import b.tar --register-bridge actor:restore";
const BY_IMPORT = `Have one registered by the import: ${COMMAND}`;
const REGISTER = 'Register an actor of actor_type "import_bridge" whose profile_scope and workspace_scope reach it';

const SAID: readonly (readonly [actors: readonly Changes[], named: string | null, message: string, hint: string])[] = [
  [
    [],
    null,
    "Cannot import: no import bridge is registered here, and every change has to be attributed to one",
    BY_IMPORT,
  ],
  [
    [{ profile_scope: [] }],
    null,
    'Cannot import: no import bridge may. Of "actor:bridge": its profile_scope does not reach "profile:home"',
    REGISTER,
  ],
  [
    [{ actor_id: undefined, capabilities: [] }],
    null,
    'Cannot import: no import bridge may. Of "actors/nameless.json": it lacks the capability "write"',
    BY_IMPORT,
  ],
  [
    [{ actor_id: undefined }],
    null,
    'Cannot import: no import bridge may. Of "actors/nameless.json": it has no id',
    BY_IMPORT,
  ],
  [
    [{}, { actor_id: "actor:second" }],
    null,
    "Cannot tell who imports: several import bridges may",
    "Name one of them with --actor: actor:bridge, actor:second",
  ],
  [
    [],
    "actor:ada",
    'Cannot import as actor "actor:ada": its actor_type is "human", not "import_bridge"',
    `${REGISTER}, or name another one with --actor`,
  ],
  [
    [{ actor_type: undefined }],
    "actor:bridge",
    'Cannot import as actor "actor:bridge": its actor_type is "unknown", not "import_bridge"',
    `${REGISTER}, or name another one with --actor`,
  ],
];

for (const [actors, named, message, hint] of SAID) {
  Deno.test(`chooseImportActor() says: ${message}`, () => {
    const error = assertThrows(() => chosen(actors, named), CliError);
    assertEquals([error.message, error.target, error.hint], [message, "--actor", hint]);
  });
}

Deno.test("chooseImportActor() says of a target that is no actor that it is used wrongly", () => {
  const error = assertThrows(() => {
    const catalog = buildCatalog(storeWith(entryOf("device")));
    return chooseImportActor("device:desk", { places: PLACES, actors: [] }, { catalog, register: () => COMMAND });
  }, CliError);
  assertEquals([error.exit, error.target, error.hint, error.command], ["usage", "--actor", "See", ["actors"]]);
});
