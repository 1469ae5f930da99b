/** What a bundle is made of: a workspace, a profile or an object. */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { CliError } from "../model/errors.ts";
import { BUNDLE_TARGET_KINDS, type BundleTargetKind } from "../model/bundle_descriptor.ts";
import { stringField } from "../text/json.ts";
import { workspacesNamed } from "../store/context.ts";
import { targetError } from "../store/require_one.ts";
import { resolveTarget } from "../store/target.ts";

export interface ExportTarget {
  readonly kind: BundleTargetKind;
  readonly id: string;
  /** Null for a workspace that has no record: it is known by being named. */
  readonly record: ReadableRecord | null;
}

/** The target that is meant. @throws CliError as targetError() says; unsupported where its record has no id */
export function resolveExportTarget(text: string, catalog: Catalog): ExportTarget {
  const workspaces = [...new Set(workspacesNamed(catalog))];
  const resolution = resolveTarget(text, catalog, BUNDLE_TARGET_KINDS, workspaces);
  if (resolution.found === "one") {
    const { record } = resolution;
    const kind = BUNDLE_TARGET_KINDS.find((known) => known === record.kind);
    if (kind !== undefined && record.id !== null) return { kind, id: record.id, record };
    throw new CliError("unsupported", `Cannot export "${text}": its record has no id`, {
      target: text,
      hint: "See",
      command: ["doctor"],
    });
  }
  const named = resolution.found === "none" ? namedWorkspace(text, workspaces) : null;
  if (named !== null) return { kind: "workspace", id: named, record: null };
  throw targetError(text, resolution, {
    among: BUNDLE_TARGET_KINDS,
    attempt: `export "${text}"`,
    takes: "only a workspace, a profile or an object can be exported",
    otherKind: "unsupported",
  });
}

/** The workspace without a record that is named in this way. */
function namedWorkspace(text: string, workspaces: readonly string[]): string | null {
  const rest = text.replace(/^workspace:/, "");
  if (rest === "" || /^(?:profile|object):/.test(text)) return null;
  const forms = [text, rest, `workspace:${rest}`];
  return workspaces.find((id) => forms.includes(id)) ?? null;
}

/** The objects that belong to the target, and the profile in which it is at home; null where that cannot be told. */
export function scopeOf(
  { kind, id, record }: ExportTarget,
  catalog: Catalog,
): { readonly objects: readonly ReadableRecord[]; readonly home: string | null } {
  const objects = catalog.ofKind("object");
  const naming = (field: string) => objects.filter((object) => stringField(object.record, field) === id);
  switch (kind) {
    case "object":
      return {
        objects: record === null ? [] : [record],
        home: record === null ? null : textOf(record.record, "profile_id"),
      };
    case "profile":
      return { objects: naming("profile_id"), home: id };
    case "workspace": {
      const inside = naming("workspace_id");
      const profiles = new Set(inside.map((object) => textOf(object.record, "profile_id")));
      const [only] = profiles;
      const own = record === null ? null : textOf(record.record, "profile_id");
      return { objects: inside, home: own ?? (profiles.size === 1 ? only ?? null : null) };
    }
  }
}
