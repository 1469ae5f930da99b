import { assertEquals, assertThrows } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { type Choice, type ContextChoices, refuseUnknownChoices, resolveContext } from "../../../lib/store/context.ts";
import type { Context, Selection } from "../../../lib/model/envelope.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { entryOf, storeWith } from "../../helpers/snapshots.ts";

const NOTHING: Choice = { option: null, environment: null };
const NO_CHOICE: ContextChoices = { profile: NOTHING, workspace: NOTHING, device: NOTHING };
const NONE: Selection = { id: null, selected_by: "none", candidates: [] };
const chosen = (id: string, by: Selection["selected_by"]): Selection => ({ id, selected_by: by, candidates: [] });

const two = [
  entryOf("profile", { profile_id: "profile:work" }),
  entryOf("profile", { profile_id: "profile:home" }),
];

interface Case {
  readonly name: string;
  readonly records: readonly RecordEntry[];
  readonly choices?: Partial<ContextChoices>;
  readonly manifest?: JsonObject | null;
  readonly want: Partial<Context>;
}

const cases: readonly Case[] = [
  { name: "knows nothing of an empty store", records: [], want: {} },
  { name: "knows nothing without a manifest", records: [], manifest: null, want: {} },
  {
    name: "takes the only one there is",
    records: [entryOf("profile"), entryOf("device"), entryOf("workspace")],
    want: {
      profile: chosen("profile:home", "only_one"),
      workspace: chosen("workspace:house", "only_one"),
      device: chosen("device:desk", "only_one"),
    },
  },
  {
    name: "names the candidates, sorted, where nothing chose",
    records: two,
    want: { profile: { id: null, selected_by: "none", candidates: ["profile:home", "profile:work"] } },
  },
  {
    name: "takes a workspace that only objects name",
    records: [entryOf("object", { workspace_id: "workspace:shed" })],
    want: { workspace: chosen("workspace:shed", "only_one") },
  },
  {
    name: "counts a workspace once that a record and objects name",
    records: [entryOf("workspace"), entryOf("object"), entryOf("object", { object_id: "object:b" })],
    want: { workspace: chosen("workspace:house", "only_one") },
  },
  {
    name: "prefers the manifest to the only one",
    records: [entryOf("profile")],
    manifest: { current: { profile: "profile:elsewhere", workspace_id: "workspace:w", device: "" } },
    want: {
      profile: chosen("profile:elsewhere", "manifest"),
      workspace: chosen("workspace:w", "manifest"),
      device: chosen("", "manifest"),
    },
  },
  {
    name: "passes over what the manifest says in another type",
    records: two,
    manifest: { current: { profile: 7, workspace: null, device: ["a"] } },
    want: { profile: { id: null, selected_by: "none", candidates: ["profile:home", "profile:work"] } },
  },
  { name: "passes over a current that is no object", records: [], manifest: { current: "profile:home" }, want: {} },
  {
    name: "prefers the environment to the manifest",
    records: two,
    choices: { profile: { option: null, environment: "profile:work" } },
    manifest: { current: { profile: "profile:home" } },
    want: { profile: chosen("profile:work", "environment") },
  },
  {
    name: "prefers the option to everything",
    records: two,
    choices: { profile: { option: "profile:home", environment: "profile:work" } },
    manifest: { current: { profile: "profile:work" } },
    want: { profile: chosen("profile:home", "option") },
  },
  {
    name: "takes a bare name for the known id that ends in it",
    records: two,
    choices: { profile: { option: "work", environment: null } },
    want: { profile: chosen("profile:work", "option") },
  },
  {
    name: "prefers the plain id to the one that ends in it",
    records: [...two, entryOf("profile", { profile_id: "work" })],
    choices: { profile: { option: "work", environment: null } },
    want: { profile: chosen("work", "option") },
  },
  {
    name: "keeps an id that nothing has",
    records: [],
    choices: { device: { option: "device:lost", environment: null } },
    want: { device: chosen("device:lost", "option") },
  },
];

for (const { name, records, choices, manifest = {}, want } of cases) {
  Deno.test(`resolveContext() ${name}`, () => {
    assertEquals(
      resolveContext({ ...NO_CHOICE, ...choices }, manifest, { catalog: buildCatalog(storeWith(...records)) }),
      { profile: NONE, workspace: NONE, device: NONE, ...want },
    );
  });
}

Deno.test("resolveContext() takes no workspace for the only one where no object was read", () => {
  const catalog = buildCatalog(storeWith(entryOf("workspace"), entryOf("profile")));
  assertEquals(resolveContext(NO_CHOICE, null, { catalog, readsObjects: false }), {
    profile: chosen("profile:home", "only_one"),
    workspace: { id: null, selected_by: "none", candidates: ["workspace:house"] },
    device: NONE,
  });
});

const unknown:
  readonly (readonly [name: string, given: Partial<ContextChoices>, store: StoreSnapshot, hint: string | null])[] = [
    [
      "a profile that is not there",
      { profile: { option: "wrok", environment: null } },
      storeWith(...two),
      "Give one of profile:home, profile:work",
    ],
    ["no profile that is there", { profile: { option: "work", environment: null } }, storeWith(...two), null],
    ["no profile where there is none at all", { profile: { option: "wrok", environment: null } }, storeWith(), null],
    ["no profile of the environment", { profile: { option: null, environment: "wrok" } }, storeWith(...two), null],
    ["no profile where they cannot all be known", { profile: { option: "wrok", environment: null } }, {
      ...storeWith(...two),
      origin: "daemon",
    }, null],
    [
      "a workspace that is not there",
      { workspace: { option: "w", environment: null } },
      storeWith(entryOf("workspace")),
      "Give one of workspace:house",
    ],
    [
      "a device that is not there, with the first of many",
      { device: { option: "d", environment: null } },
      storeWith(...[1, 2, 3, 4, 5, 6, 7].map((number) => entryOf("device", { device_id: `device:${number}` }))),
      "Give one of device:1, device:2, device:3, device:4, device:5 and 2 more",
    ],
  ];

for (const [name, given, store, hint] of unknown) {
  Deno.test(`refuseUnknownChoices() refuses ${name}`, () => {
    const known = { catalog: buildCatalog(store) };
    const refuse = () => refuseUnknownChoices(resolveContext({ ...NO_CHOICE, ...given }, null, known), store, known);
    if (hint === null) return refuse();
    const error = assertThrows(refuse, CliError);
    assertEquals([error.exit, error.hint], ["not_found", hint]);
  });
}

Deno.test("refuseUnknownChoices() refuses no workspace where no object was read, as one may name it", () => {
  const store = storeWith(entryOf("workspace"));
  const known = { catalog: buildCatalog(store), readsObjects: false };
  const choices = { ...NO_CHOICE, workspace: { option: "w", environment: null } };
  refuseUnknownChoices(resolveContext(choices, null, known), store, known);
});
