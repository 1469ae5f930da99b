import { assertEquals } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { type Choice, type ContextChoices, resolveContext } from "../../../lib/store/context.ts";
import type { Context, Selection } from "../../../lib/model/envelope.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
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
