/** Every file that the program writes keeps the JSON Schema that `--print-schema=NAME` prints of it. */
import { assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import { realOperations } from "../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../commands/host/change/store_changer.ts";
import type { StoreChanger } from "../../commands/host/types/store_changer.ts";
import type { StopSignal } from "../../lib/change/stop_signal.ts";
import { INTENT_PATH } from "../../lib/model/change.ts";
import { FILE_FORMATS } from "../../lib/model/file_format_names.ts";
import { compileSchema } from "../helpers/json_schema.ts";
import { faultyStore, HEALTHY, withStore } from "../helpers/stores.ts";
import { unpackTar } from "../helpers/tars.ts";
import { runInProcess } from "../helpers/in_process.ts";

type Effects = Parameters<typeof runInProcess>[1];

/** Runs the command on the store, in its folder, and expects that exit code. */
async function ran(root: string, line: string, exit = 0, effects: Effects = {}): Promise<string> {
  const words = line.split(" ").map((word) => word.replace("$FOLDER", dirname(root)));
  const { code, stdout, stderr } = await runInProcess(["sync", ...words, "--store", root, "--daemon", "none"], effects);
  assertEquals(code, exit, `${line}\n${stdout}\n${stderr}`);
  return stdout;
}

function readText(...path: readonly string[]): string {
  return Deno.readTextFileSync(join("/", ...path));
}

/** The files of a folder below the store whose names begin so. */
function filesOf(root: string, folder: string, begin: string): readonly string[] {
  return [...Deno.readDirSync(join(root, folder))].filter(({ name }) =>
    name.startsWith(begin) && name.endsWith(".json")
  )
    .map(({ name }) => readText(root, folder, name));
}

/** A changer whose process is told to end as soon as the intent is written. */
function interruptedAtIntent(): StoreChanger {
  let send: (signal: StopSignal) => void = () => {};
  return createStoreChanger({
    files: {
      ...realOperations,
      rename(from, to) {
        realOperations.rename(from, to);
        if (to.endsWith(INTENT_PATH)) send("interrupted");
      },
    },
    signals(onSignal) {
      send = onSignal;
      return () => {};
    },
    exit: () => {},
    command: "sourceos sync repair",
  });
}

/** Builds what was never built, as the scopes name it, and seals the torn line. */
const SCOPES = "--scope index:object-heads --scope checkpoint:journal --scope journal";

async function repaired(root: string, effects: Effects = {}, exit = 0): Promise<void> {
  await ran(root, `repair --dry-run ${SCOPES} --save $FOLDER/plan.json`);
  await ran(root, `repair --apply --plan $FOLDER/plan.json ${SCOPES}`, exit, effects);
}

async function exported(root: string): Promise<void> {
  await ran(root, "export profile:work --out $FOLDER/b.tar");
}

/** The texts of that kind that the program leaves. */
const MAKERS: Readonly<Record<string, (root: string) => Promise<readonly string[]>>> = {
  async snapshot(root) {
    await ran(root, "doctor --save-snapshot $FOLDER/s.json", 4);
    return [readText(root, "../s.json")];
  },
  async bundle(root) {
    await exported(root);
    const members = unpackTar(Deno.readFileSync(join(root, "../b.tar")));
    return members.filter(({ path }) => path === "data/bundle.json")
      .map(({ content }) => new TextDecoder().decode(content));
  },
  async plan(root) {
    await ran(root, "repair --dry-run --save $FOLDER/plan.json");
    return [readText(root, "../plan.json")];
  },
  async report(root) {
    await repaired(root);
    return filesOf(root, "repair-reports", "repair-");
  },
  async proof(root) {
    await exported(root);
    await ran(root, "import $FOLDER/b.tar --verify --record");
    return filesOf(root, "repair-reports", "drill-");
  },
  async intent(root) {
    await repaired(root, { changer: () => Promise.resolve(interruptedAtIntent()) }, 130);
    return [readText(root, INTENT_PATH)];
  },
  async index(root) {
    await repaired(root);
    return filesOf(root, "indexes", "");
  },
  async checkpoint(root) {
    await repaired(root);
    return filesOf(root, "checkpoints", "");
  },
  async accepted(root) {
    const { findings } = JSON.parse(await ran(root, "doctor --json", 4)).data;
    const { target } = findings.find(({ id }: { readonly id: string }) => id === "journal.torn-tail");
    await ran(
      root,
      `doctor --accepted $FOLDER/known.json --accept journal.torn-tail --target ${target} --reason known`,
    );
    return [readText(root, "../known.json")];
  },
  async "integrity-report"(root) {
    await ran(root, "doctor --save-report $FOLDER/r.json", 4);
    return [readText(root, "../r.json")];
  },
};

Deno.test("there is a file to hold against each schema that is printed", () => {
  assertEquals(Object.keys(MAKERS).sort(), [...FILE_FORMATS].sort());
});

for (const [name, make] of Object.entries(MAKERS)) {
  Deno.test(`--print-schema=${name} describes what the program writes`, () =>
    withStore(name === "proof" || name === "bundle" ? HEALTHY : faultyStore("torn-tail"), async (root) => {
      const schema: object = JSON.parse(await ran(root, `doctor --print-schema=${name}`));
      const texts = await make(root);
      assertEquals(texts.length > 0, true);
      const validate = compileSchema(schema);
      assertEquals(texts.flatMap((text) => validate(JSON.parse(text))), []);
      assertEquals(validate({}).length > 0, true);
    }));
}
