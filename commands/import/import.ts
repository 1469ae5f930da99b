/** `sourceos sync import <bundle>`: what a bundle would do here, and with --apply does inside the given scopes. */
import { syncCommand } from "../../lib/text/command_line.ts";
import { requireStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { type ImportData, ImportDocument, ImportedRecord } from "../../lib/model/documents/import.ts";
import { importText } from "../../lib/render/human/import.ts";
import { hasChanges, importData } from "../../lib/import/data.ts";
import { type ImportScope, parseImportScope } from "../../lib/import/scope.ts";
import { selectImport } from "../../lib/import/select.ts";
import { type CommandDefinition, defineCommand, type Invocation } from "../frame/definition.ts";
import { loadState } from "../state/load.ts";
import type { OpenBundle, OpenOptions } from "../host/types/bundle.ts";
import { applyImport } from "./apply.ts";
import { verifyImport } from "./verify.ts";
import { describeBundle, judgeBundle } from "./reading.ts";
import { flagOption, givenStoreFlags, type RawOptions, textListOption, textOption } from "../frame/options.ts";

export const importCommand: CommandDefinition = defineCommand<ImportData>({
  name: "import",
  command: "sync import",
  schema: ImportDocument,
  itemSchema: ImportedRecord,
  argument: "<bundle:string>",
  description:
    "Verifies a bundle, - from standard input, and says what each of its records would do here; --apply writes inside " +
    "the given scopes. Never overwrites: only an object whose history the bundle goes on from is replaced.",
  examples: [
    ["What a bundle would do", "sourceos sync import default.tar"],
    ["Bring one workspace in", "sourceos sync import default.tar --apply --scope workspace:default"],
    ["Prove that a backup can be restored", "sourceos sync import default.tar --verify --record"],
    ["Only from whoever holds the key", "sourceos sync import work.tar --verify-key key.pub --require-signature"],
  ],
  options: [
    { flags: "--verify-key <key:string>", description: "Check the signature with this Ed25519 public key, a PEM file" },
    { flags: "--require-signature", description: "Refuse a bundle that is not signed; takes --verify-key" },
    {
      flags: "--identity <file:string>",
      description: "Decrypt with the age identities in this file; repeatable",
      collect: true,
    },
    { flags: "--apply", description: "Write the records that lie inside the given scopes" },
    {
      flags: "--scope <scope:string>",
      description: "workspace:ID, profile:ID or object:ID; repeatable",
      collect: true,
    },
    {
      flags: "--actor <id:string>",
      description: "With --apply: the registered import bridge that the changes are attributed to",
    },
    { flags: "--verify", description: "Restore it into an empty store of its own, export that again, and compare" },
    { flags: "--record", description: "With --verify: keep the result in the store's repair-reports" },
  ],
  human: importText,
  items: (data) => data.records,
  run: runImport,
});

/** The options of a bundle's reading. @throws CliError usage */
function openOptions(raw: RawOptions): OpenOptions {
  return {
    verifyKey: textOption(raw, "verifyKey"),
    requireSignature: flagOption(raw, "requireSignature"),
    identities: textListOption(raw, "identity"),
  };
}

/** What a printed command needs beside the bundle and the store, to read and to judge it as this one does. */
function givenFlags(raw: RawOptions): readonly string[] {
  const one = (flag: string, value: string | null) => value === null ? [] : [flag, value];
  return [
    ...textListOption(raw, "identity").flatMap((file) => one("--identity", file)),
    ...one("--verify-key", textOption(raw, "verifyKey")),
    ...(flagOption(raw, "requireSignature") ? ["--require-signature"] : []),
    ...one("--actor", textOption(raw, "actor")),
    ...one("--profile", textOption(raw, "profile")),
  ];
}

async function runImport(invocation: Invocation): Promise<Outcome<ImportData>> {
  const { raw, words: [path = ""], host } = invocation;
  const scopes = textListOption(raw, "scope").map(parseImportScope);
  const given = givenFlags(raw);
  const mode = parseMode(raw);
  if (mode === "apply" && scopes.length === 0) {
    throw new CliError("needs_scope", `Cannot import "${path}" without a scope`, {
      target: "--scope",
      hint: `Run ${
        syncCommand("import", path, "--apply", "--scope", "workspace:ID", ...given, ...givenStoreFlags(raw))
      } with the id of the workspace, or name a profile or an object`,
    });
  }
  const bundle = await host.bundles.open(path, openOptions(raw));
  try {
    if (mode === "apply") {
      return await applyImport(invocation, { path, bundle, scopes, given, actor: textOption(raw, "actor") });
    }
    if (mode === "verify") return await verifyImport(invocation, { path, bundle, records: flagOption(raw, "record") });
    return await preview(bundle, { path, scopes }, invocation);
  } finally {
    bundle.close();
  }
}

/** @throws CliError usage where the flags contradict each other */
function parseMode(raw: RawOptions): ImportData["mode"] {
  const isApply = flagOption(raw, "apply");
  const isVerify = flagOption(raw, "verify");
  const refuse = (flag: string, state: string, hint: string) =>
    new CliError("usage", `Cannot use ${flag}: ${state}`, { target: flag, hint });
  if (isApply && isVerify) {
    throw refuse("--verify", "--apply is given too", "Verify first, then import: two commands, each with one of them");
  }
  if (textOption(raw, "actor") !== null && !isApply) {
    throw refuse("--actor", "without --apply nothing is changed", "Leave it out, or add --apply and --scope");
  }
  if (flagOption(raw, "record") && !isVerify) {
    throw refuse("--record", "without --verify there is nothing to record", "Add --verify");
  }
  if (isVerify && textListOption(raw, "scope").length > 0) {
    throw refuse("--scope", "--verify tries the whole bundle", "Leave out one of the two");
  }
  return isApply ? "apply" : isVerify ? "verify" : "preview";
}

async function preview(
  bundle: OpenBundle,
  { path, scopes }: { readonly path: string; readonly scopes: readonly ImportScope[] },
  { common, host }: Invocation,
): Promise<Outcome<ImportData>> {
  const loaded = await loadState(common.state, host, { journal: "standard" });
  const store = requireStore(loaded);
  if (loaded.source.kind !== "store") {
    throw new CliError("unsupported", `Cannot compare "${path}": the journal itself is not at hand`, {
      target: path,
      hint: "Name the store on disk with --store DIR",
    });
  }
  const { state, classification } = await judgeBundle(bundle, {
    store,
    catalog: loaded.catalog,
    profile: loaded.context.profile,
    isDrill: false,
    host,
  });
  const selection = scopes.length === 0 ? null : selectImport(classification.records(), scopes, state);
  const data = importData({
    mode: "preview",
    bundle: describeBundle(path, bundle),
    descriptor: bundle.descriptor,
    state,
    classification,
    actions: selection?.actions ?? null,
    scopes: scopes.map(({ kind, id }) => `${kind}:${id}`),
    actor: null,
    outcome: null,
    drill: null,
  });
  return answered(loaded, data, { exit: common.gradeExit && hasChanges(data) ? "changes" : "ok" });
}
