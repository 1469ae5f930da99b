/** The proof of a restore: what `import --verify` says, and what --record keeps of it. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { emptyStore, recordIn, withFields } from "../helpers/import_stores.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { HEALTHY } from "../helpers/stores.ts";
import { runTool } from "../helpers/tools.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { done, exported, FILE, ID, imported, SCOPED, sealAgain, TARGET, withStores } from "../helpers/import_runs.ts";

programTest(
  "--verify proves a restore without a store, and leaves nothing behind",
  () =>
    withStores({ a: HEALTHY }, async (folder) => {
      for (const target of ["profile:personal", TARGET, "workspace:atlas", ID]) {
        const bundle = await exported(join(folder, "a"), "b.tar", [], target);
        const start = contentOf(folder);
        const { code, data, document } = await imported(bundle, ["--verify"], { env: { TMPDIR: folder } });
        assertEquals([code, data?.mode, data?.drill?.proven, data?.drill?.differences], [0, "verify", true, []]);
        assertEquals(data?.drill?.members.filter(({ equal }) => !equal), []);
        assertEquals(document.source, { kind: "bundle", store: null, daemon: null });
        assertEquals(differences(start, contentOf(folder)), []);
        assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a", "b.tar"]);
        Deno.removeSync(bundle);
      }
    }),
);

programTest(
  "--verify proves the bundle of a host that has imported, whose bridge nothing but that import names",
  () =>
    withStores({ a: HEALTHY, b: emptyStore() }, async (folder) => {
      const b = join(folder, "b");
      await done(await exported(join(folder, "a"), "a.tar"), [...SCOPED, "--store", b]);
      const { data } = await imported(await exported(b, "b.tar"), ["--verify"]);
      assertEquals([data?.drill?.proven, data?.drill?.differences], [true, []]);
      assertEquals(data?.drill?.members.filter(({ equal }) => !equal), []);
    }),
);

programTest(
  "--record keeps the proof, which status, doctor and explain show with its age",
  () =>
    withStores({ a: HEALTHY }, async (folder) => {
      const a = join(folder, "a");
      const bundle = await exported(a, "a.tar");
      const start = contentOf(a);
      const data = await done(bundle, ["--verify", "--record", "--store", a]);
      const id = data.drill?.recorded_as ?? "";
      assertEquals(differences(start, contentOf(a)), [`repair-reports/${id}.json`]);
      const later = { env: { SOURCE_DATE_EPOCH: String(1782864000 + 3600) } };
      for (const command of ["status", "doctor"]) {
        const result = await runProgram(["sync", command, "--store", a, "--json"], later);
        const proof = (await readDocument(result, `sync ${command}`)).data?.["restore_proof"];
        assertEquals(proof, {
          report_id: id,
          bundle_sha256: data.bundle.sha256,
          target: data.bundle.target,
          at: "2026-07-01T00:00:00Z",
          age_seconds: 3600,
          of_this_store: true,
          records: data.bundle.records,
          events: data.bundle.events,
        });
        const { stdout } = await runProgram(["sync", command, "--store", a], later);
        assertStringIncludes(stdout, `proven for ${TARGET} at 2026-07-01T00:00:00Z`);
      }
      const restoreOf = async (root: string) => {
        const { stdout } = await runProgram(["sync", "explain", ID, "--store", root, "--json"]);
        return JSON.parse(stdout).data.answers.restore.proven;
      };
      assertEquals(await restoreOf(a), true);
      // The proof is of what the record said then, and of no other.
      Deno.writeTextFileSync(join(a, FILE), JSON.stringify({ ...recordIn(HEALTHY, FILE), title: "Changed" }));
      assertEquals(await restoreOf(a), false);
    }),
);

programTest(
  "--verify says exactly what did not come back",
  () =>
    withStores({ a: HEALTHY, b: withFields(HEALTHY, FILE, {}) }, async (folder) => {
      const bundle = await exported(join(folder, "a"), "a.tar");
      const bag = await Deno.makeTempDir({ dir: folder });
      await runTool("tar", ["xf", bundle], bag);
      // A bundle of somebody else's: a sound one, whose object breaks the contract of its kind.
      const objects = Deno.readTextFileSync(join(bag, "data/records/object.ndjson"));
      const broken = objects.split("\n").map((line) =>
        line.includes(`"${ID}"`) ? line.replace(/"state":"[a-z]+"/, '"state":"lost"') : line
      );
      Deno.writeTextFileSync(join(bag, "data/records/object.ndjson"), broken.join("\n"));
      await sealAgain(bag, join(folder, "broken.tar"));
      const { code, data } = await imported(join(folder, "broken.tar"), ["--verify"]);
      assertEquals([code, data?.drill?.proven], [6, false]);
      const [first] = data?.drill?.differences ?? [];
      assertEquals([first?.member, first?.id, first?.what], ["data/records/object.ndjson", ID, "missing"]);
      assertStringIncludes(first?.message ?? "", "schema.contract");
    }),
);
