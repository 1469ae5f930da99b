/**
 * Reads a whole journal in a thread of its own, while this one reads the records (docs/design.md, "What the runtime can and
 * cannot do").
 */
import { ioReason } from "../files/io_reason.ts";
import { unpackHeads } from "../../../lib/journal/heads.ts";
import type { JournalMessage, JournalTask } from "./journal_messages.ts";
import { lookAtJournal } from "./journal_file.ts";
import { type JournalRequest, readJournal, type WholeJournalRequest } from "./journal_reader.ts";
import type { JournalReading } from "./journal_reading.ts";

/** A journal that is being read; to be disposed of however that ends. */
interface PendingJournal extends Disposable {
  /**
   * What it gives, told of on the way from here on. To be called once.
   *
   * @throws CliError timeout
   */
  finish(): Promise<JournalReading>;
}

/** Bundled, this file is a part of others, and the thread's a file beside them (.ci/build/builder.ts). */
const THREAD = import.meta.url.endsWith(".ts") ? "./journal_thread.ts" : "./journal_thread.js";

/** Below that a thread costs as much as it saves. */
export const LEAST_JOURNAL_BYTES = 32 * 1024 * 1024;
/** Of what a file system needs for the list of a folder, which few records do not fill. */
const LEAST_LIST_BYTES = 128 * 1024;

/**
 * Begins to read the journal, beside what is read after it where that saves time; else reads it to its end. Either way no
 * event is read that was begun after this has returned.
 *
 * @param folders those whose files are read next, by their absolute paths
 * @throws CliError timeout
 */
export async function beginJournal(
  path: string,
  request: JournalRequest,
  folders: readonly string[],
): Promise<PendingJournal> {
  const isWhole = !request.keepsFolding && (request.covered === null || request.depth === "full");
  const pays = isWhole && navigator.hardwareConcurrency > 1 && lookAtJournal(path).bytes >= LEAST_JOURNAL_BYTES &&
    folders.reduce((sum, folder) => sum + listBytes(folder), 0) >= LEAST_LIST_BYTES;
  if (pays) return await readJournalBeside(path, request);
  const reading = await readJournal(path, request);
  return { finish: () => Promise.resolve(reading), [Symbol.dispose]: () => {} };
}

/** What the list of the folder takes on the disk, where the file system tells; not more than a hint. */
function listBytes(folder: string): number {
  try {
    return Deno.lstatSync(folder).size;
  } catch (error) {
    ioReason(error); // a bug is thrown on
    return 0;
  }
}

/** Begins to read the journal in a thread. Otherwise as readJournal(). */
export async function readJournalBeside(
  path: string,
  { lanes, prefixLengths, progress }: WholeJournalRequest,
): Promise<PendingJournal> {
  const worker = new Worker(new URL(THREAD, import.meta.url), { type: "module" });
  const { port1: port, port2: theirs } = new MessageChannel();
  const messages = receive(worker, port);
  const task: JournalTask = { path, lanes, prefixLengths };
  worker.postMessage(task, [theirs]);
  let message = await messages.next();
  const end = () => {
    port.close();
    worker.terminate();
  };
  return {
    async finish() {
      for (;; message = await messages.next()) {
        if (message.kind === "failed") throw message.error;
        if (message.kind === "progress") progress.report(message.progress);
        if (message.kind === "read") {
          // What the thread needed is free from here on.
          end();
          const { summary, heads, prefixes } = message.reading;
          const objects = unpackHeads(heads);
          // Free at once, and not whenever garbage is collected next.
          heads.numbers.buffer.transfer(0);
          heads.digests.buffer.transfer(0);
          return { summary: { ...summary, objects }, prefixes };
        }
      }
    },
    [Symbol.dispose]: end,
  };
}

/** The messages of the thread as they are asked for; of several that wait for that, the last one that tells how far it is. */
function receive(worker: Worker, port: MessagePort): { next(): Promise<JournalMessage> } {
  const waiting: JournalMessage[] = [];
  let taken: (() => void) | null = null;

  function put(message: JournalMessage): void {
    if (message.kind === "progress" && waiting.at(-1)?.kind === "progress") waiting.pop();
    waiting.push(message);
    taken?.();
  }

  port.onmessage = ({ data }) => put(data);
  worker.onerror = (event) => {
    event.preventDefault();
    put({ kind: "failed", error: event.error ?? new Error(event.message) });
  };
  return {
    async next() {
      for (;;) {
        const message = waiting.shift();
        if (message !== undefined) return message;
        await new Promise<void>((resolve) => taken = resolve);
      }
    },
  };
}
