/**
 * What people see, kept as files: `UPDATE_GOLDEN=1 make test` writes them anew.
 *
 * Each file is a session of commands, most on one state. All of them are seen at 80 columns; what width and colour do is
 * seen in one session each, and held as properties of every other. Escapes of colour stand there as `\e`. Only the session
 * `doctor` runs every check, so that a new one changes this file alone.
 */
import { assertEquals } from "@std/assert";
import type { StateSnapshot } from "../lib/model/snapshot.ts";
import { printable } from "../lib/render/printable.ts";
import { ASCII_SIGNS } from "../lib/render/human/status_charts.ts";
import { createStyle } from "../lib/render/style.ts";
import { displayWidth } from "../lib/render/wrap.ts";
import { unfinishedChange } from "./helpers/changes.ts";
import { runInMemory } from "./helpers/fake_host.ts";
import { contentSyncSnapshot } from "./helpers/content_sync_snapshot.ts";
import { faultySnapshot } from "./helpers/faulty_snapshot.ts";
import { downProbe, healthyProbe } from "./helpers/probes.ts";
import { emptySnapshot, healthySnapshot, healthyStore, ROOT } from "./helpers/snapshots.ts";

const FOLDER = new URL("./golden/", import.meta.url);

const STATES = {
  healthy: healthySnapshot({ daemon: healthyProbe(ROOT) }),
  faulty: faultySnapshot(),
  interrupted: healthySnapshot({ store: healthyStore({ interrupted: unfinishedChange() }) }),
  noStore: emptySnapshot({ daemon: downProbe() }),
  contentSync: contentSyncSnapshot(),
} as const satisfies Record<string, StateSnapshot>;

interface Look {
  /** Columns of the terminal; null for a pipe. */
  readonly width: number | null;
  readonly color: boolean;
  readonly unicode: boolean;
}

const USUAL: Look = { width: 80, color: false, unicode: true };
const UNLIMITED: Look = { ...USUAL, width: null };

interface Command {
  readonly state: keyof typeof STATES;
  readonly words: string;
}

interface Session {
  readonly name: string;
  readonly look: Look;
  readonly commands: readonly Command[];
}

function commands(state: keyof typeof STATES, lines: readonly string[]): readonly Command[] {
  return lines.map((words) => ({ state, words }));
}

/** One of each layout: paragraphs, lists, tables, records, options, and an error. */
const LAYOUTS = [
  ...commands("faulty", [
    "sync status",
    "sync explain object:diary -o wide",
    "sync plans",
    "sync plans -o wide",
    "sync conflicts diary-place",
    "sync repair --dry-run",
    "sync export profile:home",
  ]),
  ...commands("healthy", ["sync profiles --help", "sync plans --sort colour"]),
];

const SESSIONS: readonly Session[] = [
  {
    name: "doctor",
    look: USUAL,
    commands: [
      ...commands("healthy", ["sync doctor", "sync doctor -o wide"]),
      ...commands("faulty", ["sync doctor", "sync doctor -o wide"]),
      ...commands("interrupted", ["sync doctor"]),
    ],
  },
  {
    name: "healthy",
    look: USUAL,
    commands: commands("healthy", [
      "sync status",
      "sync status -o wide",
      "sync explain object:diary",
      "sync explain actor:ada -o wide",
      "sync plans",
      "sync plans -o wide",
      "sync plans diary-to-desk",
      "sync actors",
      "sync schemas",
      "sync conflicts",
      "sync profiles",
      "sync devices",
      "sync devices --status revoked",
      "sync events --limit 2",
      "sync events evt-00000001",
      "sync repair --dry-run",
      "sync repair reports",
      "sync export profile:home",
      "sync export object:diary --out diary.tar --gzip",
    ]),
  },
  {
    name: "faulty",
    look: USUAL,
    commands: commands("faulty", [
      "sync status",
      "sync explain object:diary",
      "sync explain object:diary -o wide",
      "sync explain object:recipes",
      "sync explain plan:diary-to-dusk",
      "sync plans",
      "sync actors",
      "sync conflicts",
      "sync conflicts diary-place",
      "sync devices device:desk",
      "sync repair --dry-run",
      "sync repair --dry-run --scope derived",
      "sync export profile:home",
      "sync export profile:home -o wide",
      "sync export object:diary",
    ]),
  },
  {
    name: "interrupted",
    look: USUAL,
    commands: commands("interrupted", [
      "sync status",
      "sync plans",
      "sync explain finding:repair.interrupted",
      "sync explain finding:repair.intent-unreadable",
    ]),
  },
  {
    name: "no_store",
    look: USUAL,
    commands: commands("noStore", [
      "sync status",
      "sync doctor",
      "sync explain object:diary",
      "sync plans",
      "sync repair --dry-run",
    ]),
  },
  {
    name: "content_sync",
    look: USUAL,
    commands: commands("contentSync", [
      "sync status",
      "sync explain version",
      "sync explain receipt:00000005-5ec0-4000-8000-000000000005",
      "sync explain queue:idem:event:camera-release:capability:camera-release:policy-epoch-0",
      "sync receipts",
      "sync receipts --outcome failed -o wide",
      "sync queue",
      "sync plans",
      "sync explain object:diary",
      "sync repair --dry-run",
      "sync export object:diary",
    ]),
  },
  {
    name: "help_and_errors",
    look: USUAL,
    commands: commands("healthy", [
      "--help",
      "--version",
      "sync --help",
      "sync doctor --help",
      "sync plans --help",
      "sync repair --help",
      "sync explain exit:13",
      "sync explain finding:journal.torn-tail",
      "sync explain lane:normal",
      "sync explain object:",
      "sync nothing",
      "sync status --no-such-flag",
      "sync status --color blue",
      "sync plans --sort colour",
      "sync plans --status lost",
      "sync plans plan:lost",
      "sync repair",
      "sync repair --apply",
      "sync repair --apply --plan plan.json",
      "sync repair --dry-run --scope everything",
      "sync export --help",
      "sync export object:dairy",
      "sync export actor:ada",
      "sync export object:diary --sign key.pem",
      "sync export object:diary --policy-decision lost",
      "sync import --help",
      "sync import bundle.tar --apply",
      "sync import bundle.tar --apply --scope derived",
      "sync import bundle.tar --actor actor:ada",
      "sync import bundle.tar --record",
      "sync import bundle.tar --verify --apply --scope profile:home",
    ]),
  },
  { name: "narrow", look: { ...USUAL, width: 60 }, commands: LAYOUTS },
  { name: "wide", look: { ...USUAL, width: 140 }, commands: LAYOUTS },
  { name: "color", look: { ...USUAL, color: true }, commands: LAYOUTS },
];

