/** What is built: the same bytes wherever that is, of the machine that was asked for, and the same answers from each form. */
import { assertEquals, assertMatch } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import { isInstalled, programPath, programTest, runCommand, runProgram } from "../helpers/program.ts";
import { faultyStore, withFolder, withStore } from "../helpers/stores.ts";
import { copyProgram } from "../helpers/tools.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** A deno for arm64 Linux, to be run by qemu-user with Debian's libraries for it. */
const ARM64_DENO = Deno.env.get("SOURCEOS_ARM64_DENO") ?? "";
const ARM64_LIBRARIES = "/usr/aarch64-linux-gnu";

/** Builds in a copy of the sources, in that folder; `env` is beside the environment of the tests. */
async function build(folder: string, { bundle = false, env = {} }: {
  readonly bundle?: boolean;
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<{ readonly code: number; readonly stderr: string }> {
  await Deno.mkdir(folder, { recursive: true });
  const sources = ["main.ts", "start.ts", "deno.json", "deno.lock", "lib", "commands", ".ci"];
  await new Deno.Command("cp", { args: ["-R", ...sources.map((name) => join(ROOT, name)), folder] }).output();
  const { code, stderr } = await new Deno.Command(join(folder, ".ci/toolchain/deno"), {
    args: ["task", "--quiet", bundle ? "bundle" : "build"],
    cwd: folder,
    env: { SOURCEOS_COMMIT: COMMIT, SOURCEOS_BIN: join(folder, "bin/sourceos"), ...env },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

programTest(
  "two builds in folders of different depth are the same, byte for byte",
  () =>
    withFolder(async (scratch) => {
      const folders = [join(scratch, "near"), join(scratch, "some/where/far/away")];
      for (const folder of folders) assertEquals((await build(folder)).code, 0);
      const [near, far] = await Promise.all(folders.map((folder) => Deno.readFile(join(folder, "bin/sourceos"))));
      assertEquals(near?.length, far?.length);
      assertEquals(near?.every((byte, at) => byte === far?.[at]), true);
      const { stdout } = await runCommand(join(scratch, "near/bin/sourceos"), ["--version"]);
      assertMatch(stdout, new RegExp(`^sourceos [0-9.]+\ncommit ${COMMIT}\nbuild compiled, for `));
    }),
  { compiledOnly: true },
);

for (
  const [name, env, told] of [
    ["a target that there is none of", { SOURCEOS_TARGET: "mips" }, /Cannot build for "mips": the targets are x86_64-/],
    [
      "a denort of another machine",
      { SOURCEOS_TARGET: "aarch64-unknown-linux-gnu", DENORT_BIN: programPath() },
      /Cannot build for aarch64-unknown-linux-gnu with DENORT_BIN=".*": it is of x86_64-unknown-linux-gnu/,
    ],
    [
      "a denort that is none of this release",
      { SOURCEOS_TARGET: Deno.build.target, DENORT_BIN: "/bin/true" },
      /Cannot build for .* with DENORT_BIN="\/bin\/true": it is not of Deno [0-9.]+, which builds/,
    ],
  ] as const
) {
  programTest(`a build refuses ${name}`, () =>
    withFolder(async (folder) => {
      const { code, stderr } = await build(folder, { env });
      assertEquals(code, 1);
      assertMatch(stderr, told);
    }), { compiledOnly: true, ignore: Deno.build.target !== "x86_64-unknown-linux-gnu" });
}

const DENOS = [
  { machine: "this machine", deno: Deno.execPath(), ignore: false },
  { machine: "arm64", deno: ARM64_DENO, ignore: ARM64_DENO === "" || !isInstalled("qemu-aarch64") },
];
for (const { machine, deno, ignore } of DENOS) {
  programTest(
    `a bundle that is run by a deno of ${machine} applies the plan of the program, to the same bytes`,
    () =>
      withFolder(async (scratch) => {
        assertEquals((await build(scratch, { bundle: true })).code, 0);
        const runner = join(scratch, "deno");
        const call = machine === "arm64" ? `QEMU_LD_PREFIX=${ARM64_LIBRARIES} exec qemu-aarch64` : "exec";
        await Deno.writeTextFile(runner, `#!/bin/sh\n${call} ${deno} "$@"\n`, { mode: 0o755 });
        const program = join(scratch, "bin/bundle/bin/sourceos");
        const env = { SOURCEOS_DENO_BIN: runner };
        const { stdout } = await runCommand(program, ["--version"], { env });
        assertMatch(stdout, machine === "arm64" ? /\nbuild bundle, for aarch64-/ : /\nbuild bundle, for /);
        await withStore(faultyStore("index-cut-off"), async (root) => {
          const [store, plan, scope] = [["--store", root], join(scratch, "plan.json"), ["--scope", "derived"]];
          await runProgram(["sync", "repair", "--dry-run", ...store, ...scope, "--save", plan]);
          // It makes the plan once more, whose digests of what it writes have to be the same.
          const given = ["sync", "repair", "--apply", "--plan", plan, ...store, ...scope];
          const { code, stderr } = await runCommand(program, given, { env });
          assertEquals([code, stderr], [0, ""]);
          assertEquals((await runProgram(["sync", "doctor", ...store])).code, 0);
        });
      }),
    { ignore },
  );
}

programTest(
  "a program that is called sourceos-sync stands for the group, and prints commands that are typed so",
  () =>
    withFolder(async (folder) => {
      const [link, copy] = [join(folder, "sourceos-sync"), join(folder, "copy/sourceos-sync")];
      await Deno.symlink(programPath(), link);
      await Deno.mkdir(dirname(copy));
      copyProgram(programPath(), copy);
      for (const program of [link, copy]) {
        const { code, stderr } = await runCommand(program, ["doctr"]);
        assertEquals([code, stderr], [
          2,
          'error: Unknown command "doctr"\nhint: Did you mean sourceos-sync doctor? See sourceos-sync --help\n',
        ]);
        const help = await runCommand(program, ["repair", "--help"]);
        assertMatch(help.stdout, /^Usage sourceos-sync repair /);
        assertEquals(help.stdout.includes("sourceos sync"), false);
        assertEquals(
          (await runCommand(program, ["--version"])).stdout,
          (await runProgram(["sync", "--version"])).stdout,
        );
      }
    }),
  { compiledOnly: true },
);
