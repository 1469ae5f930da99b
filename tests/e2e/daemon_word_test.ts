/** What a daemon's word may change in an answer about a store that is read from disk. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { healthyBehaviours, PATIENT, statezOf, withDaemon } from "../helpers/fake_daemon.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";

/** What a daemon says that sees what is on the disk. */
function agreeingStatez(root: string) {
  const { active_generation } = JSON.parse(Deno.readTextFileSync(join(root, "manifest.json")));
  const counts = ["actors", "objects"].map((folder) => {
    const names = [...Deno.readDirSync(join(root, folder))].filter(({ name }) => name.endsWith(".json"));
    return [folder, names.length] as const;
  });
  return {
    ...statezOf(root, active_generation),
    local_state: { initialized: true, root, registry_counts: Object.fromEntries(counts) },
  };
}

for (const [name, files] of [["a sound", HEALTHY], ["a faulty", FAULTY]] as const) {
  programTest(
    `a daemon that agrees with the disk changes nothing in the health of ${name} store`,
    () =>
      withStore(files, async (root) => {
        const behaviours = {
          ...healthyBehaviours(root),
          "/statez": { kind: "json", value: agreeingStatez(root) },
        } as const;
        await withDaemon({ behaviours }, async ({ endpoint }) => {
          for (const command of ["doctor", "repair --dry-run"]) {
            const args = ["sync", ...command.split(" "), "--store", root, "--json"];
            const without = await runProgram([...args, "--daemon", "none"]);
            const beside = await runProgram([...args, "--daemon", endpoint, ...PATIENT]);
            // The commands that are printed name the daemon that was asked.
            const asNobodyAsked = {
              ...beside,
              stdout: beside.stdout.replaceAll(`--daemon ${endpoint}`, "--daemon none"),
            };
            const [alone, both] = await Promise.all(
              [without, asNobodyAsked].map((answer) => readDocument(answer, `sync ${command.split(" ")[0]}`)),
            );
            assertEquals([beside.code, both?.result, both?.data?.["health"], both?.data?.["findings"]], [
              without.code,
              alone?.result,
              alone?.data?.["health"],
              alone?.data?.["findings"],
            ]);
          }
        });
      }),
  );
}

programTest("a live daemon that disagrees with the disk is a finding", () =>
  withStore(HEALTHY, async (root) => {
    const statez = { ...statezOf(root), local_state: { initialized: false, root, registry_counts: {} } };
    const behaviours = { ...healthyBehaviours(root), "/statez": { kind: "json", value: statez } } as const;
    await withDaemon({ behaviours }, async ({ endpoint }) => {
      const answer = await runProgram(["sync", "doctor", "--store", root, "--daemon", endpoint, ...PATIENT, "--json"]);
      const { data } = await readDocument(answer, "sync doctor");
      const findings = data?.["findings"];
      assertEquals(answer.code, 3);
      assertEquals(Array.isArray(findings) && findings.every(({ id }) => String(id).startsWith("daemon.")), true);
    });
  }));

programTest(
  "each way in which a live daemon disagrees with the disk is a finding of its own",
  () =>
    withStore(HEALTHY, async (root) => {
      const agreeing = agreeingStatez(root);
      const { registry_counts: counts } = agreeing.local_state;
      const statez = {
        ...agreeing,
        stores: [{ active_generation: 7 }],
        local_state: { ...agreeing.local_state, registry_counts: { ...counts, actors: 1 } },
        invariants: [{ id: "heartbeat.within_sla", status: "fail", severity: "error", remediation: "restart" }],
      };
      const behaviours = { ...healthyBehaviours(root), "/statez": { kind: "json", value: statez } } as const;
      await withDaemon({ behaviours }, async ({ endpoint }) => {
        const answer = await runProgram([
          "sync",
          "doctor",
          "--store",
          root,
          "--daemon",
          endpoint,
          ...PATIENT,
          "--json",
        ]);
        const findings = (await readDocument(answer, "sync doctor")).data?.["findings"];
        assertEquals(Array.isArray(findings) ? findings.map(({ id, target }) => `${id} ${target}`) : null, [
          "daemon.invariant invariant:heartbeat.within_sla",
          "daemon.disagrees manifest.json",
          "daemon.disagrees actors",
        ]);
      });
    }),
);
