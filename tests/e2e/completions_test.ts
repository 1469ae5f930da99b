/** Completions: what the scripts of Cliffy ask the program, and what bash makes of the answers. */
import { assertEquals } from "@std/assert";
import { programTest, runProgram, runShell } from "../helpers/program.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

/** `STORE` stands for the store; the last word is the one to complete. */
const ASKED: readonly (readonly [action: string, words: string, completed: readonly string[]])[] = [
  ["target", "explain --store STORE object:vel", ["object:velvet-message-0025"]],
  ["target", "explain --store=STORE ivo", ["ivory-session-0013"]],
  ["target", "explain exit:12", ["exit:12", "exit:124"]],
  ["target", "explain finding:journal.torn", ["finding:journal.torn-tail"]],
  ["exported", "export --store STORE pro", ["profile:"]],
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

/** What is typed before Tab, as bash cuts it into words, and what it offers. */
const IN_BASH: readonly (readonly [words: readonly string[], offered: string])[] = [
  [["sync", "repa"], "repair"],
  [["sync", "explain", "--store", "STORE", "object", ":", "vel"], "velvet-message-0025"],
  [["sync", "repair", "--dry-run", "--scope", "der"], "derived"],
  [["sync", "import", "--require-s"], "--require-signature"],
  [["sync", "doctor", "--level", "st"], "standard"],
];

for (const [words, offered] of IN_BASH) {
  programTest(`bash completes sourceos ${words.join(" ")} with ${offered}`, () =>
    withStore(HEALTHY, async (root) => {
      const given = words.map((word) => word.replace("STORE", root));
      const script = `
        program=$1; shift; sourceos() { "$program" "$@"; }
        source <(sourceos completions bash)
        COMP_WORDS=(sourceos "$@") COMP_CWORD=$#
        _sourceos_whole_words 2>/dev/null; echo "\${COMPREPLY[@]}"`;
      assertEquals((await runShell(script, given)).stdout, `${offered}\n`);
    }));
}

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
  const named = await runProgram(["completions", "bash", "--name", "sourceos-sync"]);
  assertEquals(named.stdout.trimEnd().split("\n").at(-1)?.split(" ").at(-1), "sourceos-sync");
});
