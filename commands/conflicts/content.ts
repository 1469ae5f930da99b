/** What a decision is given to write: the other side, from the bundle that was imported, or a merged record. */
import { importBridges } from "../../lib/import/bridge.ts";
import { requireConflict } from "../../lib/decide/draft.ts";
import { forkId } from "../../lib/decide/written.ts";
import { importedConflict } from "../../lib/store/open_conflicts.ts";
import type { ConflictDecision } from "../../lib/model/conflict_decision.ts";
import { CliError } from "../../lib/model/errors.ts";
import { textOf } from "../../lib/model/fields.ts";
import { BUNDLE_LIMITS } from "../../lib/bundle/limits.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { parseJsonObject } from "../../lib/text/parse_json.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { decodeUtf8 } from "../../lib/text/utf8.ts";
import type { Host } from "../host/types/host.ts";
import { judgeAlone } from "../../lib/import/judge_alone.ts";
import { openOtherSides, type OtherSides } from "./other_side.ts";
import type { LoadedState } from "../state/load.ts";
import type { GivenContent } from "./request.ts";

type Written = ConflictDecision["written"] | null;

interface OpenContent extends Disposable {
  /** Null where nothing is given, or where the conflict has no use for it. @throws CliError */
  read(conflict: string, state: LoadedState, store: StoreSnapshot): Promise<Written>;
}

/** Opened before the store is read, as a bundle is put aside on disk. @throws CliError for what cannot be read */
export async function openContent(given: GivenContent, host: Host): Promise<OpenContent> {
  switch (given.kind) {
    case "none":
      return { read: () => Promise.resolve(null), [Symbol.dispose]: () => {} };
    case "record": {
      const record = parseRecord(await host.files.read(given.path, BUNDLE_LIMITS.lineBytes), given.path);
      return {
        read: (named, { catalog }) => {
          const objectId = textOf(requireConflict(named, catalog).record, "object_id") ?? "";
          return Promise.resolve({ object_id: objectId, record });
        },
        [Symbol.dispose]: () => {},
      };
    }
    case "other_side": {
      const others = await openOtherSides(given.bundle, host);
      return {
        read: (named, state, store) => Promise.resolve(contentOfFork(named, others, { state, store })),
        [Symbol.dispose]: () => others[Symbol.dispose](),
      };
    }
  }
}

function parseRecord(bytes: Uint8Array, path: string): JsonObject {
  const text = decodeUtf8(bytes);
  const parsed = text === null ? null : parseJsonObject(text);
  if (parsed?.ok === true && !parsed.oddities.includes("non_finite_number")) return parsed.value;
  const reason = parsed === null
    ? "it is not UTF-8 text"
    : parsed.ok
    ? "it holds a number that JSON has no word for"
    : parsed.message;
  throw new CliError("bad_input", `Cannot use "${path}" as a record: ${reason}`, {
    target: path,
    code: "invalid_record",
    hint: "Give the whole record of the object, as JSON",
  });
}

/**
 * The other side as an object of its own; null where it is not at hand. What keeps it out of this store keeps it out of a
 * fork as well.
 */
function contentOfFork(
  named: string,
  others: OtherSides,
  { state, store }: { readonly state: LoadedState; readonly store: StoreSnapshot },
): Written {
  const { catalog, snapshot: { taken_at: now } } = state;
  const conflict = requireConflict(named, catalog);
  const imported = importedConflict(conflict.record);
  const objectId = textOf(conflict.record, "object_id");
  if (imported === null || objectId === null) return null;
  const { side } = others.read(conflict, store);
  if (side === null) return null;
  const judged = judgeAlone("object", side.record, {
    store,
    catalog,
    now,
    home: textOf(conflict.record, "profile_id"),
    bridges: importBridges(null, catalog),
  });
  if (judged?.outcome !== "forbidden") return { object_id: forkId(objectId, imported), record: side.record };
  throw new CliError("denied", `Cannot decide conflict "${named}" with "fork": ${judged.message}`, {
    target: side.from,
    code: judged.rule,
    hint: 'What may not come in cannot be forked: choose "skip", or "merge" with a record of your own',
  });
}
