/** What the program answers on hosts as the daemon's content-sync half leaves them. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  DAMAGED_HOST,
  FRESH_HOST,
  HOST_WITH_STORE,
  REFUSED_HOST,
  refusedHost,
  REHEARSED_HOST,
  UPDATED_HOST,
} from "../../fixtures/content_sync/hosts.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { programTest, runProgram, type RunResult } from "../helpers/program.ts";
import { treeOf, withFolder, withStore } from "../helpers/stores.ts";
import { type MachineDocument, readDocument } from "../helpers/machine_documents.ts";

/** An hour after the newest of these hosts was left. */
const env = { SOURCE_DATE_EPOCH: String(Date.parse("2026-11-28T23:48:51Z") / 1000) };

function run(root: string, ...words: readonly string[]): Promise<RunResult> {
  return runProgram(["sync", ...words, "--store", root], { env });
}

async function ask(root: string, command: string, ...more: readonly string[]): Promise<MachineDocument> {
  return await readDocument(await run(root, ...command.split(" "), ...more, "--json"), `sync ${command}`);
}

/** A list that was asked for by query: one item a line. */
function listed({ stdout }: RunResult): string {
  return stdout.trimEnd().replaceAll("\n", ",");
}

/** The findings of doctor, as `id target`. */
async function findings(root: string, ...more: readonly string[]): Promise<readonly string[]> {
  return foundIn((await ask(root, "doctor", ...more)).data?.["findings"]);
}

/** Without those about modes, which the umask of whoever runs the tests decides. */
function foundIn(found: unknown): readonly string[] {
  return (Array.isArray(found) ? found : []).map(({ id, target }) => `${id} ${target}`).filter((one) =>
    !one.startsWith("permissions.wider-than-root ")
  );
}

interface Case {
  readonly name: string;
  readonly files: StoreFiles;
  readonly health: string;
  readonly exit: number;
  readonly findings: readonly string[];
  /** Some of `data.content_sync` of status, by query. */
  readonly status: string;
}

const [applied, last] = [1, 6].map((number) =>
  `urn:srcos:sync-receipt:0000000${number}-5ec0-4000-8000-00000000000${number}`
);
const failed = "urn:srcos:sync-receipt:00000002-5ec0-4000-8000-000000000002";
const blockedItem = "queue:idem:event:camera-media-release:capability:camera-media-release:policy-epoch-0";
const QUERY = "data.content_sync.[version.value, last_cycle.outcome, repeated.times, repeated.since, " +
  "daemon_status.healthy, receipts.total, receipts.unreadable, queue.blocked]";

const CASES: readonly Case[] = [
  {
    name: "a host that has found nothing to do yet",
    files: FRESH_HOST,
    health: "healthy",
    exit: 0,
    findings: [],
    status: "null,null,null,null,true,0,0,null",
  },
  {
    name: "a host with one proved update",
    files: UPDATED_HOST,
    health: "healthy",
    exit: 0,
    findings: [],
    status: '"41.0","applied",null,null,true,1,0,null',
  },
  {
    name: "a host where somebody only looked what would be done",
    files: REHEARSED_HOST,
    health: "healthy",
    exit: 0,
    findings: [],
    status: 'null,"dry_run",null,null,true,1,0,null',
  },
  {
    name: "a host whose updates are refused",
    files: REFUSED_HOST,
    health: "degraded",
    exit: 3,
    findings: [
      `content-sync.cycle-refused ${last}`,
      `content-sync.cycle-repeated ${last}`,
      `content-sync.unattested ${applied}`,
    ],
    status: '"41.0","blocked",3,"2026-11-28T20:00:00Z",false,6,0,null',
  },
  {
    name: "a host with a state store, a failed cycle and a queue",
    files: HOST_WITH_STORE,
    health: "degraded",
    exit: 3,
    findings: [`content-sync.cycle-failed ${failed}`, `content-sync.queue-blocked ${blockedItem}`],
    status: '"41.0","failed",1,"2026-11-27T10:00:00Z",false,2,0,1',
  },
  {
    name: "a host whose files were damaged",
    files: DAMAGED_HOST,
    health: "unsafe",
    exit: 4,
    findings: [
      "content-sync.version current-version",
      "content-sync.unreadable receipts/2026-11-28_22-00-00Z-00000006-5ec0-40.json",
      "content-sync.unreadable orchestration/pending/" +
      "idem_event_living-room-temp-high_capability_living-room-temp-high_policy-epoch-0.json",
      "content-sync.audit-line orchestration/audit.jsonl",
      "content-sync.cycle-refused urn:srcos:sync-receipt:00000005-5ec0-4000-8000-000000000005",
      `content-sync.queue-blocked ${blockedItem}`,
    ],
    status: 'null,"blocked",2,"2026-11-28T20:00:00Z",true,5,1,1',
  },
];

