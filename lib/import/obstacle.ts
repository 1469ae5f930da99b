/** What keeps an import from being applied here, whatever its scopes: known from the store before anybody tries. */
import { reasonNotToRepair } from "../change/stopped.ts";
import { changeStanding } from "../change/standing.ts";
import { sealOf } from "../journal/append.ts";
import type { Warning } from "../model/envelope.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { storeFlags, syncCommand } from "../text/command_line.ts";
import { uncapitalised } from "../text/words.ts";
import { importBridges } from "./bridge.ts";

/** The code of the warning: where a preview carries it, the command that would apply it is not printed. */
export const CANNOT_APPLY = "cannot_apply";

/** How the import would be typed where it registers an import bridge; null where it does so already. */
type Registering = readonly string[] | null;

/** The warning that says why, and what to type first; none where nothing is known that stands against it. */
export function obstaclesToImport(
  store: StoreSnapshot,
  catalog: Catalog,
  registering: Registering,
): readonly Warning[] {
  const [reason, words] = obstacleOf(store, catalog, registering) ?? [null, []];
  if (reason === null) return [];
  const first = syncCommand(...words, ...storeFlags(store));
  const message = `It cannot be applied yet: ${uncapitalised(reason)}. Begin with ${first}`;
  return [{ code: CANNOT_APPLY, message, target: store.root }];
}

function obstacleOf(
  store: StoreSnapshot,
  catalog: Catalog,
  registering: Registering,
): readonly [reason: string, first: readonly string[]] | null {
  if (changeStanding(store).state === "interrupted") {
    return ["An interrupted change of the store has to be finished first", ["repair", "--dry-run"]];
  }
  const stopped = reasonNotToRepair(store);
  if (stopped !== null) return [stopped, ["doctor"]];
  if (sealOf(store.journal) !== "") {
    return ["The journal's last line is torn", ["repair", "--dry-run", "--scope", "journal"]];
  }
  if (registering === null || importBridges(null, catalog).length > 0) return null;
  return ["No import bridge is registered here, and every change has to be attributed to one", registering];
}
