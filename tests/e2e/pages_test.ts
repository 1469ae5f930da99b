/** Pages for a browser: what stands in them, where they go, and that a real browser has nothing to say against them. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { OBJECT } from "../helpers/commands.ts";
import { isInstalled, programPath, programTest, runCommand, runProgram } from "../helpers/program.ts";
import { FAULTY, withFolder } from "../helpers/stores.ts";
import { textFile, writeStore } from "../../fixtures/store_files.ts";

const HOSTILE = `</title><script>alert(1)</script><img src="x" onerror='alert(2)'>`;
/** As a record that cannot be read, its name, and what it holds, come from outside. */
const STORE = new Map([...FAULTY, [`objects/object_${HOSTILE.replaceAll("/", "_")}.json`, textFile(HOSTILE)]]);

const COMMANDS = [["status"], ["doctor"], ["explain", OBJECT], ["explain", "lane:normal"], [
  "explain",
  "exit:13",
]] as const;

interface Pages {
  readonly root: string;
  readonly folder: string;
  /** By the command, the file of its page. */
  readonly files: ReadonlyMap<string, string>;
}

function withPages(use: (pages: Pages) => Promise<void> | void): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(STORE, root);
    const files = new Map<string, string>();
    for (const words of COMMANDS) {
      const file = join(folder, `${files.size}.html`);
      const args = ["sync", ...words, "--store", root];
      const page = await runProgram([...args, "-o", "html", "--out", file]);
      const document = await runProgram([...args, "-o", "json"]);
      assertEquals([page.code, page.stdout, page.stderr], [document.code, "", document.stderr]);
      files.set(words.join(" "), file);
    }
    await use({ root, folder, files });
  });
}

programTest(
  "a page asks for nothing and runs nothing, whatever the store says, and only its owner may read it",
  () =>
    withPages(({ files }) => {
      for (const [command, file] of files) {
        const text = Deno.readTextFileSync(file);
        assertEquals(
          text.match(/<(?:script|img|link|iframe|object|form)|\s(?:src|href|on\w+)=["']|url\(|@import/gi),
          null,
          command,
        );
        assertStringIncludes(text, `content="default-src 'none'; style-src 'sha256-`);
        assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
      }
    }),
);

programTest("the pages tell what the documents tell", () =>
  withPages(async ({ root, files }) => {
    const read = (command: string) => Deno.readTextFileSync(files.get(command) ?? "");
    const args = ["--store", root, "-o", "json", "--query", "data.findings[].id"];
    const { stdout } = await runProgram(["sync", "doctor", ...args]);
    const ids: unknown = JSON.parse(stdout);
    assert(Array.isArray(ids));
    const page = read("doctor");
    assertEquals(ids.filter((id) => !page.includes(`<code>${id}</code>`)), []);
    assertStringIncludes(page, '<div class="verdict unsafe"');
    assertStringIncludes(read("status"), "Events a day");
    assertStringIncludes(read(`explain ${OBJECT}`), "Is it safe to sync?");
    assertStringIncludes(read("explain exit:13"), "The store moved on since the plan");
  }));

programTest(
  "the page of a program that is called sourceos-sync has the name that is typed",
  () =>
    withPages(async ({ root, folder }) => {
      const called = join(folder, "sourceos-sync");
      Deno.symlinkSync(programPath(), called);
      for (const words of [["status"], ["doctor"], ["explain", OBJECT]]) {
        const { stdout } = await runCommand(called, [...words, "--store", root, "-o", "html"]);
        assertStringIncludes(stdout, `<title>sourceos-sync ${words.join(" ")}</title>`);
      }
    }),
);

programTest(
  "a page is not written into the store, and --out without it is a usage error",
  () =>
    withPages(async ({ root, folder }) => {
      const args = ["sync", "status", "--store", root];
      const inside = await runProgram([...args, "-o", "html", "--out", join(root, "status.html")]);
      const table = await runProgram([...args, "--out", join(folder, "status.txt")]);
      const list = await runProgram(["sync", "actors", "--store", root, "-o", "html"]);
      assertEquals([inside.code, table.code, list.code], [2, 2, 2]);
    }),
);

programTest(
  "a browser shows each page, in light and in dark and on a phone, without a word on its console",
  () =>
    withPages(async ({ folder, files }) => {
      for (const [command, file] of files) {
        for (const more of [[], ["--blink-settings=preferredColorScheme=0"], ["--window-size=400,800"]]) {
          const { stderr, stdout } = await new Deno.Command("chromium", {
            args: [
              ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
              ...[`--user-data-dir=${join(folder, "browser")}`, "--enable-logging=stderr", "--dump-dom", ...more],
              `file://${file}`,
            ],
            stdin: "null",
          }).output();
          const said = new TextDecoder().decode(stderr).split("\n").filter((line) => line.includes("CONSOLE"));
          assertEquals(said, [], command);
          assertStringIncludes(new TextDecoder().decode(stdout), "</main>");
        }
      }
    }),
  { ignore: !isInstalled("chromium") },
);
