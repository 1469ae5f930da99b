/** What Debian's package manager is told of the program. */

/** The text of DEBIAN/control. @throws Error for a machine that Debian has no name for */
export function controlText(
  { version, target, bytes }: { readonly version: string; readonly target: string; readonly bytes: number },
): string {
  const architecture = { "x86_64-unknown-linux-gnu": "amd64", "aarch64-unknown-linux-gnu": "arm64" }[target];
  if (architecture === undefined) throw new Error(`Cannot make a Debian package for ${target}`);
  return `Package: sourceos-sync
Version: ${version}
Architecture: ${architecture}
Maintainer: SourceOS <packages@sourceos.dev>
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= 2.27), libgcc-s1
Section: admin
Priority: optional
Description: looks after the durable state of a SourceOS host
 It tells whether the state that sourceos-syncd keeps is whole, why something
 in it does not sync, and what can be repaired without losing anything.
`;
}
