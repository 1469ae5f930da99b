/** `sync events` through the program: which events are shown, and what of them. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { isJsonObject } from "../../lib/text/json.ts";
import { withFields } from "../helpers/import_stores.ts";
import { readDocument, readLines } from "../helpers/machine_documents.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

/** The events of the sound store, as its journal has them. */
const EVENTS: readonly Readonly<Record<string, unknown>>[] = (() => {
  const journal = HEALTHY.get("journal.jsonl");
  if (journal?.kind !== "file") throw new TypeError("The sound store has no journal");
  return new TextDecoder().decode(journal.bytes).split("\n").flatMap((line) =>
    line.trim() === "" ? [] : JSON.parse(line)
  );
})();
const NEWEST = EVENTS.toReversed();
const WITH_RECORD = NEWEST.find(({ object_id: id }) =>
  typeof id === "string" && HEALTHY.has(`objects/${id.replace(":", "_")}.json`)
);
const OBJECT = String(WITH_RECORD?.["object_id"]);
const OBJECT_FILE = `objects/${OBJECT.replace(":", "_")}.json`;

async function dataOf(root: string, ...words: readonly string[]) {
  const document = await readDocument(
    await runProgram(["sync", "events", ...words, "--store", root, "--json"]),
    "sync events",
  );
  return document.data ?? {};
}

function idsIn(data: Readonly<Record<string, unknown>>): readonly unknown[] {
  const items = data["items"];
  return Array.isArray(items) ? items.map(({ event_id: id }) => id) : [];
}

programTest(
  "events are listed newest first, at most twenty, and by object, actor, lane and time",
  () =>
    withStore(HEALTHY, async (root) => {
      const ids = (events: typeof EVENTS) => events.map(({ event_id: id }) => id);
      const [{ producer, lane, created_at: at } = {}] = NEWEST;
      const all = await dataOf(root);
      assertEquals([idsIn(all), all["returned"], all["more"]], [ids(NEWEST.slice(0, 20)), 20, true]);
      const many = ["--limit", "1000"];
      for (
        const [words, expected] of [
          [["--object", OBJECT], NEWEST.filter((event) => event["object_id"] === OBJECT)],
          [["--actor", String(producer)], NEWEST.filter((event) => event["producer"] === producer)],
          [["--lane", String(lane)], NEWEST.filter((event) => event["lane"] === lane)],
          [["--since", String(at)], NEWEST.filter((event) => String(event["created_at"]) >= String(at))],
        ] as const
      ) {
        assertEquals(idsIn(await dataOf(root, ...words, ...many)), ids(expected), words.join(" "));
      }
      const lines = await runProgram(["sync", "events", "--limit", "2", "--store", root, "-o", "ndjson"]);
      assertEquals((await readLines(lines, "sync events")).records?.length, 2);
    }),
);

programTest(
  "one event is shown in full, and of a secret object not what it says",
  () =>
    withStore(withFields(HEALTHY, OBJECT_FILE, { privacy_class: "secret" }), async (root) => {
      const open = NEWEST.find(({ object_id: id }) => id !== OBJECT && id !== null);
      const [shown, hidden] = [
        await dataOf(root, String(open?.["event_id"])),
        await dataOf(root, String(WITH_RECORD?.["event_id"])),
      ];
      const payloads = [shown, hidden].map(({ item }) => isJsonObject(item) ? [item["payload"], item["hidden"]] : []);
      assertEquals(payloads, [[open?.["payload"], false], [null, true]]);
    }),
);

programTest(
  "of an object whose record is gone, or lies where the daemon does not find it, nobody is told what an event says",
  () =>
    withStore(HEALTHY, async (root) => {
      const told = async () => {
        const { item } = await dataOf(root, String(WITH_RECORD?.["event_id"]));
        return isJsonObject(item) ? [item["payload"], item["hidden"]] : [];
      };
      assertEquals(await told(), [WITH_RECORD?.["payload"], false]);
      Deno.renameSync(join(root, OBJECT_FILE), join(root, "objects/elsewhere.json"));
      assertEquals(await told(), [null, true]);
      Deno.symlinkSync("elsewhere.json", join(root, OBJECT_FILE));
      assertEquals(await told(), [null, true]);
    }),
);

programTest("there are more only where more than are shown fit", () =>
  withStore(HEALTHY, async (root) => {
    const fits = EVENTS.filter((event) => event["object_id"] === OBJECT).length;
    const moreOf = async (limit: number) => (await dataOf(root, "--object", OBJECT, "--limit", String(limit)))["more"];
    assertEquals([await moreOf(fits + 1), await moreOf(fits), await moreOf(fits - 1)], [false, false, true]);
  }));

programTest(
  "events go into a spreadsheet and through a shell, as their lines tell them",
  () =>
    withStore(HEALTHY, async (root) => {
      const [first = {}, second = {}] = NEWEST;
      const text = async (...words: readonly string[]) =>
        (await runProgram(["sync", "events", ...words, "--store", root])).stdout;
      const names = ["created_at", "event_id", "event_type", "lane", "object_id", "producer", "applied"];
      const rows = [first, second].map((event) => names.map((name) => event[name] ?? "").join(","));
      assertEquals(await text("--limit", "2", "-o", "csv"), [names.join(","), ...rows, ""].join("\r\n"));
      assertEquals(await text(String(second["event_id"]), "-o", "csv"), [names.join(","), rows[1], ""].join("\r\n"));
      assertEquals(await text("--limit", "2", "-o", "name"), `${first["event_id"]}\n${second["event_id"]}\n`);
    }),
);

programTest("what cannot be listed is refused with the way out", () =>
  withStore(HEALTHY, async (root) => {
    for (
      const [words, code, message] of [
        [["evt-99999999"], 17, "the journal has no such event"],
        [["evt-00000001", "--lane", "normal"], 2, "one event is shown in full"],
        [["--since", "yesterday"], 2, "it is no moment"],
        [["--limit", "0"], 2, "--limit"],
      ] as const
    ) {
      const run = await runProgram(["sync", "events", ...words, "--store", root]);
      assertEquals([run.code, run.stdout], [code, ""], words.join(" "));
      assertStringIncludes(run.stderr, message);
    }
  }));