async function seen({ state, words }: Command, { width, color, unicode }: Look): Promise<string> {
  const { code, stdout, stderr } = await runInMemory(words.split(" "), {
    snapshot: STATES[state],
    traits: { isTerminal: width !== null, columns: width },
    environment: { LANG: unicode ? "en_US.UTF-8" : "C", ...(color ? {} : { NO_COLOR: "1" }) },
  });
  return `${stdout}${stderr}${code === 0 ? "" : `[exit code ${code}]\n`}`;
}

function fileName({ name, look }: Session): string {
  return `${name}.${look.width}${look.color ? ".color" : ""}.txt`;
}

const isUpdating = Deno.env.get("UPDATE_GOLDEN") === "1";

for (const session of SESSIONS) {
  const name = fileName(session);
  Deno.test(`People see ${name}`, async () => {
    const parts: string[] = [];
    for (const command of session.commands) {
      parts.push(`$ sourceos ${command.words}\n${await seen(command, session.look)}`);
    }
    const text = parts.join("\n").replaceAll("\x1b", "\\e");
    const file = new URL(name, FOLDER);
    if (isUpdating) Deno.writeTextFileSync(file, text);
    assertEquals(text, Deno.readTextFileSync(file));
  });
}

Deno.test("Every golden file belongs to a session", () => {
  assertEquals([...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort(), SESSIONS.map(fileName).sort());
});

const COMMANDS = new Map(
  SESSIONS.flatMap((session) => session.commands).map((one) => [`${one.state} ${one.words}`, one]),
);

// deno-lint-ignore no-control-regex
const EMPHASIS = /\x1b\[\d+m/g;

/** What ASCII output says in place of the text: other marks, and escapes. */
function inAscii(text: string): string {
  const asciiMarks = new Map(Object.entries(createStyle({ color: false, unicode: false }).marks));
  const marks = Object.entries(createStyle({ color: false, unicode: true }).marks);
  const marked = marks.reduce((written, [name, mark]) => written.replaceAll(mark, asciiMarks.get(name) ?? ""), text);
  const drawn = Object.entries(ASCII_SIGNS).reduce((written, [sign, ascii]) => written.replaceAll(sign, ascii), marked);
  return drawn.replace(/[^\n]+/g, (line) => printable(line, { unicode: false }));
}

for (const command of COMMANDS.values()) {
  const title = `sourceos ${command.words} on ${command.state}`;

  Deno.test(`${title} says the same in ASCII, but for the marks`, async () => {
    const [plain, ascii] = [await seen(command, UNLIMITED), await seen(command, { ...UNLIMITED, unicode: false })];
    // A longer mark or escape widens its column.
    assertEquals(ascii.replace(/ +/g, " "), inAscii(plain).replace(/ +/g, " "));
  });

  for (const width of [60, 80, 140] as const) {
    Deno.test(`${title} fits ${width} columns, whatever the characters, and looks the same in colour`, async () => {
      const look = { width, color: false, unicode: true };
      const plain = await seen(command, look);
      const colored = await seen(command, { ...look, color: true });
      assertEquals(colored.replace(EMPHASIS, ""), plain);

      const ascii = await seen(command, { ...look, unicode: false });
      assertEquals(ascii.match(/[^\n\x20-\x7e]/g), null);
      const long = `${plain}\n${ascii}`.split("\n").filter((line) => displayWidth(line) > width);
      // A word that is longer stays whole, so that it can be copied.
      assertEquals(long.filter((line) => !/^ *([·-] )?\S+$/.test(line)), []);
    });
  }
}
