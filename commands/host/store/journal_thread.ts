/** What the journal's own thread runs: reads the whole journal that it is told of (journal_beside.ts). */
import type { JournalMessage, JournalTask } from "./journal_messages.ts";
import { readPacked } from "./journal_reader.ts";

globalThis.addEventListener("message", (event) => {
  const port = event instanceof MessageEvent ? event.ports[0] : undefined;
  if (event instanceof MessageEvent && port !== undefined) void readFor(event.data, port);
});

async function readFor(task: JournalTask, port: MessagePort): Promise<void> {
  const post = (message: JournalMessage, moved: Transferable[] = []) => port.postMessage(message, moved);
  try {
    const reading = await readPacked(task.path, {
      ...task,
      opened: () => post({ kind: "opened" }),
      progress: { report: (progress) => post({ kind: "progress", progress }) },
    });
    post({ kind: "read", reading }, [reading.heads.numbers.buffer, reading.heads.digests.buffer]);
  } catch (error) {
    post({ kind: "failed", error });
  }
}
