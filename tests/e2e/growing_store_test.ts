/** A store that the daemon writes to while it is looked at gives no false finding; a torn tail that stays is found. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { readDocument as readRecord } from "../../fixtures/faults/edit.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { faultyStore, HEALTHY, withStore } from "../helpers/stores.ts";
import { readDocument } from "./machine_documents.ts";

const RUNS = 20;

/** Any object that lives and is not held. */
const ACTIVE_OBJECT = [...HEALTHY.keys()].find((path) => {
  if (!path.startsWith("objects/") || !path.endsWith(".json")) return false;
  const { state, retention_class } = readRecord(HEALTHY, path);
  return state === "active" && retention_class === "normal";
}) ?? "";

interface Writer {
  /** Events appended until it stopped. */
  stop(): Promise<number>;
}

/**
 * Appends as the reference daemon does: the line, sometimes in two writes as a long one needs, then the manifest by way
 * of a file beside it, and records the same way, sometimes before their event and sometimes after it.
 */
function startWriter(root: string): Writer {
  const journal = join(root, "journal.jsonl");
  const manifest = join(root, "manifest.json");
  const record = JSON.parse(Deno.readTextFileSync(join(root, "actors/actor_ada.json")));
  const template = JSON.parse(Deno.readTextFileSync(join(root, ACTIVE_OBJECT)));
  let isStopped = false;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const replace = async (path: string, value: unknown) => {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    await Deno.writeTextFile(`${path}.tmp`, text.slice(0, 100));
    await pause(1);
    await Deno.writeTextFile(`${path}.tmp`, text);
    await Deno.rename(`${path}.tmp`, path);
  };
  const appending = (async () => {
    let appended = 0;
    for (; !isStopped; appended++) {
      const isDelete = appended % 4 === 3;
      const object = `object:growing-${Math.floor(appended / 4) % 7}`;
      const writeRecord = () =>
        replace(join(root, `objects/${object.replace(":", "_")}.json`), {
          ...template,
          object_id: object,
          state: isDelete ? "tombstoned" : "active",
        });
      if (appended % 8 < 4) await writeRecord();
      const ordinal = Deno.readTextFileSync(journal).split("\n").filter((line) => line.trim() !== "").length + 1;
      const line = `${
        JSON.stringify({
          schema: "sourceos.journal-event/v1alpha1",
          event_id: `evt-${String(ordinal).padStart(8, "0")}`,
          event_type: isDelete ? "delete" : "update",
          lane: isDelete ? "tombstone" : "normal",
          object_id: object,
          producer: template.last_modified_by_actor,
          created_at: "2026-05-06T00:00:00Z",
          payload: { text: "x".repeat(appended % 3 === 0 ? 9_000 : 40) },
          applied: true,
        })
      }\n`;
      const cut = appended % 3 === 0 ? 8_192 : line.length;
      await Deno.writeTextFile(journal, line.slice(0, cut), { append: true });
      if (cut < line.length) {
        await pause(15);
        await Deno.writeTextFile(journal, line.slice(cut), { append: true });
      }
      if (appended % 8 >= 4) await writeRecord();
      const before = JSON.parse(Deno.readTextFileSync(manifest));
      await replace(manifest, { ...before, active_generation: before.active_generation + 1 });
      if (appended % 5 === 0) await replace(join(root, "actors/actor_ada.json"), record);
      await pause(2);
    }
    return appended;
  })();
  return {
    stop() {
      isStopped = true;
      return appending;
    },
  };
}

programTest(
  "doctor and status never find a fault in a sound store that grows while they read it",
  () =>
    withStore(HEALTHY, async (root) => {
      const writer = startWriter(root);
      const found: unknown[] = [];
      try {
        for (let run = 0; run < RUNS; run++) {
          const [doctor, status] = await Promise.all([
            runProgram(["sync", "doctor", "--store", root, "--json"]),
            runProgram(["sync", "status", "--store", root, "--json", "--exit-code"]),
          ]);
          const { data } = await readDocument(doctor, "sync doctor");
          const { errors } = await readDocument(status, "sync status");
          found.push(data?.["findings"], errors);
        }
      } finally {
        assertEquals(await writer.stop() > RUNS, true, "The writer hardly wrote");
      }
      assertEquals(found, Array.from({ length: 2 * RUNS }, () => []));
    }),
);

programTest(
  "a torn tail that stays is found, with its line and its bytes",
  () =>
    withStore(faultyStore("torn-tail"), async (root) => {
      const { data } = await readDocument(
        await runProgram(["sync", "doctor", "--store", root, "--json"]),
        "sync doctor",
      );
      const findings = data?.["findings"];
      const text = Deno.readTextFileSync(join(root, "journal.jsonl"));
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      const encoder = new TextEncoder();
      assertEquals(Array.isArray(findings) ? findings.map(({ id, evidence }) => ({ id, evidence })) : null, [{
        id: "journal.torn-tail",
        evidence: {
          file: "journal.jsonl",
          line: whole.split("\n").length,
          offset: encoder.encode(whole).length,
          bytes: encoder.encode(text.slice(whole.length)).length,
          event_id: null,
        },
      }]);
    }),
);
