/** A saved snapshot gives the same answers elsewhere, and is never written over anything. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { applyFaults } from "../../fixtures/faults.ts";
import { type Behaviour, healthyBehaviours, PATIENT, withDaemon } from "../helpers/fake_daemon.ts";
import { withoutBuild } from "../helpers/build.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { FAULTY, HEALTHY, treeOf, withFolder, withStore } from "../helpers/stores.ts";
import { COMMANDS, OBJECT } from "../helpers/commands.ts";
import { type MachineDocument, readDocument } from "../helpers/machine_documents.ts";

/** They change a store, prepare that or make one, or tell of bytes and events that a snapshot does not hold. */
const NOT_FROM_A_SNAPSHOT = /^(import|export|init|repair --|conflicts decide|events)/;

/** Beside what a healthy daemon answers: nothing, and that it cannot look at its store. */
const DAEMONS: readonly Readonly<Record<string, Behaviour>>[] = [
  {},
  {
    "/readyz": { kind: "json", status: 503, value: { error: "internal" } },
    "/statez": { kind: "json", status: 500, value: { error: "internal", message: "bad\u001b[2J record" } },
  },
];

/** Where state came from is other; a snapshot keeps no single events, and nothing that is secret, which it says. */
function comparable(document: MachineDocument): unknown {
  const data = document.data === null ? null : { ...document.data, timeline: null };
  const warnings = document.warnings.filter(({ code }) => code !== "snapshot_redacted");
  return { ...document, source: null, data, warnings };
}

for (const [name, files] of [["a sound", HEALTHY], ["a faulty", FAULTY]] as const) {
  programTest(
    `a snapshot of ${name} store gives the same answers, from a file and from standard input`,
    () =>
      withStore(files, async (root) => {
        const file = join(root, "..", "snapshot.json");
        await runInProcess(["sync", "doctor", "--store", root, "--save-snapshot", file, "--json"]);
        assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
        const stdin = Deno.readTextFileSync(file);
        const asked = COMMANDS.filter(({ name }) => !NOT_FROM_A_SNAPSHOT.test(name));
        const live = await Promise.all(asked.map(({ args }) => runInProcess([...args, "--store", root, "--json"])));
        await Deno.rename(root, `${root}-moved`);
        for (const [index, { args, command }] of asked.entries()) {
          const here = live[index];
          if (here === undefined) throw new Error("A command was not run");
          const fromFile = await runInProcess([...args, "--snapshot", file, "--json"]);
          if (index % 4 === 0) {
            const fromInput = await runProgram([...args, "--snapshot", "-", "--json"], { stdin });
            assertEquals(withoutBuild(fromInput), withoutBuild(fromFile));
          }
          const [then, now] = [await readDocument(fromFile, command), await readDocument(here, command)];
          assertEquals(comparable(then), comparable(now));
          if (then.source["kind"] !== "none") assertEquals(then.source, { ...now.source, kind: "snapshot" });
        }
        await Deno.rename(`${root}-moved`, root);
      }),
  );

  for (const format of ["json", "yaml", "table", "wide"]) {
    programTest(
      `doctor -o ${format} of ${name} store says the same when it saves its snapshot and when it reads it, byte for byte`,
      () =>
        withStore(files, async (root) => {
          const args = ["sync", "doctor", "-o", format, "--level", "full"];
          for (const [index, daemon] of DAEMONS.entries()) {
            const file = join(root, "..", `${index}.json`);
            const saving = await withDaemon(
              { behaviours: { ...healthyBehaviours(root), ...daemon } },
              ({ endpoint }) => {
                const from = ["--store", root, "--daemon", endpoint, ...PATIENT];
                return runInProcess([...args, ...from, "--save-snapshot", file]);
              },
            );
            assertEquals(await runInProcess([...args, "--snapshot", file]), saving);
          }
        }),
    );
  }
}

programTest(
  "doctor that saves its snapshot says the same as with it where a daemon was asked for and is down",
  () =>
    withStore(FAULTY, async (root) => {
      const file = join(root, "..", "snapshot.json");
      const from = ["--store", root, "--daemon", `unix:${root}/none.sock`];
      const saving = await runInProcess(["sync", "doctor", "--json", ...from, "--save-snapshot", file]);
      const document = await readDocument(saving, "sync doctor");
      assertEquals([document.source["kind"], document.warnings.length], ["snapshot", 2]);
      assertEquals(await runInProcess(["sync", "doctor", "--json", "--snapshot", file]), saving);
    }),
);

const MISDEEDS = [
  "delete-without-tombstone",
  "delete-of-held-object",
  "event-after-revocation",
  "revoked-device-owner",
];

