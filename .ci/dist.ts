/**
 * Makes what is shipped, in .build/dist: for this machine, or those that SOURCEOS_TARGETS names, an archive and where Debian has
 * a name for the machine a package, the same with the bundle for all others, and SHA256SUMS. The same bytes for the same commit.
 */
import { commitOf, timeOf } from "./build/identity.ts";
import { ROOT, WORK } from "./build/builder.ts";
import { parseTarget } from "./build/machines.ts";
import { controlText } from "./dist/debian.ts";
import { type Licensed, mitText, noticesText } from "./dist/notices.ts";
import { type BundledPackage, bundledPackages } from "./dist/packages.ts";
import { sbomText } from "./dist/sbom.ts";
import { COMMANDS } from "../lib/model/command_names.ts";
import { FILE_FORMATS } from "../lib/model/file_format_names.ts";
import configuration from "../deno.json" with { type: "json" };

const { version } = configuration;
const OUT = `${WORK}/dist`;
const STAGE = `${WORK}/stage`;

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { success, stdout } = new Deno.Command(command, {
    args: [...args],
    cwd: ROOT,
    env: { ...env },
    stderr: "inherit",
  })
    .outputSync();
  if (!success) throw new Error(`${command} ${args[0] ?? ""} failed`);
  return new TextDecoder().decode(stdout);
}

function put(path: string, text: string, mode = 0o644): void {
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  Deno.writeTextFileSync(path, text);
  Deno.chmodSync(path, mode);
}

function copy(from: string, to: string, mode = 0o644): void {
  Deno.mkdirSync(to.slice(0, to.lastIndexOf("/")), { recursive: true });
  Deno.copyFileSync(from, to);
  Deno.chmodSync(to, mode);
}

