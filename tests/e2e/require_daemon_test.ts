/** --require-daemon ends with 16 unless the daemon of the very store answers. */
import { assertEquals } from "@std/assert";
import { exitCode } from "../../lib/model/exit.ts";
import { healthyBehaviours, HEALTHZ, startFakeDaemon } from "../helpers/fake_daemon.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";

const CASES: readonly (readonly [
  name: string,
  behaviours: (root: string) => ReturnType<typeof healthyBehaviours>,
  exit: number,
])[] = [
  ["its daemon answers", healthyBehaviours, 0],
  ["the daemon serves another store", () => healthyBehaviours("/srv/another"), exitCode("daemon")],
  ["the daemon does not say which store", () => ({ "/healthz": { kind: "json", value: HEALTHZ } }), exitCode("daemon")],
  ["something else answers", () => ({}), exitCode("daemon")],
];

for (const [name, behaviours, exit] of CASES) {
  Deno.test(`status --require-daemon ends with ${exit} where ${name}`, () =>
    withStore(HEALTHY, async (root) => {
      const daemon = startFakeDaemon({ behaviours: behaviours(root) });
      try {
        const args = ["sync", "status", "--require-daemon", "--store", root, "--daemon", daemon.endpoint, "-o", "json"];
        const { code, stdout } = await runInProcess(args);
        assertEquals(code, exit, stdout);
        assertEquals(JSON.parse(stdout).exit_code, exit);
      } finally {
        await daemon.close();
      }
    }));
}

Deno.test("--require-daemon ends with 16 where none is asked, and is a usage error with a snapshot", () =>
  withStore(HEALTHY, async (root) => {
    const asked = async (...more: readonly string[]) =>
      (await runInProcess(["sync", "doctor", "--require-daemon", ...more])).code;
    assertEquals(await asked("--store", root, "--daemon", "none"), exitCode("daemon"));
    assertEquals(await asked("--snapshot", "s.json"), exitCode("usage"));
  }));
