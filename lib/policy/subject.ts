/** What a record is about, as far as policy asks. */
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";

/** Where something is, or is done; null where a record does not say it. */
export interface Place {
  readonly profileId: string | null;
  readonly workspaceId: string | null;
}

/** What a policy decision can be about: an object, and where it is. */
export interface PolicySubject extends Place {
  readonly objectId: string | null;
}

/** The profile and workspace that a record names. */
export function placeOf({ record }: Pick<ReadableRecord, "record">): Place {
  return { profileId: textOf(record, "profile_id"), workspaceId: textOf(record, "workspace_id") };
}

/** The object, profile and workspace that a record names, or is. */
export function subjectOf({ kind, id, record }: Pick<ReadableRecord, "kind" | "id" | "record">): PolicySubject {
  return {
    objectId: kind === "object" ? id : textOf(record, "object_id"),
    profileId: kind === "profile" ? id : textOf(record, "profile_id"),
    workspaceId: kind === "workspace" ? id : textOf(record, "workspace_id"),
  };
}

/** The same text for the same profile and workspace, and another one for any other. */
export function placeKey({ profileId, workspaceId }: Place): string {
  return JSON.stringify([profileId, workspaceId]);
}
