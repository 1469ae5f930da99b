/** Completions: what the scripts of Cliffy ask the program, and what bash makes of the answers. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { isInstalled, programPath, programTest, runCommand, runProgram } from "../helpers/program.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

/** `STORE` stands for the store; the last word is the one to complete. */
const ASKED: readonly (readonly [action: string, words: string, completed: readonly string[]])[] = [
  ["target", "explain --store STORE object:vel", ["object:velvet-message-0025"]],
  ["target", "explain --store=STORE ivo", ["ivory-session-0013"]],
  ["target", "explain exit:12", ["exit:12", "exit:124"]],
  ["target", "explain finding:journal.torn", ["finding:journal.torn-tail"]],
  ["exported", "export --store STORE pro", ["profile:"]],
  ["object", "events --store STORE --object object:vel", ["object:velvet-message-0025"]],
  ["actor", "import --store STORE --actor actor:ad", ["actor:ada"]],
  ["scope", "repair --store STORE --scope d", ["derived", "disposable"]],
  ["check", "doctor --check manif", ["manifest"]],
  ["level", "doctor --level", ["quick", "standard", "full"]],
  ["plan", "plans --store STORE nobody-knows-this", []],
  ["object", "objects --store /nowhere o", []],
  ["no-such-action", "explain o", []],
];

for (const [action, typed, completed] of ASKED) {
  programTest(
    `sourceos sync ${typed} is completed with ${completed.join(", ") || "nothing"}`,
    () =>
      withStore(HEALTHY, async (root) => {
        const words = typed.replace("STORE", root).split(" ");
        const asked = ["completions", "complete", action, "sync", words[0] ?? "", "--", "sync", ...words];
        assertEquals(await runProgram(asked), { code: 0, signal: null, stdout: completed.join("\n"), stderr: "" });
      }),
  );
}

/** The program, called by each of its names, in a folder that is on the PATH. */
function withNames(use: (path: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    for (const name of NAMES) Deno.symlinkSync(programPath(), join(folder, name));
    await use(`${folder}:${Deno.env.get("PATH") ?? ""}`);
  });
}

const NAMES = ["sourceos", "sourceos-sync"] as const;

/** What is typed before Tab behind the group, as bash cuts it into words, and what it offers. */
const IN_BASH: readonly (readonly [words: readonly string[], offered: string])[] = [
  [["repa"], "repair"],
  [["explain", "--store", "STORE", "object", ":", "vel"], "velvet-message-0025"],
  [["repair", "--dry-run", "--scope", "der"], "derived"],
  [["import", "--require-s"], "--require-signature"],
  [["doctor", "--level", "st"], "standard"],
];

for (const name of NAMES) {
  for (const [behind, offered] of IN_BASH) {
    const words = name === "sourceos" ? ["sync", ...behind] : behind;
    programTest(
      `bash completes ${name} ${words.join(" ")} with ${offered}`,
      () =>
        withStore(HEALTHY, (root) =>
          withNames(async (path) => {
            const given = words.map((word) => word.replace("STORE", root));
            const script = `
            name=$1; shift
            source <("$name" completions bash)
            COMP_WORDS=("$name" "$@") COMP_CWORD=$#
            "_\${name//-/_}_whole_words" 2>/dev/null; echo "\${COMPREPLY[@]}"`;
            const { stdout } = await runCommand("bash", ["-c", script, "bash", name, ...given], {
              env: { PATH: path },
            });
            assertEquals(stdout, `${offered}\n`);
          })),
    );
  }
}

/** What is typed before Tab behind the group, and what fish offers. */
const IN_FISH: readonly (readonly [typed: string, offered: string])[] = [
  ["repa", "repair"],
  ["explain --store STORE object:vel", "object:velvet-message-0025"],
  ["doctor --level st", "standard"],
];

for (const name of NAMES) {
  for (const [behind, offered] of IN_FISH) {
    const line = `${name === "sourceos" ? "sourceos sync" : name} ${behind}`;
    programTest(`fish completes ${line} with ${offered}`, () =>
      withStore(HEALTHY, (root) =>
        withNames(async (path) => {
          const script = `${name} completions fish | source; complete -C '${line.replace("STORE", root)}'`;
          const { stdout } = await runCommand("fish", ["--no-config", "-c", script], { env: { PATH: path } });
          assertEquals(stdout.split("\n").map((one) => one.split("\t")[0]), [offered, ""]);
        })), { compiledOnly: name !== "sourceos", ignore: !isInstalled("fish") });
  }
}

programTest("zsh reads the scripts of both names", () =>
  withFolder(async (folder) => {
    for (const name of NAMES) {
      const file = join(folder, `_${name}`);
      Deno.writeTextFileSync(file, (await runProgram(["completions", "zsh", "--name", name])).stdout);
      const { code, stdout, stderr } = await runCommand("zsh", [
        "-fc",
        `source ${file} 2>/dev/null; whence -w _\${1//-/_}`,
        "-",
        name,
      ]);
      assertEquals([code, stdout, stderr], [0, `_${name.replace("-", "_")}: function\n`, ""]);
    }
  }), { ignore: !isInstalled("zsh") });

for (const shell of ["bash", "zsh", "fish"]) {
  programTest(
    `the script for ${shell} hands over the words that were typed, wherever it asks the program`,
    async () => {
      const { code, stdout, stderr } = await runProgram(["completions", shell]);
      assertEquals([code, stderr], [0, ""]);
      const asks = stdout.split("\n").filter((line) => line.includes(" completions complete "));
      assertEquals([asks.length > 0, asks.filter((line) => !line.includes(" -- "))], [true, []]);
    },
  );
}

programTest(
  "in zsh a group leaves the options behind a subcommand to it, and a command takes them anywhere",
  async () => {
    const { stdout } = await runProgram(["completions", "zsh"]);
    const calls = stdout.split("_arguments ").slice(1);
    const groups = calls.filter((call) => call.includes("'*::sub command"));
    assertEquals([groups.length > 0, calls.filter((call) => call.startsWith('-A "-*" '))], [true, groups]);
  },
);

programTest("completions without a shell shows its help, and another name goes into the script", async () => {
  const [bare, help] = [await runProgram(["completions"]), await runProgram(["completions", "--help"])];
  assertEquals([bare.code, bare.stdout], [0, help.stdout]);
  const named = await runProgram(["completions", "bash", "--name", "sos"]);
  assertEquals(named.stdout.trimEnd().split("\n").at(-1)?.split(" ").at(-1), "sos");
});

programTest(
  "the script for the name of the group is the same, whichever name is asked for it, and begins at its commands",
  () =>
    withNames(async (path) => {
      for (const shell of ["bash", "zsh", "fish"]) {
        const { stdout } = await runProgram(["completions", shell, "--name", "sourceos-sync"]);
        const own = await runCommand("sourceos-sync", ["completions", shell], { env: { PATH: path } });
        assertEquals([own.stdout, / completions complete \S+ sync/.test(stdout)], [stdout, false], shell);
      }
      const help = await runCommand("sourceos-sync", ["completions"], { env: { PATH: path } });
      assertStringIncludes(help.stdout, "source <(sourceos-sync completions bash)");
    }),
  { compiledOnly: true },
);
