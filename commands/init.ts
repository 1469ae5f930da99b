/** `sourceos sync init --store DIR`: a store where there is none, as the reference daemon makes it. */
import { answered, NO_STATE, type Outcome } from "../lib/answers/outcome.ts";
import { findParentProblem, findRootProblem, ownershipError } from "../lib/change/who_may_change.ts";
import type { InitData } from "../lib/model/documents/init.ts";
import { CliError } from "../lib/model/errors.ts";
import { judgeNewStorePlace, NEW_STORE, newManifestText } from "../lib/store/new_store.ts";
import { syncCommand } from "../lib/text/command_line.ts";
import { formatTimestamp } from "../lib/text/time.ts";
import { initText } from "../lib/render/human/init.ts";
import type { InitOptions } from "./declarations/init.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer, Invocation } from "./frame/definition.ts";
import { optionWords } from "./frame/option_reader.ts";
import type { Host } from "./host/types/host.ts";
import type { NewStoreSite } from "./host/types/store_maker.ts";
import { commandOfOwner } from "./state/owner.ts";

export const initAnswer: Answerer<InitOptions> = answerWith({
  command: "sync init",
  schemas: async () => ({ schema: (await import("../lib/model/documents/init.ts")).InitDocument }),
  human: initText,
  run: makeNewStore,
});

async function makeNewStore(
  { common: { state: { store, snapshot } }, options, raw, host }: Invocation<InitOptions>,
): Promise<Outcome<InitData>> {
  if (store === null || snapshot !== null) {
    throw new CliError("usage", "Cannot make a store: --store does not say where", {
      target: "--store",
      hint: "Name an empty folder, or one that is not there yet, with --store DIR",
    });
  }
  if (options.dryRun) host.giveUpWriting();
  const maker = await host.maker();
  const site = maker.look(store);
  const found = requirePlace(site);
  refuseStranger(site, { raw, host });
  const manifest = newManifestText(formatTimestamp(host.clock.now()));
  if (!options.dryRun) maker.make(site.root, manifest);
  const uid = host.accounts.uid();
  const importing = syncCommand("import", "BUNDLE", "--store", site.root);
  return answered(NO_STATE, {
    mode: options.dryRun ? "dry_run" : "made",
    root: site.root,
    found,
    owner: { uid, name: host.accounts.nameOf(uid) },
    folders: [...NEW_STORE.folders],
    files: [
      { path: NEW_STORE.journal, bytes: 0 },
      { path: NEW_STORE.manifest, bytes: host.digestOf([manifest]).bytes },
    ],
    next: options.dryRun ? [syncCommand("init", "--store", site.root)] : [importing],
  });
}

/** @throws CliError usage where something is there already */
function requirePlace({ root, entries }: NewStoreSite): InitData["found"] {
  const place = judgeNewStorePlace(entries);
  if (place.state !== "taken") return place.state;
  throw new CliError("usage", `Cannot make a store at "${root}": ${place.reason}`, {
    target: root,
    hint: place.isStore
      ? `See ${syncCommand("status", "--store", root)}`
      : "Name an empty folder, or one that is not there yet; nothing is made beside what is there",
  });
}

/** @throws CliError denied where another user owns the folder, or anybody could put something else in its place */
function refuseStranger(
  { root, parent, above, folder }: NewStoreSite,
  { raw, host }: Pick<Invocation<unknown>, "raw"> & { readonly host: Host },
): void {
  const uid = host.accounts.uid();
  const problem = folder === null
    ? findParentProblem(parent, above, uid)
    : findRootProblem(folder, [parent, ...above], uid);
  if (problem === null) return;
  const retyping = { options: raw, input: null, words: (given: typeof raw) => ["init", ...optionWords(given)] };
  throw ownershipError(root, problem, {
    attempt: `make a store in "${folder?.path ?? parent.path}"`,
    again: problem.kind === "not_owner" ? commandOfOwner(problem, { store: root, retyping, host }) : null,
  });
}
