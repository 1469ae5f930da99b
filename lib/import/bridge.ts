/** Who an import is attributed to: a registered import bridge whose scopes reach everything that it changes. */
import { textOf, textsOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { CliError } from "../model/errors.ts";
import { requireOne } from "../store/require_one.ts";
import { resolveTarget } from "../store/target.ts";
import { beyondScope } from "../policy/scopes.ts";
import type { Place } from "../policy/subject.ts";
import { howWithdrawn } from "../policy/withdrawal.ts";

const REGISTER = 'Register an actor of actor_type "import_bridge" whose profile_scope and workspace_scope reach it';

/** An actor by whom something may be imported. */
export interface ImportBridge extends Pick<ReadableRecord, "record"> {
  readonly id: string;
}

/** What an import writes, as far as somebody has to answer for it. */
export interface Accountable {
  readonly places: readonly Place[];
  /** The actors that it brings, with the ids of the bridges that may bring each. */
  readonly actors: readonly { readonly id: string; readonly vouchers: readonly string[] | null }[];
}

/** The import bridges that may import anything here; only the named one where one is named. */
export function importBridges(named: string | null, catalog: Catalog): readonly ImportBridge[] {
  const found = named === null ? null : resolveTarget(named, catalog, ["actor"]);
  const actors = found === null ? catalog.ofKind("actor") : found.found === "one" ? [found.record] : [];
  return actors.flatMap((actor) => {
    const said = judgeBridge(actor, NOTHING);
    return said.may ? said.bridge : [];
  });
}

const NOTHING: Accountable = { places: [], actors: [] };

/** @throws CliError denied where the bridge that the import itself registers may not import this */
export function requireNewBridge({ id, record }: ImportBridge, written: Accountable): void {
  const reason = reasonNotToImport({ id, record }, written);
  if (reason === null) return;
  throw new CliError("denied", `Cannot import as actor "${id}": ${reason}`, {
    target: "--register-bridge",
    code: "actor_not_allowed",
    hint: REGISTER,
  });
}

/**
 * The id of the named actor, or of the only import bridge that reaches all places and may bring all actors. `register` gives
 * the command that registers one.
 *
 * @throws CliError denied where none may import this; not_found; usage where several may, and none is named
 */
export function chooseImportActor(
  named: string | null,
  written: Accountable,
  { catalog, register }: { readonly catalog: Catalog; readonly register: () => string },
): string {
  if (named !== null) {
    const actor = requireOne(named, catalog, {
      among: ["actor"],
      attempt: `import as actor "${named}"`,
      takes: "--actor takes an actor",
      otherKind: "usage",
      hint: "See",
      command: ["actors"],
      target: "--actor",
    });
    const said = judgeBridge(actor, written);
    if (said.may) return said.bridge.id;
    throw new CliError("denied", `Cannot import as actor "${named}": ${said.reason}`, {
      target: "--actor",
      code: "actor_not_allowed",
      hint: `${REGISTER}, or name another one with --actor`,
    });
  }
  const bridges = catalog.ofKind("actor").filter(({ record }) => textOf(record, "actor_type") === "import_bridge");
  const judged = bridges.map((bridge) => judgeBridge(bridge, written));
  const able = judged.flatMap((said) => said.may ? said.bridge.id : []);
  const [only, ...others] = able;
  if (only !== undefined && others.length === 0) return only;
  if (others.length > 0) {
    throw new CliError("usage", "Cannot tell who imports: several import bridges may", {
      target: "--actor",
      code: "ambiguous",
      hint: `Name one of them with --actor: ${able.join(", ")}`,
    });
  }
  const refused = judged.find((said) => !said.may);
  throw new CliError(
    "denied",
    refused === undefined
      ? "Cannot import: no import bridge is registered here, and every change has to be attributed to one"
      : `Cannot import: no import bridge may. Of "${refused.name}": ${refused.reason}`,
    {
      target: "--actor",
      code: "no_import_bridge",
      hint: importBridges(null, catalog).length === 0 ? `Have one registered by the import: ${register()}` : REGISTER,
    },
  );
}

type Verdict =
  | { readonly may: true; readonly bridge: ImportBridge }
  | { readonly may: false; readonly name: string; readonly reason: string };

/** Whether the actor may import that, and why not. */
function judgeBridge(actor: ReadableRecord, written: Accountable): Verdict {
  const reason = reasonNotToImport(actor, written);
  const { id, path } = actor;
  if (id === null || reason !== null) return { may: false, name: id ?? path, reason: reason ?? "it has no id" };
  return { may: true, bridge: { ...actor, id } };
}

/** Why the actor may not; null where it may. */
function reasonNotToImport(
  { id, record }: Pick<ReadableRecord, "id" | "record">,
  { places, actors }: Accountable,
): string | null {
  const type = textOf(record, "actor_type");
  if (type !== "import_bridge") return `its actor_type is "${type ?? "unknown"}", not "import_bridge"`;
  const how = howWithdrawn(record);
  if (how !== null) return `it is ${how}`;
  if (!textsOf(record, "capabilities").includes("write")) return 'it lacks the capability "write"';
  const [beyond] = places.flatMap((place) => beyondScope(record, place) ?? []);
  if (beyond !== undefined) return `its ${beyond.kind}_scope does not reach "${beyond.id}"`;
  const more = actors.find(({ vouchers }) => vouchers !== null && !vouchers.some((voucher) => voucher === id));
  return more === undefined ? null : `it may do less than "${more.id}", which the bundle brings`;
}
