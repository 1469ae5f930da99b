/** The profile that an import is at home in: records of any other one need a decision. */
import type { BundleTargetKind } from "../model/bundle_descriptor.ts";
import type { Selection } from "../model/envelope.ts";

interface HomeFacts {
  readonly target: { readonly kind: BundleTargetKind; readonly id: string };
  /** The profile that the target's workspace names, as its record in the bundle or here says it. */
  readonly workspaceProfile: string | null;
  /** The profiles of the bundle's objects. */
  readonly profiles: ReadonlySet<string>;
  /** The profile in force here. */
  readonly inForce: Selection;
}

/**
 * The profile that a person or the environment chose, else that of the bundle's target, as export finds it (target.ts);
 * null where that cannot be told.
 */
export function importHome({ target, workspaceProfile, profiles, inForce }: HomeFacts): string | null {
  const isChosen = inForce.selected_by === "option" || inForce.selected_by === "environment";
  if (isChosen && inForce.id !== null) return inForce.id;
  if (target.kind === "profile") return target.id;
  const [only = null, ...others] = profiles;
  return workspaceProfile ?? (others.length === 0 ? only : null);
}
