/** Each refusal that prints a command, on a real store: the command names that store and runs as printed. */
import { assertEquals } from "@std/assert";
import { HOST_WITH_STORE } from "../../fixtures/content_sync/hosts.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { type StoreFiles, textFile, writeStore } from "../../fixtures/store_files.ts";
import { exportTo, withBridge } from "../helpers/import_stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { ALL_SCOPES, applyWords, DAMAGED, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { faultyStore, HEALTHY, withFolder } from "../helpers/stores.ts";

const TARGET = "profile:open-source";
const PLACE = "workspace:home";
const AIR_GAPPED = "profile:vault";

/** What the refusals are made with; every file is beside the store. */
interface Given {
  readonly root: string;
  readonly folder: string;
}

interface Refusal {
  readonly name: string;
  readonly store?: StoreFiles;
  /** What was done before; what it gives back is the last word. */
  readonly before?: (given: Given) => Promise<string> | string;
  readonly words: readonly string[];
  readonly exit: number;
  /** What each printed command ends with, by its name and mode. */
  readonly printed: Readonly<Record<string, number>>;
}

const INDEX = faultyStore("index-cut-off");
const BRIDGED = withBridge(HEALTHY);
const NAMELESS: StoreFiles = new Map([
  ...HEALTHY,
  ["profiles/nameless.json", textFile('{"record_id": "profile:nameless"}\n')],
]);
/** The daemon's content-sync half alone. */
const CONTENT_SYNC: StoreFiles = new Map(
  [...HOST_WITH_STORE].filter(([path]) => /^(receipts|orchestration|current-version)/.test(path)),
);

const plan = ({ root }: Given) => savedPlan(root);
const report = async ({ root }: Given) => {
  const { outcome } = await repaired(root, applyWords(await savedPlan(root), ALL_SCOPES));
  return outcome?.report_id ?? "";
};
const bundle = (target: string) => async ({ folder }: Given) => {
  writeStore(HEALTHY, `${folder}/source`);
  await exportTo(`${folder}/source`, target, `${folder}/in.tar`);
  return `${folder}/in.tar`;
};
const written = (text: string) => ({ folder }: Given) => {
  Deno.writeTextFileSync(`${folder}/given`, text);
  return `${folder}/given`;
};

