/** What the program's streams are connected to. */
import type { StreamTraits } from "../types/host.ts";
import type { Screen } from "../types/screen.ts";

/** The traits of standard output or standard error: a window may change its size at any moment. */
export function streamTraits(stream: { isTerminal(): boolean }): StreamTraits {
  if (!stream.isTerminal()) return { isTerminal: false, columns: null };
  return {
    isTerminal: true,
    get columns() {
      return consoleSize()?.columns ?? null;
    },
  };
}

export const screen: Screen = {
  rows: () => consoleSize()?.rows ?? null,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Null for a terminal that tells no size, such as a serial line. */
function consoleSize(): { readonly columns: number; readonly rows: number } | null {
  try {
    const { columns, rows } = Deno.consoleSize();
    return columns > 0 && rows > 0 ? { columns, rows } : null;
  } catch {
    return null;
  }
}
