/** Who an import is attributed to: a registered import bridge whose scopes reach everything that it changes. */
import { textOf, textsOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { CliError } from "../model/errors.ts";
import { requireOne } from "../store/require_one.ts";
import { beyondScope } from "../policy/scopes.ts";
import type { Place } from "../policy/subject.ts";
import { howWithdrawn } from "../policy/withdrawal.ts";

const REGISTER = 'Register an actor of actor_type "import_bridge" whose profile_scope and workspace_scope reach it';

/**
 * The id of the named actor, or of the only import bridge that reaches all places.
 *
 * @throws CliError denied where none may import this; not_found; usage where several may, and none is named
 */
export function chooseImportActor(
  named: string | null,
  places: readonly Place[],
  catalog: Catalog,
): string {
  if (named !== null) {
    const actor = requireOne(named, catalog, {
      among: ["actor"],
      attempt: `import as actor "${named}"`,
      takes: "--actor takes an actor",
      otherKind: "usage",
      hint: "See sourceos sync actors",
      target: "--actor",
    });
    const reason = reasonNotToImport(actor, places);
    if (reason === null && actor.id !== null) return actor.id;
    throw new CliError("denied", `Cannot import as actor "${named}": ${reason ?? "it has no id"}`, {
      target: "--actor",
      code: "actor_not_allowed",
      hint: `${REGISTER}, or name another one with --actor`,
    });
  }
  const bridges = catalog.ofKind("actor").filter(({ record }) => textOf(record, "actor_type") === "import_bridge");
  const able = bridges.filter((bridge) => bridge.id !== null && reasonNotToImport(bridge, places) === null);
  const [only, ...others] = able;
  if (only !== undefined && only.id !== null && others.length === 0) return only.id;
  if (others.length > 0) {
    throw new CliError("usage", "Cannot tell who imports: several import bridges may", {
      target: "--actor",
      code: "ambiguous",
      hint: `Name one of them with --actor: ${able.flatMap(({ id }) => id ?? []).join(", ")}`,
    });
  }
  const [first] = bridges;
  throw new CliError(
    "denied",
    first === undefined
      ? "Cannot import: no import bridge is registered here, and every change has to be attributed to one"
      : `Cannot import: no import bridge may. Of "${first.id ?? first.path}": ${reasonNotToImport(first, places)}`,
    { target: "--actor", code: "no_import_bridge", hint: REGISTER },
  );
}

/** Why the actor may not; null where it may. */
function reasonNotToImport(actor: ReadableRecord, places: readonly Place[]): string | null {
  const { record } = actor;
  const type = textOf(record, "actor_type");
  if (type !== "import_bridge") return `its actor_type is "${type ?? "unknown"}", not "import_bridge"`;
  const how = howWithdrawn(record);
  if (how !== null) return `it is ${how}`;
  if (!textsOf(record, "capabilities").includes("write")) return 'it lacks the capability "write"';
  const [beyond] = places.flatMap((place) => beyondScope(record, place) ?? []);
  return beyond === undefined ? null : `its ${beyond.kind}_scope does not reach "${beyond.id}"`;
}