programTest("explain of a snapshot finds what it finds in the store, whose journal it does not read through", () => {
  const { files, targets } = applyFaults(HEALTHY, MISDEEDS, 5);
  return withStore(files, async (root) => {
    const file = join(root, "..", "snapshot.json");
    await runInProcess(["sync", "doctor", "--store", root, "--save-snapshot", file]);
    for (const [name, target] of targets) {
      // Single events are not in a snapshot; who acted is.
      const id = target.id?.startsWith("object:") === true ? target.id : `actor:fault-${name}`;
      const [here, there] = await Promise.all(
        [["--store", root], ["--snapshot", file]].map(async (from) =>
          await readDocument(await runInProcess(["sync", "explain", id, ...from, "--json"]), "sync explain")
        ),
      );
      assertEquals(there?.data?.["answers"], here?.data?.["answers"], name);
      assertMatch(JSON.stringify(here?.data?.["answers"]), /"human_review":\[\{"code":"(journal|trust)\./, name);
    }
  });
});

programTest("explain of a snapshot says that it keeps no single events", () =>
  withStore(HEALTHY, async (root) => {
    const file = join(root, "..", "snapshot.json");
    await runInProcess(["sync", "doctor", "--store", root, "--save-snapshot", file]);
    const { stdout } = await runInProcess(["sync", "explain", OBJECT, "--snapshot", file]);
    assertMatch(
      stdout,
      /Its newest events\n {2}The journal has \d+ events? of it; A saved snapshot keeps no single events\n/,
    );
  }));

programTest(
  "a snapshot is never written over an existing file, nor through a link",
  () =>
    withStore(HEALTHY, async (root) => {
      const folder = join(root, "..");
      Deno.writeTextFileSync(join(folder, "kept"), "mine");
      Deno.symlinkSync("kept", join(folder, "link"));
      Deno.symlinkSync("nothing", join(folder, "dangling"));
      const before = treeOf(folder);
      for (const name of ["kept", "link", "dangling", "store"]) {
        const file = join(folder, name);
        const { code, stderr } = await runInProcess(["sync", "doctor", "--store", root, "--save-snapshot", file]);
        assertEquals([code, stderr.split("\n")[0]], [2, `error: Cannot write "${file}": the file exists`]);
      }
      assertEquals(treeOf(folder), before);
    }),
);

const BAD: readonly (readonly [name: string, text: string, code: number, message: RegExp])[] = [
  ["an empty file", "", 14, /^Cannot read snapshot/],
  ["no JSON", "{", 14, /^Cannot read snapshot/],
  ["a list", "[]", 14, /^Cannot read snapshot/],
  ["another document", '{"schema": "sourceos.local-state-store/v1alpha1"}', 14, /its schema is/],
  ["no schema", "{}", 14, /its schema is/],
  ["a snapshot without its fields", '{"schema": "sourceos.cli.state-snapshot/v1"}', 14, /does not keep the format/],
  ["a newer snapshot", '{"schema": "sourceos.cli.state-snapshot/v2"}', 15, /is newer than this program/],
];

for (const [name, text, code, message] of BAD) {
  programTest(`--snapshot of ${name} is refused with ${code}`, () =>
    withFolder(async (folder) => {
      const file = join(folder, "snapshot.json");
      Deno.writeTextFileSync(file, text);
      for (const [command, ...more] of [["status"], ["explain", "object:a"]]) {
        const answer = await runInProcess(["sync", `${command}`, ...more, "--snapshot", file, "--json"]);
        const document = await readDocument(answer, `sync ${command}`);
        assertEquals([answer.code, document.data], [code, null]);
        assertMatch(String(document.errors[0]?.["message"]), message);
      }
      const fromInput = await runProgram(["sync", "status", "--snapshot", "-", "--json"], { stdin: text });
      assertEquals((await readDocument(fromInput, "sync status")).exit_code, code);
    }));
}

programTest(
  "a snapshot on standard input is read once, also where nothing in it has the id that is to be explained",
  () =>
    withFolder(async (folder) => {
      const file = join(folder, "snapshot.json");
      await withStore(HEALTHY, (root) => runProgram(["sync", "doctor", "--store", root, "--save-snapshot", file]));
      const stdin = Deno.readTextFileSync(file);
      for (const [target, code] of [[OBJECT, 0], ["object:nobody", 17], ["nobody", 17], ["index:any", 22]] as const) {
        const run = await runProgram(["sync", "explain", target, "--snapshot", "-"], { stdin });
        assertEquals(run.code, code, `${target}: ${run.stderr}`);
      }
    }),
);

programTest(
  "--snapshot of a file that is not there is not_found, and of a folder an io error",
  () =>
    withFolder(async (folder) => {
      const absent = await runInProcess(["sync", "status", "--snapshot", join(folder, "none"), "--json"]);
      assertEquals((await readDocument(absent, "sync status")).result, "not_found");
      const nested = await runInProcess(["sync", "status", "--snapshot", folder, "--json"]);
      assertEquals((await readDocument(nested, "sync status")).result, "io");
    }),
);

programTest("--snapshot together with --store or --daemon is a usage error", () =>
  withFolder(async (folder) => {
    for (const more of [["--store", folder], ["--daemon", "none"]]) {
      const answer = await runInProcess(["sync", "status", "--snapshot", "x.json", ...more, "--json"]);
      assertEquals((await readDocument(answer, "sync status")).result, "usage");
    }
  }));
