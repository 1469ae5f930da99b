/** Which packages are in a bundle, by the comments that the bundler leaves before each module. */

export interface BundledPackage {
  readonly registry: "npm" | "jsr";
  readonly name: string;
  readonly version: string;
}

/** Each once, by name and version. `texts` are the modules of a bundle (.ci/build/portable.ts). */
export function bundledPackages(texts: Iterable<string>): readonly BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  for (const text of texts) {
    for (const [, path = ""] of text.matchAll(/^\/\/ (\S+)$/gm)) {
      const one = packageOf(path);
      if (one !== null) found.set(packageUrl(one), one);
    }
  }
  return [...found].sort(([left], [right]) => left < right ? -1 : 1).map(([, one]) => one);
}

/** The package as a package URL, the name for it in every bill of materials. */
export function packageUrl({ registry, name, version }: BundledPackage): string {
  return `pkg:${registry}/${name.replace("@", "%40")}@${version}`;
}

const FROM_NPM = /^npm\/(@[^/]+\/[^/]+|[^/@]+)\/([^/]+)\//;
/** From JSR itself, or as the copy that another package carries of it. */
const FROM_JSR = /(?:\/deps\/jsr\/|\/\/jsr\.io\/)(@[^/]+\/[^/]+)\/([^/]+)\//;

function packageOf(path: string): BundledPackage | null {
  const [registry, match] = FROM_NPM.test(path)
    ? ["npm" as const, FROM_NPM.exec(path)]
    : ["jsr" as const, FROM_JSR.exec(path)];
  const [, name, version] = match ?? [];
  return name === undefined || version === undefined ? null : { registry, name, version };
}