const REFUSALS: readonly Refusal[] = [
  { name: "no mode of repair", words: ["repair"], exit: 2, printed: { "repair --dry-run": 0 } },
  { name: "no plan", store: DAMAGED, words: ["repair", "--apply"], exit: 18, printed: { "repair --dry-run": 0 } },
  {
    name: "no scope for a plan",
    store: INDEX,
    before: plan,
    words: ["repair", "--apply", "--plan"],
    exit: 18,
    printed: { "repair --apply": 0 },
  },
  {
    name: "no scope for an undo",
    store: INDEX,
    before: report,
    words: ["repair", "--undo"],
    exit: 18,
    printed: { "repair --undo": 0 },
  },
  {
    name: "what is no plan",
    store: INDEX,
    before: written("{}"),
    words: ["repair", "--apply", "--scope", "derived", "--plan"],
    exit: 14,
    printed: { "repair --dry-run": 0 },
  },
  {
    name: "the scope of no repair",
    words: ["repair", "--dry-run", "--scope", "profile:personal"],
    store: INDEX,
    exit: 18,
    printed: { "repair --dry-run": 0 },
  },
  {
    name: "an unknown report",
    store: INDEX,
    before: async (given) => {
      await report(given);
      return "nobody-has-this";
    },
    words: ["repair", "--scope", "derived", "--undo"],
    exit: 17,
    printed: { "repair reports": 0 },
  },
  {
    name: "other scopes than an interrupted repair has",
    store: faultyStore("interrupted-repair"),
    before: plan,
    words: ["repair", "--apply", "--scope", "disposable", "--plan"],
    exit: 18,
    printed: { "repair --dry-run": 0 },
  },
  {
    name: "a repair of content sync",
    store: CONTENT_SYNC,
    words: ["repair", "--dry-run"],
    exit: 10,
    printed: { "status": 0 },
  },
  { name: "an export of an air gap", words: ["export", AIR_GAPPED], exit: 12, printed: { "explain": 0 } },
  {
    name: "an export of what breaks its contract",
    store: NAMELESS,
    words: ["export", "profile:nameless"],
    exit: 12,
    printed: { "explain": 0 },
  },
  {
    name: "an export without a journal that can be read",
    before: ({ root, folder }) => {
      Deno.removeSync(`${root}/journal.jsonl`);
      Deno.mkdirSync(`${root}/journal.jsonl`);
      return `${folder}/out.tar`;
    },
    words: ["export", TARGET, "--out"],
    exit: 19,
    printed: { "doctor": 4 },
  },
  {
    name: "an import without a scope",
    store: BRIDGED,
    before: bundle(PLACE),
    words: ["import", "--apply"],
    exit: 18,
    printed: { "import --apply": 0 },
  },
  {
    name: "an import in other scopes than the bundle's",
    store: BRIDGED,
    before: bundle(PLACE),
    words: ["import", "--apply", "--scope", "object:nobody-has-this"],
    exit: 18,
    printed: { "import --apply": 0 },
  },
  {
    name: "an import behind a torn line",
    store: applyFaults(BRIDGED, ["torn-tail"], 5).files,
    before: bundle(PLACE),
    words: ["import", "--apply", "--scope", PLACE],
    exit: 12,
    printed: { "repair --dry-run": 0 },
  },
  {
    name: "an import by nobody who is registered",
    store: withBridge(new Map([...HEALTHY].filter(([path]) => !path.startsWith("objects/")))),
    before: bundle(PLACE),
    words: ["import", "--apply", "--scope", PLACE, "--actor", "actor:zzzzzzzzzzzzzzzz"],
    exit: 17,
    printed: { "actors": 0 },
  },
  { name: "an object to explain that is not named", words: ["explain"], exit: 2, printed: { "explain": 0 } },
  {
    name: "an earlier report that is none",
    before: written("{}"),
    words: ["doctor", "--since"],
    exit: 14,
    printed: { "doctor": 0 },
  },
];

/** The words of each command of ours in the text, as lib/text/command_line.ts quotes them. */
function commandsIn(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/sourceos (sync (?:'[^']*'|[^\s',;]|,(?=\S))+(?: (?:'[^']*'|[^\s',;]|,(?=\S))+)*)/g)].map(
    ([, line = ""]) => line.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1")),
  );
}

/** The words up to the end of the command: what follows the store's name is prose. */
function withoutProse(words: readonly string[], root: string): readonly string[] {
  const end = words.indexOf(root);
  return end < 0 ? words : words.slice(0, end + 1);
}

const nameOf = ([, command = "", second = ""]: readonly string[]) =>
  command === "repair" ? `${command} ${second}` : command;

for (const { name, store = HEALTHY, before, words, exit, printed } of REFUSALS) {
  Deno.test(`${name} is refused with a command that runs as printed`, () =>
    withFolder(async (folder) => {
      const root = `${folder}/store`;
      writeStore(store, root);
      const last = await before?.({ root, folder });
      const typed = ["sync", ...words, ...(last === undefined ? [] : [last]), "--store", root];
      const refused = await runInProcess([...typed, "--daemon", "none", "--json"]);
      const [error] = JSON.parse(refused.stdout).errors;
      const told: Record<string, number> = {};
      for (const command of commandsIn(error.hint)) {
        const line = withoutProse(command, root);
        const isOfStore = line.includes("--store") || line.at(-1) === "--help";
        assertEquals(isOfStore, true, `${line.join(" ")} lacks the store`);
        const real = line.map((word) =>
          word === "FILE" || word === "plan.json" ? `${folder}/new` : word === "workspace:ID" ? PLACE : word
        );
        const result = await runInProcess([...real, "--daemon", "none"]);
        const mode = real.includes("import") && real.includes("--apply") ? "import --apply" : nameOf(real);
        told[mode] = result.code;
      }
      assertEquals({ exit: refused.code, printed: told }, { exit, printed }, `${error.message}\n${error.hint}`);
    }));
}
