/**
 * What a released version wrote is read for ever: fixtures/releases/ keeps, by version, a store after a repair, and the plan, bundle,
 * snapshot and reports that were made of it. They are never written anew.
 */
import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { runInProcess } from "../helpers/in_process.ts";
import { withFolder } from "../helpers/stores.ts";

const RELEASES = fromFileUrl(new URL("../../fixtures/releases/", import.meta.url));

for (const { name: version } of Deno.readDirSync(RELEASES)) {
  const file = (name: string) => join(RELEASES, version, name);

  /** Runs on a copy of the store, with the folder in it that git does not keep. */
  const onStore = (check: (run: (...args: readonly string[]) => ReturnType<typeof runInProcess>) => Promise<void>) =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      await new Deno.Command("cp", { args: ["-R", file("store"), root] }).output();
      await Deno.mkdir(join(root, "tmp"), { recursive: true });
      await check((...args) => runInProcess(["sync", ...args, "--store", root]));
    });

  Deno.test(`a store of ${version} is sound, and its repair can be taken back`, () =>
    onStore(async (run) => {
      const doctor = await run("doctor");
      assertEquals([doctor.code, doctor.stderr], [0, ""]);
      const reports = [...Deno.readDirSync(file("store/repair-reports"))].filter(({ isFile }) => isFile);
      const [report = ""] = reports.map(({ name }) => name.replace(".json", ""));
      const undo = await run("repair", "--undo", report, "--scope", "derived");
      assertEquals([undo.code, undo.stderr], [0, ""]);
    }));

  Deno.test(`a bundle of ${version} is known in the store that it is of`, () =>
    onStore(async (run) => {
      const { code, stderr } = await run("import", file("bundle.tar"));
      assertEquals([code, stderr], [0, ""]);
    }));

  Deno.test(`a plan of ${version} is read, and what it does is done already`, () =>
    onStore(async (run) => {
      const { code, stderr } = await run("repair", "--apply", "--plan", file("plan.json"), "--scope", "derived");
      assertEquals([code, stderr], [0, ""]);
    }));

  for (const name of ["snapshot.json", "report.json"]) {
    Deno.test(`${name} of ${version} is looked at in the place of a store`, async () => {
      const { code, stderr } = await runInProcess(["sync", "status", "--snapshot", file(name), "-o", "json"]);
      assertEquals([code, stderr], [0, ""]);
    });
  }

  Deno.test(`doctor compares with a report of ${version}`, () =>
    onStore(async (run) => {
      const { code, stdout } = await run("doctor", "--since", file("doctor.json"), "-o", "json");
      assertEquals([code, JSON.parse(stdout).data.since.gone], [0, []]);
    }));
}
