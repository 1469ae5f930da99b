/** A man page of a command, in the macros of man(7), from what its help page is made of. */
import type { HelpEntry, HelpPage } from "./human/help.ts";
import { uncapitalised } from "../text/words.ts";

interface ManPage extends HelpPage {
  /** The words of the command: `sourceos sync doctor`. */
  readonly path: string;
  /** The pages of the commands above and below it. */
  readonly seeAlso: readonly string[];
}

/** The name of a command's page, as man takes it: `sourceos-sync-doctor`. */
export function manName(path: string): string {
  return path.replaceAll(" ", "-");
}

/** The whole page; without a date, so that the same program gives the same bytes. */
export function manText(page: ManPage, version: string): string {
  const name = manName(page.path);
  const [summary = ""] = page.description.split(". ");
  const shared = page.sharedAt === null ? [] : [
    "PP",
    `Options and environment variables of every command: see ${bold(page.sharedAt)}.`,
  ];
  return [
    `.TH ${escaped(name.toUpperCase())} 1 "" "${escaped(version)}" "SourceOS"`,
    ...section("NAME", `${escaped(name)} \\- ${escaped(uncapitalised(summary.replace(/\.$/, "")))}`),
    ...section("SYNOPSIS", bold(page.usage)),
    ...section("DESCRIPTION", escaped(page.description)),
    ...entries("COMMANDS", page.commands),
    ...entries("OPTIONS", [...page.options, ...page.sharedOptions]),
    ...shared.map((line) => line === "PP" ? ".PP" : line),
    ...examples(page.examples),
    ...entries("ENVIRONMENT", page.variables),
    ...entries("EXIT STATUS", page.exits.map(({ name, description }) => ({ name: name.trim(), description }))),
    ...(page.seeAlso.length === 0 ? [] : section(
      "SEE ALSO",
      page.seeAlso.map((one) => `${bold(manName(one))}(1)`).join(", "),
    )),
  ].join("\n") + "\n";
}

function section(title: string, text: string): readonly string[] {
  return [`.SH ${title}`, text];
}

function entries(title: string, listed: readonly HelpEntry[]): readonly string[] {
  if (listed.length === 0) return [];
  return [`.SH ${title}`, ...listed.flatMap(({ name, description }) => [".TP", bold(name), escaped(description)])];
}

function examples(listed: readonly HelpEntry[]): readonly string[] {
  if (listed.length === 0) return [];
  const each = listed.flatMap((
    { name, description },
  ) => [".PP", `${escaped(description)}:`, ".PP", ".RS 4", ".EX", escaped(name), ".EE", ".RE"]);
  return [".SH EXAMPLES", ...each.slice(1)];
}

function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

/** Text as roff shows it: a dash is a minus, which can be copied, and no line begins a request. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}
