/** The program, run from its sources; what is built starts in the same way, and knows its commit. */
import { start } from "./start.ts";

if (import.meta.main) await start({ kind: "source", commit: null, commit_unknown: "it runs from its sources" });
