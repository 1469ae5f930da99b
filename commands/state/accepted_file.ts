/** The file of accepted findings that `--accepted` or SOURCEOS_ACCEPTED names. */
import { parseAccepted, parseUntil } from "../../lib/answers/acceptance.ts";
import { type AcceptedFindings, NOTHING_ACCEPTED } from "../../lib/model/accepted_findings.ts";
import { CliError } from "../../lib/model/errors.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import type { Host } from "../host/types/host.ts";

const LIMIT_BYTES = 64 * 1024 * 1024;

interface AcceptedFile {
  /** Null where none is named. */
  readonly path: string | null;
  readonly known: AcceptedFindings;
}

/**
 * What is accepted; a file that is about to be written has to be named, and need not be there.
 *
 * @throws CliError usage where none is named to be written, and as reading and parsing do
 */
export async function readAccepted(
  option: string | null,
  host: Host,
  { isWritten }: { readonly isWritten: boolean },
): Promise<AcceptedFile> {
  const path = option ?? host.environment("SOURCEOS_ACCEPTED");
  if (path === null) {
    if (!isWritten) return { path, known: NOTHING_ACCEPTED };
    throw new CliError("usage", "Cannot accept a finding: no file is named that would keep it", {
      target: "--accept",
      hint: "Name one with --accepted, or in SOURCEOS_ACCEPTED; it is made where it is not there",
    });
  }
  try {
    return { path, known: parseAccepted(await host.files.read(path, LIMIT_BYTES), path) };
  } catch (error) {
    if (isWritten && error instanceof CliError && error.exit === "not_found") return { path, known: NOTHING_ACCEPTED };
    throw error;
  }
}

/** Writes the file anew, whole or not at all. @throws CliError usage for a file inside the store; denied, io */
export async function writeAccepted(path: string, accepted: AcceptedFindings, root: string, host: Host): Promise<void> {
  await host.files.replace(path, `${stringifyJson(accepted, 2)}\n`, { outside: root });
}

/** What to accept; null where nothing is. @throws CliError usage where not all of it is said */
export function acceptWords({ accept: id, target, reason, until }: {
  readonly accept: string | null;
  readonly target: string | null;
  readonly reason: string | null;
  readonly until: string | null;
}) {
  if (id === null) {
    const [stray] = [["--target", target], ["--reason", reason], ["--until", until]].filter(([, given]) =>
      given !== null
    );
    if (stray === undefined) return null;
    throw new CliError("usage", `Cannot use ${stray[0]} without --accept`, { target: "--accept" });
  }
  if (target !== null && reason !== null && reason.trim() !== "") {
    return { id, target, reason, until: until === null ? null : parseUntil(until) };
  }
  throw new CliError(
    "usage",
    `Cannot accept finding "${id}": ${target === null ? "--target" : "--reason"} is not given`,
    {
      target: "--accept",
      hint: "Say what it is about with --target, as doctor prints it, and why it is accepted with --reason",
    },
  );
}
