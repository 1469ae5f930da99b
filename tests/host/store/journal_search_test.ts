import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { searchJournal } from "../../../commands/host/store/journal_search.ts";
import { withFolder } from "../../helpers/stores.ts";
import { sampleEvent } from "../../lib/journal/sample.ts";

const progress = { report: () => {}, clear: () => Promise.resolve() };
const NOTHING = { total: 0, head: null, first: null, newest: [], bytes: 0 };
const question = { role: "object", id: "café", newest: 2, progress } as const;

Deno.test("searchJournal() says that there is no journal", () =>
  withFolder(async (folder) => {
    assertEquals(await searchJournal(join(folder, "journal.jsonl"), question), {
      state: "absent",
      error: null,
      ...NOTHING,
    });
  }));

Deno.test("searchJournal() opens nothing that is no file", () =>
  withFolder(async (folder) => {
    await Deno.symlink(join(folder, "elsewhere"), join(folder, "journal.jsonl"));
    assertEquals(await searchJournal(join(folder, "journal.jsonl"), question), {
      state: "unreadable",
      error: "it is a symlink, which is never followed or opened",
      ...NOTHING,
    });
  }));

Deno.test("searchJournal() finds events over many chunks, however the id is escaped", () =>
  withFolder(async (folder) => {
    const filler = `${sampleEvent(1, { payload: { text: "ü".repeat(2_000) } })}\n`.repeat(1_000);
    const escaped = sampleEvent(2, { object_id: "X" }).replace("X", "caf\\u00e9");
    const text = `${sampleEvent(1, { object_id: "café" })}\n${filler}${escaped}\n`;
    const path = join(folder, "journal.jsonl");
    await Deno.writeTextFile(path, text);
    const { state, total, head, newest, bytes } = await searchJournal(path, question);
    const offset = new TextEncoder().encode(text).length - escaped.length - 1;
    assertEquals(
      { state, total, line: head?.line, offset: head?.offset, newest: newest.map((event) => event.line), bytes },
      { state: "searched", total: 2, line: 1_002, offset, newest: [1, 1_002], bytes: offset + escaped.length + 1 },
    );
  }));

Deno.test("searchJournal() looks again at a line that is being appended", () =>
  withFolder(async (folder) => {
    const path = join(folder, "journal.jsonl");
    const event = sampleEvent(1, { object_id: "café" });
    await Deno.writeTextFile(path, event.slice(0, 90));
    const searching = searchJournal(path, question);
    await Deno.writeTextFile(path, `${event.slice(90)}\n${event}\n`, { append: true });
    const { state, total, bytes } = await searching;
    const length = new TextEncoder().encode(event).length + 1;
    assertEquals({ state, total, bytes }, { state: "searched", total: 1, bytes: length });
  }));
