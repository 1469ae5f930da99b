/**
 * What people see, kept as files: `UPDATE_GOLDEN=1 make test` writes them anew.
 *
 * Each file is a session of commands on one state, at one width. Escapes of colour stand there as `\e`.
 */
import { assertEquals } from "@std/assert";
import type { StateSnapshot } from "../lib/model/snapshot.ts";
import { unfinishedChange } from "./helpers/changes.ts";
import { runInMemory } from "./helpers/fake_host.ts";
import { faultySnapshot } from "./helpers/faulty_snapshot.ts";
import { downProbe, healthyProbe } from "./helpers/probes.ts";
import { emptySnapshot, healthySnapshot, healthyStore, ROOT } from "./helpers/snapshots.ts";

const FOLDER = new URL("./golden/", import.meta.url);
const WIDTHS = [60, 80, 140] as const;
/** Colour changes no place of anything, so one width shows it. */
const COLOR_WIDTH = 80;

interface Session {
  readonly name: string;
  readonly snapshot: StateSnapshot;
  readonly commands: readonly string[];
}

const SESSIONS: readonly Session[] = [
  {
    name: "healthy",
    snapshot: healthySnapshot({ daemon: healthyProbe(ROOT) }),
    commands: [
      "sync status",
      "sync status -o wide",
      "sync doctor",
      "sync doctor -o wide",
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
      "sync repair --dry-run",
      "sync export profile:home",
      "sync export object:diary --out diary.tar --gzip",
    ],
  },
  {
    name: "faulty",
    snapshot: faultySnapshot(),
    commands: [
      "sync status",
      "sync doctor",
      "sync doctor -o wide",
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
    ],
  },
  {
    name: "interrupted",
    snapshot: healthySnapshot({ store: healthyStore({ interrupted: unfinishedChange() }) }),
    commands: [
      "sync status",
      "sync doctor",
      "sync plans",
      "sync explain finding:repair.interrupted",
      "sync explain finding:repair.intent-unreadable",
    ],
  },
  {
    name: "no_store",
    snapshot: emptySnapshot({ daemon: downProbe() }),
    commands: [
      "sync status",
      "sync doctor",
      "sync explain object:diary",
      "sync plans",
      "sync repair --dry-run",
    ],
  },
  {
    name: "help_and_errors",
    snapshot: healthySnapshot(),
    commands: [
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
    ],
  },
];

interface Look {
  readonly width: typeof WIDTHS[number];
  readonly color: boolean;
  readonly unicode: boolean;
}

async function play({ snapshot, commands }: Session, { width, color, unicode }: Look): Promise<string> {
  const parts: string[] = [];
  for (const command of commands) {
    const { code, stdout, stderr } = await runInMemory(command.split(" "), {
      snapshot,
      traits: { isTerminal: true, columns: width },
      environment: { LANG: unicode ? "en_US.UTF-8" : "C", ...(color ? {} : { NO_COLOR: "1" }) },
    });
    parts.push(`$ sourceos ${command}\n${stdout}${stderr}${code === 0 ? "" : `[exit code ${code}]\n`}`);
  }
  return parts.join("\n").replaceAll("\x1b", "\\e");
}

const LOOKS: readonly Look[] = [
  ...WIDTHS.flatMap((width) => [true, false].map((unicode) => ({ width, color: false, unicode }))),
  { width: COLOR_WIDTH, color: true, unicode: true },
];

function fileName(session: Session, { width, color, unicode }: Look): string {
  return `${session.name}.${width}${color ? ".color" : ""}${unicode ? "" : ".ascii"}.txt`;
}

const isUpdating = Deno.env.get("UPDATE_GOLDEN") === "1";

for (const session of SESSIONS) {
  for (const look of LOOKS) {
    const name = fileName(session, look);
    Deno.test(`People see ${name}`, async () => {
      const seen = await play(session, look);
      const file = new URL(name, FOLDER);
      if (isUpdating) Deno.writeTextFileSync(file, seen);
      assertEquals(seen, Deno.readTextFileSync(file));
    });
  }

  for (const width of WIDTHS) {
    for (const unicode of [true, false]) {
      Deno.test(`People see ${session.name} the same in colour at ${width} columns${unicode ? "" : " in ASCII"}`, async () => {
        const colored = await play(session, { width, color: true, unicode });
        const plain = await play(session, { width, color: false, unicode });
        assertEquals(colored.replace(/\\e\[\d+m/g, ""), plain);
      });
    }
  }
}

Deno.test("Every golden file belongs to a session", () => {
  const wanted = SESSIONS.flatMap((session) => LOOKS.map((look) => fileName(session, look))).sort();
  assertEquals([...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort(), wanted);
});
