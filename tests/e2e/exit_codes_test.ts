/** Every exit code, through the program, for people and for machines. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { EXIT_CODES, exitCode, type ExitName } from "../../lib/model/exit.ts";
import { withFiles } from "../../fixtures/faults/edit.ts";
import { PATIENT, startFakeDaemon } from "../helpers/fake_daemon.ts";
import { PLAIN_USER, programEnvironment, programPath, programTest, runProgram, runShell } from "../helpers/program.ts";
import { faultyStore, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";

interface Trigger {
  readonly name: ExitName;
  readonly when: string;
  readonly store: StoreFiles;
  /** `$STORE` and `$FOLDER` stand for the store and the folder that holds it. */
  readonly args: readonly string[];
  /** A file beside the store, `input`. */
  readonly input?: string;
  readonly asPlainUser?: boolean;
}

const CLOSED = withFiles(HEALTHY, [[".", { kind: "directory", mode: 0o000 }]]);
const NEWER = '{"schema": "sourceos.cli.state-snapshot/v9"}';

const TRIGGERS: readonly Trigger[] = [
  { name: "ok", when: "nothing is wrong", store: HEALTHY, args: ["doctor"] },
  { name: "usage", when: "an option is unknown", store: HEALTHY, args: ["doctor", "--force"] },
  { name: "degraded", when: "a finding is a warning", store: faultyStore("unknown-folder"), args: ["doctor"] },
  { name: "unhealthy", when: "a finding is an error", store: faultyStore("torn-tail"), args: ["doctor"] },
  {
    name: "changes",
    when: "a plan is not empty",
    store: faultyStore("torn-tail"),
    args: ["repair", "--dry-run", "--exit-code"],
  },
  {
    name: "daemon",
    when: "a daemon is required and none is asked",
    store: HEALTHY,
    args: ["status", "--require-daemon"],
  },
  { name: "timeout", when: "there is no time at all", store: HEALTHY, args: ["doctor", "--max-time", "0"] },
  { name: "no_state", when: "there is no store", store: HEALTHY, args: ["status", "--store", "$FOLDER/nothing"] },
  { name: "denied", when: "the store is closed to the user", store: CLOSED, args: ["doctor"], asPlainUser: true },
  {
    name: "bad_input",
    when: "a snapshot is no snapshot",
    store: HEALTHY,
    args: ["doctor", "--snapshot", "$FOLDER/input"],
    input: "[]",
  },
  {
    name: "too_new",
    when: "a snapshot is of a newer format",
    store: HEALTHY,
    args: ["doctor", "--snapshot", "$FOLDER/input"],
    input: NEWER,
  },
  { name: "not_found", when: "no object has the id", store: HEALTHY, args: ["explain", "object:nobody-knows-this"] },
  { name: "needs_scope", when: "a repair has no plan and no scope", store: HEALTHY, args: ["repair", "--apply"] },
  {
    name: "io",
    when: "links lead in a circle to the store",
    store: HEALTHY,
    args: ["status", "--store", "$FOLDER/circle"],
  },
  { name: "unsupported", when: "a kind is known and has no answer", store: HEALTHY, args: ["explain", "index:heads"] },
];

/** Told by the fate of a stream or of the process; tested below. */
const BY_FATE: readonly ExitName[] = ["reader_left", "interrupted", "terminated"];
/** A bug of ours: no input is known that leads there, and there is no hook for it; internal_error_test.ts makes one. */
const BY_BUG: readonly ExitName[] = ["internal"];
/** What a repair may end with, beside signals that come while it works: repair_refusals_test.ts, repair_failures_test.ts. */
const BY_REPAIR: readonly ExitName[] = ["busy", "stale", "rolled_back", "manual"];
/** What leaves something out and lists it: export_test.ts, import_test.ts. */
const BY_OMISSION: readonly ExitName[] = ["partial"];

Deno.test("every exit code is triggered by a test", () => {
  const covered = [...TRIGGERS.map(({ name }) => name), ...BY_FATE, ...BY_BUG, ...BY_REPAIR, ...BY_OMISSION];
  assertEquals(covered.toSorted(), EXIT_CODES.map(({ name }) => name).toSorted());
});

for (const { name, when, store, args, input, asPlainUser } of TRIGGERS) {
  programTest(
    `exit code ${exitCode(name)} (${name}) where ${when}`,
    () =>
      withStore(store, async (root) => {
        const folder = join(root, "..");
        Deno.symlinkSync("circle", join(folder, "circle"));
        if (input !== undefined) Deno.writeTextFileSync(join(folder, "input"), input);
        const given = args.map((word) => word.replace("$FOLDER", folder));
        const all = ["sync", ...given, ...(/--store|--snapshot/.test(given.join(" ")) ? [] : ["--store", root])];
        const options = asPlainUser === true ? { user: PLAIN_USER } : {};
        const table = await runProgram(all, options);
        const json = await runProgram([...all, "--json"], options);
        assertEquals([table.code, json.code, table.signal], [exitCode(name), exitCode(name), null]);
        const document = await readDocument(json, `sync ${args[0]}`);
        const healthy = ["ok", "degraded", "unhealthy"].includes(name);
        if (!healthy) assertEquals(document.result, name);
        if (document.errors.length > 0) {
          assertEquals(table.stderr.startsWith(`error: ${document.errors[0]?.["message"]}\n`), true, table.stderr);
        }
      }),
    { compiledOnly: asPlainUser === true },
  );
}

for (const format of ["table", "json"]) {
  programTest(
    `exit code 141 (reader_left) where the reader of ${format} leaves, and stderr stays empty`,
    () =>
      withStore(HEALTHY, async (root) => {
        // The program starts when writing to the pipe fails: the reader is gone, however much a pipe holds.
        const args = ["sync", "doctor", "--store", root, "-o", format];
        const untilItLeft = "trap '' PIPE; while echo 2>/dev/null; do :; done; trap - PIPE";
        const result = await runShell(`exec 3>&1; { ${untilItLeft}; "$@"; echo $? >&3; } | true`, args);
        assertEquals(result, { code: 0, signal: null, stdout: "141\n", stderr: "" });
      }),
  );

  for (const [name, signal] of [["interrupted", "SIGINT"], ["terminated", "SIGTERM"]] as const) {
    programTest(`exit code ${exitCode(name)} (${name}) where ${signal} comes while ${format} is awaited`, async () => {
      const daemon = startFakeDaemon({ behaviours: { "/healthz": { kind: "silent" } } });
      try {
        await withFolder(async (folder) => {
          const child = new Deno.Command(programPath(), {
            args: ["sync", "status", "--store", folder, ...PATIENT, "-o", format],
            clearEnv: true,
            env: programEnvironment({ SOURCEOS_SYNCD_URL: daemon.endpoint }),
            stdin: "null",
            stdout: "piped",
            stderr: "piped",
          }).spawn();
          while (daemon.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
          child.kill(signal);
          const { code, stdout, stderr } = await child.output();
          assertEquals([code, stdout.length, stderr.length], [exitCode(name), 0, 0]);
        });
      } finally {
        await daemon.close();
      }
    });
  }
}

programTest(
  "exit code 19 (io) where standard output is full, told on stderr",
  () =>
    withStore(HEALTHY, async (root) => {
      for (const format of ["table", "json", "ndjson", "yaml"]) {
        const result = await runShell('"$@" >/dev/full', ["sync", "status", "--store", root, "-o", format]);
        assertEquals(result, {
          code: 19,
          signal: null,
          stdout: "",
          stderr: "error: Cannot write the output: No space left on device (os error 28)\n",
        });
      }
    }),
);
