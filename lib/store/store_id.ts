/** What tells one store from another, wherever it lies: nothing of its path or its host. */
import { textOf } from "../model/fields.ts";
import { readManifest } from "./manifest.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

/** The text whose SHA-256 is a store's id: the moment when it was made. Null where its manifest does not say it. */
export function storeIdText(store: Pick<StoreSnapshot, "manifest">): string | null {
  const createdAt = textOf(readManifest(store)?.record ?? null, "created_at");
  return createdAt === null ? null : `sourceos.local-state-store\n${createdAt}\n`;
}
