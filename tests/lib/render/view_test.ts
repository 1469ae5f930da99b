import { assertEquals } from "@std/assert";
import { decideView, type StreamTraits, type View, type ViewOptions } from "../../../lib/render/view.ts";

const terminal: StreamTraits = { isTerminal: true, columns: 100 };
const pipe: StreamTraits = { isTerminal: false, columns: null };
const auto: ViewOptions = { color: "auto", ascii: false };
const utf8 = { LANG: "C.UTF-8" };
const onTerminal: View = { width: 100, color: true, unicode: true };
const inPipe: View = { width: null, color: false, unicode: true };

const cases: [string, StreamTraits, Partial<ViewOptions>, Record<string, string>, View][] = [
  ["uses what a terminal can do", terminal, {}, utf8, onTerminal],
  ["writes plain and unlimited lines into a pipe", pipe, {}, utf8, inPipe],
  ["takes a terminal without a size for 80 columns", { isTerminal: true, columns: null }, {}, utf8, {
    ...onTerminal,
    width: 80,
  }],
  ["takes a terminal with 0 columns for 80 columns", { isTerminal: true, columns: 0 }, {}, utf8, {
    ...onTerminal,
    width: 80,
  }],

  ["lets COLUMNS win over the terminal", terminal, {}, { ...utf8, COLUMNS: "60" }, { ...onTerminal, width: 60 }],
  ["lets COLUMNS limit a pipe", pipe, {}, { ...utf8, COLUMNS: "60" }, { ...inPipe, width: 60 }],
  ["ignores COLUMNS of 0", terminal, {}, { ...utf8, COLUMNS: "0" }, onTerminal],
  ["ignores a negative COLUMNS", terminal, {}, { ...utf8, COLUMNS: "-5" }, onTerminal],
  ["ignores COLUMNS that is no number", terminal, {}, { ...utf8, COLUMNS: "80x" }, onTerminal],

  ["obeys NO_COLOR", terminal, {}, { ...utf8, NO_COLOR: "1" }, { ...onTerminal, color: false }],
  ["obeys NO_COLOR of any value", terminal, {}, { ...utf8, NO_COLOR: "0" }, { ...onTerminal, color: false }],
  ["obeys CLICOLOR of 0", terminal, {}, { ...utf8, CLICOLOR: "0" }, { ...onTerminal, color: false }],
  ["needs no CLICOLOR of 1", terminal, {}, { ...utf8, CLICOLOR: "1" }, onTerminal],
  ["does not colour a pipe for CLICOLOR", pipe, {}, { ...utf8, CLICOLOR: "1" }, inPipe],
  ["colours a pipe for CLICOLOR_FORCE", pipe, {}, { ...utf8, CLICOLOR_FORCE: "1" }, { ...inPipe, color: true }],
  ["does not take CLICOLOR_FORCE of 0 for force", pipe, {}, { ...utf8, CLICOLOR_FORCE: "0" }, inPipe],
  ["lets NO_COLOR win over CLICOLOR_FORCE", terminal, {}, { ...utf8, NO_COLOR: "1", CLICOLOR_FORCE: "1" }, {
    ...onTerminal,
    color: false,
  }],
  ["does not colour a dumb terminal", terminal, {}, { ...utf8, TERM: "dumb" }, { ...onTerminal, color: false }],
  ["lets --color never win over CLICOLOR_FORCE", terminal, { color: "never" }, { ...utf8, CLICOLOR_FORCE: "1" }, {
    ...onTerminal,
    color: false,
  }],
  [
    "lets --color always win over NO_COLOR, a pipe and a dumb terminal",
    pipe,
    { color: "always" },
    { ...utf8, NO_COLOR: "1", TERM: "dumb" },
    { ...inPipe, color: true },
  ],

  ["writes ASCII without a locale", terminal, {}, {}, { ...onTerminal, unicode: false }],
  ["writes ASCII in the C locale", terminal, {}, { LANG: "C" }, { ...onTerminal, unicode: false }],
  ["writes ASCII in a Latin-1 locale", terminal, {}, { LANG: "de_DE.ISO-8859-1" }, { ...onTerminal, unicode: false }],
  ["knows utf8 without a hyphen", terminal, {}, { LANG: "en_US.utf8" }, onTerminal],
  ["lets LC_ALL win over LANG", terminal, {}, { LC_ALL: "C", LANG: "en_US.UTF-8" }, { ...onTerminal, unicode: false }],
  ["lets LC_CTYPE win over LANG", terminal, {}, { LC_CTYPE: "en_US.UTF-8", LANG: "C" }, onTerminal],
  ["lets --ascii win over the locale", terminal, { ascii: true }, utf8, { ...onTerminal, unicode: false }],
];

for (const [name, traits, options, variables, want] of cases) {
  Deno.test(`decideView() ${name}`, () => {
    const environment = new Map(Object.entries(variables));
    assertEquals(decideView(traits, { ...auto, ...options }, (key) => environment.get(key) ?? null), want);
  });
}
