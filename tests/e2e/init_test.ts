/** `sourceos sync init`: what it makes, where it refuses to, and what an interrupted one leaves to the next. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { NEW_STORE, newManifestText } from "../../lib/store/new_store.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { IS_COMPILED, PLAIN_USER, programPath, programTest, runProgram, runShell } from "../helpers/program.ts";
import { daemonTest, pythonText } from "../helpers/reference_daemon.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

/** What SOURCE_DATE_EPOCH says in tests. */
const AT = "2026-07-01T00:00:00Z";

/** Every path with its permission bits, and the text of files. */
function seen(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string) => {
    const { mode, isDirectory } = Deno.lstatSync(join(root, path));
    const text = isDirectory ? "folder" : Deno.readTextFileSync(join(root, path));
    found[path] = `${((mode ?? 0) & 0o7777).toString(8)} ${text}`;
    if (isDirectory) { for (const { name } of Deno.readDirSync(join(root, path))) visit(join(path, name)); }
  };
  visit(".");
  return found;
}

/** The account that owns it, as /etc/passwd names it. */
function accountOf(path: string): { readonly uid: number | null; readonly name: string | null } {
  const { uid } = Deno.lstatSync(path);
  const [line] = Deno.readTextFileSync("/etc/passwd").split("\n").filter((line) => line.split(":")[2] === String(uid));
  return { uid, name: line?.split(":")[0] ?? null };
}

function newStore(folderMode: string, fileMode: string): Readonly<Record<string, string>> {
  return {
    ".": `${folderMode} folder`,
    ...Object.fromEntries(NEW_STORE.folders.map((name) => [name, `${folderMode} folder`])),
    "journal.jsonl": `${fileMode} `,
    "manifest.json": `${fileMode} ${newManifestText(AT)}`,
  };
}

for (const [umask, folderMode, fileMode] of [["022", "755", "644"], ["077", "700", "600"]] as const) {
  programTest(`init makes a store with the modes that umask ${umask} leaves`, () =>
    withFolder(async (folder) => {
      const root = join(folder, "new");
      const { code, stderr } = await runShell(`umask ${umask}; "$@"`, ["sync", "init", "--store", root]);
      assertEquals({ code, stderr, made: seen(root) }, { code: 0, stderr: "", made: newStore(folderMode, fileMode) });
    }));
}

daemonTest("makes the same store as init does, in content and modes", () =>
  withFolder(async (folder) => {
    const made = await runProgram(["sync", "init", "--store", join(folder, "ours")]);
    pythonText(
      `import sys; from sourceos_syncd import local_store, store_reports
local_store.utc_now = lambda: "${AT}"
store_reports.init_store(sys.argv[1])`,
      join(folder, "theirs"),
    );
    assertEquals(made.code, 0, made.stderr);
    assertEquals(seen(join(folder, "ours")), seen(join(folder, "theirs")));
  }));

programTest(
  "init tells what it made, whose it is and what comes next, and the store is healthy",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "new");
      const document = await readDocument(
        await runProgram(["sync", "init", "--store", root, "-o", "json"]),
        "sync init",
      );
      assertEquals(document.data, {
        mode: "made",
        root,
        found: "absent",
        owner: accountOf(root),
        folders: NEW_STORE.folders,
        files: [{ path: "journal.jsonl", bytes: 0 }, { path: "manifest.json", bytes: newManifestText(AT).length }],
        next: [`sourceos sync import BUNDLE --store ${root}`],
      });
      const status = await runProgram(["sync", "status", "--store", root]);
      assertStringIncludes(status.stdout, "healthy: Nothing is wrong");
    }),
);

programTest("init --dry-run shows what would be made and makes nothing", () =>
  withFolder(async (folder) => {
    const root = join(folder, "new");
    const { code, stdout } = await runProgram(["sync", "init", "--store", root, "--dry-run"]);
    assertEquals([code, [...Deno.readDirSync(folder)]], [0, []]);
    assertStringIncludes(stdout, "This is a preview: nothing was made.");
  }));

