import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { selectEvents } from "../../../commands/host/store/event_reader.ts";
import { createRunningHash } from "../../../commands/host/files/hashing.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { withFolder } from "../../helpers/stores.ts";
import { encode, sampleEvent } from "../../lib/journal/sample.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

const READ = `${sampleEvent(1)}\n${sampleEvent(2, { object_id: "object:other" })}\n${sampleEvent(3)}\n`;

function sha256(text: string): string {
  const hash = createRunningHash();
  hash.update(encode(text));
  return hash.digest();
}

/** Selects the events of one object from a journal of which `read` had been read before. */
async function select(folder: string, read: string, take: (line: string) => void = () => {}) {
  const lines: string[] = [];
  const { state, error, selection } = await selectEvents(join(folder, "journal.jsonl"), {
    objects: new Set(["object:alpha"]),
    take(line) {
      const text = new TextDecoder().decode(line);
      take(text);
      lines.push(JSON.parse(text).event_id);
    },
    bytes: encode(read).length,
    sha256: sha256(read),
    progress: NO_PROGRESS,
  });
  return { state, error, events: selection?.events ?? null, lines };
}

const BOTH = { events: 2, lines: ["evt-00000001", "evt-00000003"] };
const cases: readonly (readonly [name: string, journal: string, want: object])[] = [
  ["the events of a journal that stayed as it was", READ, { state: "selected", error: null, ...BOTH }],
  [
    "nothing that was appended since",
    `${READ}${sampleEvent(4)}\n`,
    { state: "selected", error: null, ...BOTH },
  ],
  [
    "that the journal was rewritten",
    READ.replace("evt-00000002", "evt-00000009"),
    { state: "moved_on", error: null, ...BOTH },
  ],
  [
    "that the journal became shorter",
    `${sampleEvent(1)}\n`,
    { state: "moved_on", error: null, events: 1, lines: ["evt-00000001"] },
  ],
];

for (const [name, journal, want] of cases) {
  Deno.test(`selectEvents() tells ${name}`, () =>
    withFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "journal.jsonl"), journal);
      assertEquals(await select(folder, READ), want);
    }));
}

Deno.test("selectEvents() tells that a journal went away, and nothing of one that never was", () =>
  withFolder(async (folder) => {
    assertEquals((await select(folder, READ)).state, "moved_on");
    assertEquals(await select(folder, ""), { state: "selected", error: null, events: 0, lines: [] });
  }));

Deno.test("selectEvents() opens nothing that is no file", () =>
  withFolder(async (folder) => {
    await Deno.symlink(join(folder, "elsewhere"), join(folder, "journal.jsonl"));
    assertEquals(await select(folder, READ), {
      state: "unreadable",
      error: "it is a symlink, which is never followed or opened",
      events: null,
      lines: [],
    });
  }));

Deno.test("selectEvents() does not blame the journal where a line cannot be put aside", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "journal.jsonl"), READ);
    let taken = 0;
    const full = () => {
      taken++;
      throw new CliError("io", "Cannot put data aside: there is no room");
    };
    const error = await assertRejects(() => select(folder, READ, full), CliError);
    assertEquals([error.message, taken], ["Cannot put data aside: there is no room", 1]);
  }));
