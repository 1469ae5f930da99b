import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { commandParts, shellWord, sourceFlags, storeFlags, syncCommand } from "../../../lib/text/command_line.ts";

const words: readonly (readonly [word: string, want: string])[] = [
  ["plain-word_1.json", "plain-word_1.json"],
  ["object:alpha", "object:alpha"],
  ["/srv/state", "/srv/state"],
  ["", "''"],
  ["two words", "'two words'"],
  ["it's", "'it'\\''s'"],
  ["$HOME", "'$HOME'"],
  ["a;b", "'a;b'"],
  ["~", "'~'"],
  ["*", "'*'"],
  ["ä", "'ä'"],
  ["a\nb", "'a\nb'"],
];

for (const [word, want] of words) {
  Deno.test(`shellWord() writes ${JSON.stringify(word)}`, () => assertEquals(shellWord(word), want));
}

/** What a shell makes of the words, each ended by a NUL byte. */
function readByShell(line: string): string {
  const { success, stdout, stderr } = new Deno.Command("sh", { args: ["-c", `printf '%s\\0' ${line}`] }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const anyWord = fc.string({ unit: "grapheme" }).filter((word) => !word.includes("\0") && word.isWellFormed());

Deno.test("shellWord() is read back by a shell as it was", () => {
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1, maxLength: 40 }), (several) => {
      const read = readByShell(several.map(shellWord).join(" "));
      assertEquals(read, several.map((word) => `${word}\0`).join(""));
    }),
    { numRuns: 40 },
  );
});

Deno.test("syncCommand() quotes its words", () => {
  assertEquals(
    syncCommand("repair", "--dry-run", "--scope", "index:a b"),
    "sourceos sync repair --dry-run --scope 'index:a b'",
  );
});

Deno.test("storeFlags() names the store unless it is found without", () => {
  assertEquals(storeFlags({ root: "/a b", selected_by: "option" }), ["--store", "/a b"]);
  assertEquals(storeFlags({ root: "/a b", selected_by: "environment" }), ["--store", "/a b"]);
  assertEquals(storeFlags({ root: "/a b", selected_by: "default" }), []);
  assertEquals(storeFlags(null), []);
});

Deno.test("storeFlags() names the daemon that was named beside the store", () => {
  const named_daemon = "unix:/run/a b.sock";
  assertEquals(storeFlags({ root: "/a", selected_by: "option", named_daemon }), [
    "--store",
    "/a",
    "--daemon",
    named_daemon,
  ]);
  assertEquals(storeFlags({ root: "/a", selected_by: "default", named_daemon: "none" }), ["--daemon", "none"]);
});

const texts: readonly (readonly [text: string, commands: readonly string[]])[] = [
  ["See sourceos sync --help", ["sourceos sync --help"]],
  ["Run sourceos sync explain object:a.b --store /srv/a.b, which shows it", [
    "sourceos sync explain object:a.b --store /srv/a.b",
  ]],
  ["Run sourceos sync import 'a, b.tar' --apply; or wait", ["sourceos sync import 'a, b.tar' --apply"]],
  ["Did you mean sourceos sync plans or sourceos sync plan? See sourceos sync --help", [
    "sourceos sync plans",
    "sourceos sync plan",
    "sourceos sync --help",
  ]],
  ["Run sudo -u '#990' -- sourceos sync doctor --store /srv, or as a member of group 990", [
    "sudo -u '#990' -- sourceos sync doctor --store /srv",
  ]],
  ["Unpack it on the way: zstd -dc 'a b' | sourceos sync import - --verify", [
    "zstd -dc 'a b' | sourceos sync import - --verify",
  ]],
  ["Run sourceos-sync doctor", ["sourceos-sync doctor"]],
  ["Bring it back (sourceos sync import BUNDLE), or not", []],
  ["Stop sourceos-syncd and run again", []],
];
for (const [text, commands] of texts) {
  Deno.test(`commandParts() finds ${commands.length} commands in "${text}"`, () => {
    const parts = commandParts(text);
    assertEquals(parts.map((part) => part.text).join(""), text);
    assertEquals(parts.flatMap((part) => part.kind === "command" ? [part.text] : []), commands);
  });
}

Deno.test("sourceFlags() names the daemon too where it was named", () => {
  const store = { root: "/srv/state", selected_by: "option" };
  const flags = (selected_by: string, endpoint: string | null) =>
    sourceFlags({ store, daemon: { endpoint, selected_by } }).slice(2);
  assertEquals(flags("option", "unix:/run/d.sock"), ["--daemon", "unix:/run/d.sock"]);
  assertEquals(flags("option", null), ["--daemon", "none"]);
  assertEquals(flags("default", "http://127.0.0.1:8765"), []);
  assertEquals(sourceFlags({ store, daemon: null }), ["--store", "/srv/state"]);
});