programTest("init goes on with what an interrupted one has left", () =>
  withFolder(async (folder) => {
    Deno.mkdirSync(join(folder, "profiles"));
    Deno.mkdirSync(join(folder, "tmp"));
    Deno.writeTextFileSync(join(folder, "journal.jsonl"), "");
    Deno.writeTextFileSync(join(folder, "manifest.json.tmp"), '{"schema": "sour');
    const document = await readDocument(await runProgram(["sync", "init", "--store", folder, "--json"]), "sync init");
    const [ofFolders = "", ofFiles = ""] = [0o777, 0o666].map((mode) => (mode & ~Deno.umask()).toString(8));
    assertEquals([document.data?.["found"], seen(folder)], ["begun", {
      ...newStore(ofFolders, ofFiles),
      ".": "755 folder",
    }]);
  }));

interface Refusal {
  readonly name: string;
  readonly words: (folder: string) => readonly string[];
  readonly exit: number;
  /** `$F` stands for the folder. */
  readonly message: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: "no --store",
    words: () => [],
    exit: 2,
    message: "Cannot make a store: --store does not say where",
  },
  {
    name: "a folder in one that is not there",
    words: (folder) => ["--store", join(folder, "no", "store")],
    exit: 17,
    message: 'Cannot make a store at "$F/no/store": there is no folder "$F/no"',
  },
  {
    name: "a store",
    words: (folder) => ["--store", join(folder, "store")],
    exit: 2,
    message: 'Cannot make a store at "$F/store": there is a store already',
  },
  {
    name: "a folder that holds something",
    words: (folder) => ["--store", folder],
    exit: 2,
    message: 'Cannot make a store at "$F": it holds "file", "link", "store"',
  },
  {
    name: "a file",
    words: (folder) => ["--store", join(folder, "file")],
    exit: 2,
    message: 'Cannot make a store at "$F/file": what is there is no folder',
  },
  {
    name: "a link",
    words: (folder) => ["--store", join(folder, "link")],
    exit: 2,
    message: 'Cannot make a store at "$F/link": it is a link',
  },
];

for (const { name, words, exit, message } of REFUSALS) {
  programTest(`init refuses ${name}, and makes nothing`, () =>
    withStore(HEALTHY, async (root) => {
      const folder = dirname(root);
      Deno.writeTextFileSync(join(folder, "file"), "");
      Deno.symlinkSync("nowhere", join(folder, "link"));
      const before = seen(folder === root ? root : join(root));
      const run = await runProgram(["sync", "init", ...words(folder)], {
        env: { SOURCEOS_STATE_DIR: join(folder, "new") },
      });
      const [line = ""] = run.stderr.split("\n");
      assertEquals([run.code, line, seen(root)], [exit, `error: ${message.replaceAll("$F", folder)}`, before]);
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["file", "link", "store"]);
    }));
}

programTest(
  "init refuses root in a folder of another user, and the command that it prints makes the store as that user",
  () =>
    withFolder(async (folder) => {
      const home = join(folder, "home");
      Deno.mkdirSync(home);
      Deno.chownSync(home, PLAIN_USER.uid ?? null, PLAIN_USER.gid ?? null);
      const root = join(home, "store");
      const refused = await runProgram(["sync", "init", "--store", root]);
      assertEquals([refused.code, [...Deno.readDirSync(home)]], [12, []]);
      assertStringIncludes(refused.stderr, `Cannot make a store in "${home}": it belongs to`);
      const [, command = ""] = /hint: Run (.*)/s.exec(refused.stderr) ?? [];
      const pasted = command.trim().replaceAll("\n", " ").replace("sourceos sync", `${programPath(PLAIN_USER)} sync`);
      const { code, stderr } = await runShell(pasted, []);
      assertEquals([code, Deno.lstatSync(join(root, "manifest.json")).uid], [0, PLAIN_USER.uid], stderr);
    }),
  { ignore: Deno.uid() !== 0 || !IS_COMPILED },
);
