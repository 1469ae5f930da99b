/** A repair where somebody else is at work on the store: a process with its lock, a daemon that serves it or starts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { LOCK_PATH } from "../../lib/model/change.ts";
import { type Behaviour, healthyBehaviours, HEALTHZ, PATIENT, withDaemon } from "../helpers/fake_daemon.ts";
import { programTest } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { withStore } from "../helpers/stores.ts";
import { applyWords, DAMAGED, repair, repaired, savedPlan } from "../helpers/repair_runs.ts";

programTest(
  "a repair waits for nobody: a lock that a living process holds is told, with who holds it",
  () =>
    withStore(DAMAGED, async (root) => {
      const plan = await savedPlan(root);
      Deno.writeTextFileSync(join(root, LOCK_PATH), `{"pid": ${Deno.pid}, "command": "a test"}\n`);
      using file = Deno.openSync(join(root, LOCK_PATH), { read: true, write: true });
      await file.lock(true);
      const before = contentOf(root);
      const { code, errors } = await repair(root, applyWords(plan));
      assertEquals([code, errors[0]?.["code"]], [11, "busy"]);
      assertStringIncludes(String(errors[0]?.["message"]), `process ${Deno.pid} (a test)`);
      assertEquals(differences(contentOf(root), before), []);
      await file.unlock();
      await repaired(root, applyWords(await savedPlan(root, [], "later.json")));
    }),
);

/** What the daemon is asked for at the start, before anything is touched, and before the change comes to stand. */
const STARTS = [["before anything is touched", 2, 11], ["before the change comes to stand", 3, 20]] as const;

for (const [name, from, exit] of STARTS) {
  programTest(
    `a daemon that starts in the middle of an apply is met ${name}, and nothing has changed then`,
    () =>
      withStore(DAMAGED, async (root) => {
        const plan = await savedPlan(root);
        const before = contentOf(root);
        let asked = 0;
        const behaviours = {
          ...healthyBehaviours(root),
          get "/healthz"(): Behaviour {
            return ++asked < from ? { kind: "json", status: 404, value: {} } : { kind: "json", value: HEALTHZ };
          },
        };
        await withDaemon({ behaviours }, async ({ endpoint }) => {
          const { code, errors } = await repair(root, [...applyWords(plan), "--daemon", endpoint, ...PATIENT]);
          assertEquals([code, errors[0]?.["code"]], [exit, "served"]);
        });
        assertEquals(differences(contentOf(root), before).filter((path) => path !== LOCK_PATH), []);
        await repaired(root, applyWords(plan));
      }),
  );
}

const SERVED: readonly (readonly [name: string, root: (root: string) => string, served: boolean])[] = [
  ["this store", (root) => root, true],
  ["this store by way of a link", (root) => {
    Deno.symlinkSync(root, join(root, "../link"));
    return join(root, "../link");
  }, true],
  ["another store", (root) => join(root, "../other"), false],
];

for (const [name, rootOf, isServed] of SERVED) {
  programTest(
    `a daemon that serves ${name} ${
      isServed ? "keeps repair from changing it, and the preview says so" : "is no hindrance"
    }`,
    () =>
      withStore(DAMAGED, async (root) => {
        const behaviours = healthyBehaviours(rootOf(root));
        await withDaemon({ behaviours }, async ({ endpoint }) => {
          const plan = join(root, "../plan.json");
          const options = { env: { SOURCEOS_SYNCD_URL: endpoint } };
          const preview = await repair(root, ["--dry-run", "--save", plan, ...PATIENT], options);
          assertEquals([preview.code, preview.document.warnings.some(({ code }) => code === "served")], [0, isServed]);
          const before = contentOf(root);
          const { code, errors } = await repair(root, [...applyWords(plan), ...PATIENT], options);
          assertEquals([code, errors[0]?.["code"]], isServed ? [11, "served"] : [0, undefined]);
          if (isServed) assertEquals(differences(contentOf(root), before), []);
        });
      }),
  );
}

programTest(
  "a daemon that does not say what it serves keeps repair from changing anything",
  () =>
    withStore(DAMAGED, async (root) => {
      const plan = await savedPlan(root);
      await withDaemon({ behaviours: { "/healthz": { kind: "json", value: HEALTHZ } } }, async ({ endpoint }) => {
        const { code, errors } = await repair(root, [...applyWords(plan), ...PATIENT], {
          env: { SOURCEOS_SYNCD_URL: endpoint },
        });
        assertEquals([code, errors[0]?.["code"]], [11, "served"]);
        assertStringIncludes(String(errors[0]?.["message"]), "does not say which store it serves");
      });
    }),
);
