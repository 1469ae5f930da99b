/** The import bridge that `--register-bridge` asks for, or that a preview proposes, made of what the bundle names. */
import { createReachReading, type NewBridge, newBridge, proposedBridgeId } from "../../lib/import/new_bridge.ts";
import { textOf } from "../../lib/model/fields.ts";
import { type Catalog, recordId } from "../../lib/store/catalog.ts";
import { recordsOf } from "./reading.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

interface Asked {
  readonly catalog: Catalog;
  readonly at: string;
  readonly host: Host;
}

/** Null where none is asked for. @throws CliError usage where there is one already, or its id cannot be taken */
export async function readNewBridge(
  id: string | null,
  bundle: OpenBundle,
  { catalog, at, host }: Asked,
): Promise<NewBridge | null> {
  if (id === null) return null;
  const reading = createReachReading();
  const step = host.steps("targets", recordsOf(bundle));
  for (const kind of bundle.kinds) {
    for (const { value } of bundle.records(kind)) {
      reading.add(kind, value);
      await step();
    }
  }
  return newBridge(id, { reach: reading.finish(), catalog, at });
}

/** The id by which a command that is printed registers one. */
export function proposeBridge(bundle: OpenBundle, catalog: Catalog): string {
  const bridges: string[] = [];
  for (const { value } of bundle.kinds.includes("actor") ? bundle.records("actor") : []) {
    const id = recordId("actor", value);
    if (id !== null && textOf(value, "actor_type") === "import_bridge") bridges.push(id);
  }
  return proposedBridgeId(catalog, bridges);
}
