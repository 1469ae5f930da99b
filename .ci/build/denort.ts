/** Which denort, the runtime that a program is compiled onto, a build takes. */
import { headerOf } from "./builder.ts";
import { machineOf, type Target } from "./machines.ts";

/**
 * Its path: the one that DENORT_BIN names, or for the machine that builds the toolchain's own; null leaves it to deno, which
 * downloads the one for the target. @throws Error for a DENORT_BIN of another machine, or of another release than this deno
 */
export function chooseDenort(target: Target): string | null {
  const given = Deno.env.get("DENORT_BIN") ?? "";
  const ours = Deno.env.get("SOURCEOS_DENORT") ?? "";
  if (given === "" || given === ours) return target === Deno.build.target && ours !== "" ? ours : null;
  const machine = machineOf(headerOf(given));
  const refusal = (why: string) => new Error(`Cannot build for ${target} with DENORT_BIN="${given}": ${why}`);
  if (machine !== target) throw refusal(`it is of ${machine ?? "no known machine"}`);
  if (!holds(given, `Deno/${Deno.version.deno}`)) throw refusal(`it is not of Deno ${Deno.version.deno}, which builds`);
  return given;
}

/** Every denort holds the name by which it asks servers, and so its release. */
function holds(path: string, text: string): boolean {
  return new TextDecoder("latin1").decode(Deno.readFileSync(path)).includes(text);
}
