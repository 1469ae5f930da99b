/** What a bundle is made of: a workspace, a profile or an object. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { CliError } from "../model/errors.ts";
import { BUNDLE_TARGET_KINDS, type BundleTargetKind } from "../model/bundle.ts";
import { stringField } from "../text/json.ts";
import { resolveTarget } from "../store/target.ts";

export interface ExportTarget {
  readonly kind: BundleTargetKind;
  readonly id: string;
  /** Null for a workspace that has no record: it is known by being named. */
  readonly record: ReadableRecord | null;
}

/** The target that is meant. @throws CliError usage where it is ambiguous, not_found, unsupported */
export function resolveExportTarget(text: string, catalog: Catalog): ExportTarget {
  const resolution = resolveTarget(text, catalog, BUNDLE_TARGET_KINDS);
  switch (resolution.found) {
    case "one": {
      const { record } = resolution;
      const kind = BUNDLE_TARGET_KINDS.find((known) => known === record.kind);
      if (kind !== undefined && record.id !== null) return { kind, id: record.id, record };
      throw new CliError("unsupported", `Cannot export "${text}": its record has no id`, {
        target: text,
        hint: "See sourceos sync doctor",
      });
    }
    case "several":
      throw new CliError("usage", `Cannot export "${text}": ${resolution.candidates.length} records have this id`, {
        target: text,
        code: "ambiguous",
        hint: `Give one of them in full: ${resolution.candidates.join(", ")}`,
      });
    case "unsupported":
      throw new CliError(
        "unsupported",
        `Cannot export "${text}": only a workspace, a profile or an object can be exported`,
        { target: text },
      );
    case "none": {
      const named = namedWorkspace(text, catalog);
      if (named !== null) return { kind: "workspace", id: named, record: null };
      throw new CliError(
        "not_found",
        `Cannot export "${text}": no workspace, profile or object of this store has this id`,
        {
          target: text,
          hint: resolution.nearest.length === 0
            ? "Nothing in this store has a similar id"
            : `The nearest: ${resolution.nearest.join(", ")}`,
        },
      );
    }
  }
}

/** The workspace without a record that some object names in this way. */
function namedWorkspace(text: string, catalog: Catalog): string | null {
  const rest = text.replace(/^workspace:/, "");
  if (rest === "" || /^(?:profile|object):/.test(text)) return null;
  const forms = [text, rest, `workspace:${rest}`];
  for (const { record } of catalog.ofKind("object")) {
    const id = stringField(record, "workspace_id");
    if (id !== null && forms.includes(id)) return id;
  }
  return null;
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
        home: record === null ? null : stringField(record.record, "profile_id"),
      };
    case "profile":
      return { objects: naming("profile_id"), home: id };
    case "workspace": {
      const inside = naming("workspace_id");
      const profiles = new Set(inside.map((object) => stringField(object.record, "profile_id")));
      const [only] = profiles;
      const own = record === null ? null : stringField(record.record, "profile_id");
      return { objects: inside, home: own ?? (profiles.size === 1 ? only ?? null : null) };
    }
  }
}