for (const { name, files, health, exit, findings: want, status } of CASES) {
  programTest(`status and doctor answer on ${name}`, () =>
    withStore(files, async (root) => {
      const before = treeOf(root);
      const asked = await run(root, "status", "--exit-code", "--query", QUERY, "-o", "ndjson");
      assertEquals([asked.code, listed(asked)], [exit, status]);
      const { result, exit_code: code } = await ask(root, "doctor");
      assertEquals([result, code], [health, exit]);
      assertEquals(await findings(root), want);
      assertEquals(treeOf(root), before);
    }));

  programTest(
    `a snapshot of ${name} answers as the host did`,
    () =>
      withFolder((folder) =>
        withStore(files, async (root) => {
          const file = `${folder}/state.json`;
          const saved = await run(root, "doctor", "--save-snapshot", file);
          assertEquals(saved.code, exit);
          const again = await runProgram(["sync", "doctor", "--snapshot", file, "--json"], { env });
          const { data } = await readDocument(again, "sync doctor");
          assertEquals(foundIn(data?.["findings"]), want);
        })
      ),
  );
}

programTest(
  "lists say what there is of content sync, and what there cannot be",
  () =>
    withStore(REFUSED_HOST, async (root) => {
      const receipts = await ask(root, "receipts", "--outcome", "blocked");
      assertEquals([receipts.exit_code, receipts.data?.["total"], receipts.data?.["matched"]], [0, 6, 3]);
      const one = await ask(root, "receipts", last ?? "");
      assertEquals([one.exit_code, one.data?.["returned"]], [0, 1]);
      for (const list of ["plans", "actors", "schemas", "conflicts", "profiles", "devices"]) {
        const { exit_code: code, data, warnings } = await ask(root, list);
        assertEquals([code, data?.["total"], warnings.map((warning) => warning["code"])], [0, 0, ["no_state_store"]]);
      }
      const graded = await run(root, "plans", "--exit-code");
      assertEquals(graded.code, 3);
    }),
);

programTest(
  "the queue is listed by state, and an item that is torn hides no other",
  () =>
    withStore(DAMAGED_HOST, async (root) => {
      const { data, warnings } = await ask(root, "queue");
      assertEquals([data?.["total"], warnings.map((warning) => warning["code"])], [2, ["unreadable_record"]]);
      const waiting = await ask(root, "queue", "--state", "waiting-approval");
      assertEquals(waiting.data?.["matched"], 1);
    }),
);

programTest(
  "explain tells of the version, a receipt and an item of the queue",
  () =>
    withStore(HOST_WITH_STORE, async (root) => {
      const version = await run(root, "explain", "version");
      assertEquals(version.code, 0);
      assertStringIncludes(version.stdout, '"current-version" says that 41.0 is in force');
      assertStringIncludes(version.stdout, "The last cycle, 41.0 to 42.0, at 2026-11-27T10:00:00Z, failed: step");
      for (const target of [failed, `receipt:${failed.slice(23)}`, blockedItem]) {
        const { exit_code: code, data } = await ask(root, "explain", target);
        assertEquals([code, data?.["answers"] === null], [0, false]);
      }
    }),
);

programTest(
  "what needs a state store is refused where there is none, and changes nothing",
  () =>
    withStore(REFUSED_HOST, async (root) => {
      const before = treeOf(root);
      for (const words of ["repair --dry-run", "export object:x", "explain object:x"]) {
        const { code, stderr } = await run(root, ...words.split(" "));
        assertEquals(code, words.startsWith("explain") ? 17 : 10);
        if (code === 10) assertStringIncludes(stderr, "keeps content-sync state alone");
      }
      assertEquals(treeOf(root), before);
    }),
);

programTest(
  "of many receipts the newest are opened, all at level full, and one that is named",
  () =>
    withStore(refusedHost(1_010), async (root) => {
      const query = "data.content_sync.[receipts.unread, repeated.times, repeated.exact, repeated.since]";
      const status = await run(root, "status", "-o", "ndjson", "--query", query);
      assertEquals(listed(status), '710,300,false,"2026-01-03T11:10:00Z"');
      const pile = "content-sync.receipts-piled-up receipts";
      assertEquals((await findings(root)).at(-1), pile);
      const full = await run(
        root,
        "doctor",
        "--level",
        "full",
        "-o",
        "ndjson",
        "--query",
        "data.cover.receipts_checked",
      );
      assertEquals(full.stdout.trimEnd(), "1010");
      const oldest = "urn:srcos:sync-receipt:0000000a-5ec0-4000-8000-00000000000a";
      assertEquals((await run(root, "explain", oldest)).code, 0);
      assertEquals((await ask(root, "receipts", oldest)).data?.["returned"], 1);
      assertEquals((await ask(root, "receipts")).warnings.map((warning) => warning["code"]), ["unread_receipts"]);
      assertEquals((await ask(root, "receipts", "--all")).data?.["total"], 1_010);
    }),
);
