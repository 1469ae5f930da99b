/** What the program's streams are connected to. */
import type { StreamTraits } from "../types/host.ts";

/** The traits of standard output or standard error at this moment. */
export function streamTraits(stream: { isTerminal(): boolean }): StreamTraits {
  return stream.isTerminal() ? { isTerminal: true, columns: terminalColumns() } : { isTerminal: false, columns: null };
}

function terminalColumns(): number | null {
  try {
    const { columns } = Deno.consoleSize();
    return columns > 0 ? columns : null;
  } catch {
    return null; // a terminal that tells no size, such as a serial line
  }
}
