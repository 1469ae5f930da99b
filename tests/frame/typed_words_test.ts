import { assertEquals, assertThrows } from "@std/assert";
import { wordsToParse } from "../../commands/frame/typed_words.ts";
import { vocabularyOf } from "../../commands/frame/vocabulary.ts";
import { CliError } from "../../lib/model/errors.ts";

const option = (flags: string) => ({ flags, description: "" });
const vocabulary = vocabularyOf(
  [
    { command: "sync", options: [] },
    { command: "sync export", options: [option("--out <file:string>"), option("--gzip")] },
    { command: "sync plans", options: [option("--sort <column:string>"), option("--all")] },
    { command: "sync merges", options: [option("--all <file:string>")] },
  ],
  [option("-o, --output <format:format>"), option("--store <dir:string>"), option("--print-schema=[file:file]")],
);

const parsed: readonly (readonly [typed: string, want: string])[] = [
  ["", ""],
  ["sync export --out x", "sync export --out x"],
  ["--version", "--version"],
  ["bogus -o json", "bogus"],
  ["help", "--help"],
  ["help sync export", "sync export --help"],
  ["help export", "sync export --help"],
  ["help bogus", "bogus --help"],
  ["sync help", "sync --help"],
  ["sync help export", "sync export --help"],
  ["sync export --out -", "sync export --out -"],
  ["sync import /dev/stdin --plan=/dev/stdin", "sync import - --plan=-"],
  ["sync explain /dev/stdin2", "sync explain /dev/stdin2"],
  ["sync plans --all --store x", "sync plans --all --store x"],
  ["sync export --out -x", "sync export --out -x"],
  ["sync plans --sort -updated_at", "sync plans --sort -updated_at"],
  ["sync export --out=--gzip", "sync export --out=--gzip"],
  ["sync export --gzip --out x", "sync export --gzip --out x"],
  ["sync export --print-schema --gzip", "sync export --print-schema --gzip"],
  ["sync explain -- --store --gzip", "sync explain -- --store --gzip"],
  ["sync export --out", "sync export --out"],
  ["sync plans -ojson", "sync plans -o json"],
  ["sync plans -o=json -x1", "sync plans -o=json -x1"],
  ["sync plans --sort -otherwise", "sync plans --sort -otherwise"],
  ["sync explain -- -ojson", "sync explain -- -ojson"],
];

for (const [typed, want] of parsed) {
  Deno.test(`wordsToParse() of "${typed}" is "${want}"`, () => {
    assertEquals(wordsToParse(typed.split(" ").filter((word) => word !== ""), vocabulary).join(" "), want);
  });
}

const refused: readonly (readonly [typed: string, message: string, hint: string])[] = [
  [
    "sync export --out --gzip",
    'Cannot use --out without a value: "--gzip", which follows it, is an option',
    "Give it a value; --out=--gzip if that is the value",
  ],
  [
    "sync export --store -o json",
    'Cannot use --store without a value: "-o", which follows it, is an option',
    "Give it a value; --store=-o if that is the value",
  ],
  [
    "sync export --store --output=json",
    'Cannot use --store without a value: "--output=json", which follows it, is an option',
    "Give it a value; --store=--output=json if that is the value",
  ],
  [
    "sync export -o --gzip",
    'Cannot use -o without a value: "--gzip", which follows it, is an option',
    "Give it a value",
  ],
  [
    "sync export --out=",
    'Cannot use --out without a value: nothing follows the "="',
    "Write --out VALUE or --out=VALUE",
  ],
];

for (const [typed, message, hint] of refused) {
  Deno.test(`wordsToParse() refuses "${typed}"`, () => {
    const error = assertThrows(() => wordsToParse(typed.split(" "), vocabulary), CliError);
    assertEquals([error.exit, error.message, error.hint], ["usage", message, hint]);
  });
}
