/** Which version of a `name/vN…` schema a record or a document was written by. */

export type SchemaAge = "known" | "newer" | "other";

/** Whether a `name/vN…` schema value is the one known here, a newer version of it, or something else. */
export function compareSchema(found: string | null, known: string): SchemaAge {
  if (found === known) return "known";
  const [knownName, knownVersion = ""] = known.split("/");
  const [name, version = ""] = (found ?? "").split("/");
  return name === knownName && versionRank(version) > versionRank(knownVersion) ? "newer" : "other";
}

/** Kubernetes-style versions in order: v1alpha1 < v1alpha2 < v1beta1 < v1 < v2alpha1. */
function versionRank(version: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return -1;
  const stage = match[2] === undefined ? 2 : match[2] === "beta" ? 1 : 0;
  return Number(match[1]) * 1_000_000 + stage * 1_000 + Number(match[3] ?? 0);
}
