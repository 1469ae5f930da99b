/** `sourceos sync import <bundle>`: what a bundle would do here, and with --apply does inside the given scopes. */
import { syncCommand } from "../../lib/text/command_line.ts";
import { requireWhole } from "../../lib/answers/access.ts";
import { requireStateStore } from "../../lib/answers/absence.ts";
import { answered, type Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { ImportData } from "../../lib/model/documents/import.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { importText, shownOfImport } from "../../lib/render/human/import.ts";
import { importBridges } from "../../lib/import/bridge.ts";
import { hasChanges, importData } from "../../lib/import/data.ts";
import { withNewBridge } from "../../lib/import/new_bridge.ts";
import { obstaclesToImport } from "../../lib/import/obstacle.ts";
import { type ImportScope, parseImportScope } from "../../lib/import/scope.ts";
import { selectImport } from "../../lib/import/select.ts";
import type { ImportOptions } from "../declarations/import.ts";
import { answerWith } from "../frame/answerer.ts";
import type { Answerer, Invocation } from "../frame/definition.ts";
import { loadState } from "../state/load.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import { applyImport } from "./apply.ts";
import { proposeBridge, readNewBridge } from "./new_bridge.ts";
import { verifyImport } from "./verify.ts";
import { describeBundle, judgeBundle } from "./reading.ts";
import { givenSourceFlags, refuseMaxTime } from "../frame/options.ts";

export const importAnswer: Answerer<ImportOptions> = answerWith({
  command: "sync import",
  async schemas() {
    const { ImportDocument, ImportedRecord } = await import("../../lib/model/documents/import.ts");
    return { schema: ImportDocument, itemSchema: ImportedRecord };
  },
  human: importText,
  shown: shownOfImport,
  items: (data) => data.records,
  run: runImport,
});

const flagged = (flag: string, value: string | null) => value === null ? [] : [flag, value];

/** What a printed command needs beside the bundle to read it as this one does. */
function readingFlags({ identities, verifyKey, requireSignature }: ImportOptions): readonly string[] {
  return [
    ...identities.flatMap((file) => flagged("--identity", file)),
    ...flagged("--verify-key", verifyKey),
    ...(requireSignature ? ["--require-signature"] : []),
  ];
}

/** What it needs besides, but for the store, to judge it as this one does. */
function judgingFlags({ actor, registerBridge }: ImportOptions, profile: string | null): readonly string[] {
  return [
    ...flagged("--actor", actor),
    ...flagged("--register-bridge", registerBridge),
    ...flagged("--profile", profile),
  ];
}

async function runImport(invocation: Invocation<ImportOptions>): Promise<Outcome<ImportData>> {
  const { common, options, words: [path = ""], host } = invocation;
  const scopes = options.scopes.map(parseImportScope);
  const readWith = readingFlags(options);
  const given = [...readWith, ...judgingFlags(options, common.state.profile)];
  const mode = modeOf(options);
  if (mode === "apply") refuseMaxTime(common, "--apply");
  if (mode === "apply" && scopes.length === 0) {
    throw new CliError("needs_scope", `Cannot import "${path}" without a scope`, {
      target: "--scope",
      hint: `Run ${
        syncCommand("import", path, "--apply", "--scope", "workspace:ID", ...given, ...givenSourceFlags(common.state))
      }, with the id of the workspace, or name a profile or an object`,
    });
  }
  const bundle = await (await host.bundles()).open(path, options);
  try {
    switch (mode) {
      case "apply":
        return await applyImport(invocation, { path, bundle, given, readWith, ...options, scopes });
      case "verify":
        return await verifyImport(invocation, { path, bundle, readWith, records: options.records });
      case "preview":
        return await preview(bundle, { path, scopes, given, readWith }, invocation);
    }
  } finally {
    bundle.close();
  }
}

/** @throws CliError usage where the options contradict each other */
function modeOf(
  { apply, dryRun, verify, actor, registerBridge, records, scopes }: ImportOptions,
): ImportData["mode"] {
  const refuse = (flag: string, state: string, hint: string) =>
    new CliError("usage", `Cannot use ${flag}: ${state}`, { target: flag, hint });
  if (dryRun && (apply || verify)) {
    throw refuse("--dry-run", `${apply ? "--apply" : "--verify"} is given too`, "Leave out one of the two");
  }
  if (apply && verify) {
    throw refuse("--verify", "--apply is given too", "Verify first, then import: two commands, each with one of them");
  }
  if (actor !== null && !apply) {
    throw refuse("--actor", "without --apply nothing is changed", "Leave it out, or add --apply and --scope");
  }
  if (registerBridge !== null && actor !== null) {
    throw refuse("--register-bridge", "--actor names who imports", "Leave out one of the two");
  }
  if (registerBridge !== null && verify) {
    throw refuse("--register-bridge", "--verify tries the restore where nobody has to be registered", "Leave it out");
  }
  if (records && !verify) throw refuse("--record", "without --verify there is nothing to record", "Add --verify");
  if (verify && scopes.length > 0) {
    throw refuse("--scope", "--verify tries the whole bundle", "Leave out one of the two");
  }
  return apply ? "apply" : verify ? "verify" : "preview";
}

async function preview(
  bundle: OpenBundle,
  { path, scopes, given, readWith }: {
    readonly path: string;
    readonly scopes: readonly ImportScope[];
    readonly given: readonly string[];
    readonly readWith: readonly string[];
  },
  { common, options, host }: Invocation<ImportOptions>,
): Promise<Outcome<ImportData>> {
  const loaded = await loadState(common.state, host, { journal: "standard" });
  const store = requireStateStore(loaded, `import "${path}"`);
  requireWhole(loaded, `compare "${path}"`);
  if (loaded.source.kind !== "store") {
    throw new CliError("unsupported", `Cannot compare "${path}": the journal itself is not at hand`, {
      target: path,
      hint: "Name the store on disk with --store DIR",
    });
  }
  const { catalog } = loaded;
  const at = formatTimestamp(host.clock.now());
  // Where nobody is registered yet, it is the first import, and apply will be asked to register one.
  const isFirst = catalog.ofKind("actor").length === 0;
  const bridgeId = options.registerBridge ?? (isFirst ? proposeBridge(bundle, catalog) : null);
  const bridge = await readNewBridge(bridgeId, bundle, { catalog, at, host });
  const { state, classification } = await judgeBundle(bundle, {
    path,
    ...(bridge === null ? { store, catalog } : withNewBridge(store, bridge)),
    now: loaded.snapshot.taken_at,
    profile: loaded.context.profile,
    bridges: bridge === null ? importBridges(null, catalog) : [bridge],
    isTrial: false,
    host,
  });
  const selection = scopes.length === 0 ? null : selectImport(classification.records, scopes, state);
  const data = importData({
    mode: "preview",
    bundle: describeBundle(path, bundle, readWith),
    descriptor: bundle.descriptor,
    state,
    classification,
    actions: selection?.actions ?? null,
    scopes: scopes.map(({ kind, id }) => `${kind}:${id}`),
    actor: null,
    registers: bridge?.told ?? null,
    outcome: null,
    drill: null,
  });
  const registering = bridge === null
    ? ["import", path, "--register-bridge", proposeBridge(bundle, catalog), ...given]
    : null;
  return answered(loaded, data, {
    exit: common.gradeExit && hasChanges(data) ? "changes" : "ok",
    warnings: hasChanges(data) ? obstaclesToImport(store, catalog, registering) : [],
  });
}