/** The licence of a package, and its text, as far as the copy that was bundled has them. */
function licensed(one: BundledPackage, denoDir: string): Licensed {
  // JSR's packages come without their licence: all that are used are under the same one.
  if (one.registry === "jsr") return { ...one, license: "MIT", text: mitText(one.name) };
  const folder = [...Deno.readDirSync(`${denoDir}/npm`)].map(({ name }) =>
    `${denoDir}/npm/${name}/${one.name}/${one.version}`
  )
    .find((path) => exists(path));
  if (folder === undefined) return { ...one, license: null, text: null };
  const file = [...Deno.readDirSync(folder)].map(({ name }) => name).sort().find((name) =>
    /^(licen[cs]e|copying)/i.test(name)
  );
  const { license }: { license?: unknown } = JSON.parse(Deno.readTextFileSync(`${folder}/package.json`));
  return {
    ...one,
    license: typeof license === "string" ? license : null,
    text: file === undefined ? null : Deno.readTextFileSync(`${folder}/${file}`),
  };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const PACKAGERS =
  `Leave bin/sourceos as it is. strip, patchelf and compressors of programs destroy a compiled one: what deno appends to
its runtime is lost. Debian: dh_strip --exclude=sourceos; RPM: %global __strip /bin/true; Nix: dontStrip and dontPatchELF, or the
bundle, which is text and needs neither.
`;

/** Where shells look for the scripts of `make completions`, for each name of the program. */
const COMPLETIONS = ["sourceos", "sourceos-sync"].flatMap((name) => [
  [`${name}.bash`, `bash-completion/completions/${name}`] as const,
  [`_${name}`, `zsh/site-functions/_${name}`] as const,
  [`${name}.fish`, `fish/vendor_completions.d/${name}.fish`] as const,
]);

/** What every archive has beside the program: licences, bill of materials, schemas, units, and what helps to type it. */
function stageShared(folder: string, program: string): void {
  const { denoDir }: { denoDir: string } = JSON.parse(run(Deno.execPath(), ["info", "--json", "--no-config"]));
  const modules = `${ROOT}/bin/bundle/lib/sourceos`;
  const texts = [...Deno.readDirSync(modules)].map(({ name }) => Deno.readTextFileSync(`${modules}/${name}`));
  const packages = bundledPackages(texts).map((one) => licensed(one, denoDir));
  const documents = `${folder}/share/doc/sourceos-sync`;
  copy(`${ROOT}/LICENSE`, `${documents}/LICENSE`);
  put(`${documents}/NOTICES`, noticesText(packages));
  put(`${documents}/sbom.cdx.json`, sbomText(version, packages));
  put(`${documents}/PACKAGERS`, PACKAGERS);
  const schemas = `${folder}/share/sourceos-sync/schemas`;
  for (const command of COMMANDS) {
    const name = command.replaceAll(" ", "-");
    const words = command === "sync doctor checks" ? ["sync", "doctor", "--list-checks"] : command.split(" ");
    put(`${schemas}/${name}.schema.json`, run(program, [...words, "--print-schema"]));
  }
  for (const file of FILE_FORMATS) {
    put(`${schemas}/file-${file}.schema.json`, run(program, ["sync", `--print-schema=${file}`]));
  }
  run("make", ["--no-print-directory", "man", "completions"]);
  for (const { name } of Deno.readDirSync(`${WORK}/man`)) {
    copy(`${WORK}/man/${name}`, `${folder}/share/man/man1/${name}`);
  }
  for (const [name, place] of COMPLETIONS) copy(`${WORK}/completions/${name}`, `${folder}/share/${place}`);
  for (const name of ["sourceos-sync-doctor.service", "sourceos-sync-doctor.timer"]) {
    copy(`${ROOT}/packaging/systemd/${name}`, `${folder}/lib/systemd/system/${name}`);
  }
  copy(`${ROOT}/packaging/systemd/log-findings`, `${folder}/lib/sourceos-sync/log-findings`, 0o755);
}

/** A tar.gz in which nothing tells who made it, and when. */
function archive(folder: string, to: string, time: number): void {
  const [parent, name] = [folder.slice(0, folder.lastIndexOf("/")), folder.slice(folder.lastIndexOf("/") + 1)];
  const same = ["--sort=name", `--mtime=@${time}`, "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
  run("tar", [...same, "--use-compress-program=gzip -n", "-cf", to, "-C", parent, name]);
}

function bytesBelow(folder: string): number {
  return [...Deno.readDirSync(folder)].reduce((sum, { name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return sum + (isDirectory ? bytesBelow(path) : Deno.lstatSync(path).size);
  }, 0);
}

function debianPackage(folder: string, target: string, time: number): void {
  const root = `${STAGE}/deb-${target}`;
  run("cp", ["-a", `${folder}/.`, `${root}-usr`]);
  Deno.mkdirSync(root, { recursive: true });
  Deno.renameSync(`${root}-usr`, `${root}/usr`);
  put(`${root}/DEBIAN/control`, controlText({ version, target, bytes: bytesBelow(`${root}/usr`) }));
  run("find", [root, "-type", "d", "-exec", "chmod", "755", "{}", "+"]);
  const env = { SOURCE_DATE_EPOCH: String(time) };
  run("dpkg-deb", ["--root-owner-group", "-Zgzip", "--build", root, OUT], env);
}

/** Adds to the program its other name, and what every archive has. */
function finish(folder: string, shared: string): void {
  Deno.symlinkSync("sourceos", `${folder}/bin/sourceos-sync`);
  run("cp", ["-R", `${shared}/.`, folder]);
}

const time = await timeOf(ROOT);
const { commit, commit_unknown } = await commitOf(ROOT);
console.error(`sourceos: version ${version}, ${commit === null ? commit_unknown : `commit ${commit}`}`);
for (const folder of [OUT, STAGE]) {
  if (exists(folder)) Deno.removeSync(folder, { recursive: true });
  Deno.mkdirSync(folder, { recursive: true });
}

const shared = `${STAGE}/shared`;
stageShared(shared, `${ROOT}/bin/sourceos`);
for (const named of (Deno.env.get("SOURCEOS_TARGETS") || Deno.build.target).split(" ")) {
  const target = parseTarget(named);
  const folder = `${STAGE}/sourceos-sync-${version}-${target}`;
  const isOurs = target === Deno.build.target;
  if (!isOurs) run("make", ["build", `TARGET=${target}`]);
  copy(`${ROOT}/bin/${isOurs ? "" : `${target}/`}sourceos`, `${folder}/bin/sourceos`, 0o755);
  finish(folder, shared);
  archive(folder, `${OUT}/sourceos-sync-${version}-${target}.tar.gz`, time);
  if (target.endsWith("-linux-gnu")) debianPackage(folder, target, time);
}
const bundle = `${STAGE}/sourceos-sync-${version}-bundle`;
run("cp", ["-R", `${ROOT}/bin/bundle`, bundle]);
finish(bundle, shared);
archive(bundle, `${OUT}/sourceos-sync-${version}-bundle.tar.gz`, time);

const names = [...Deno.readDirSync(OUT)].map(({ name }) => name).sort();
put(`${OUT}/SHA256SUMS`, run("sh", ["-c", 'cd "$0" && sha256sum -- "$@"', OUT, ...names]));
Deno.removeSync(STAGE, { recursive: true });
console.log([...names, "SHA256SUMS"].map((name) => `.build/dist/${name}`).join("\n"));
