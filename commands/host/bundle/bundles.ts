/** Bundles in files that a person names, and on standard input and output. */
import { parseIdentities } from "../../../lib/bundle/identity_file.ts";
import { BUNDLE_LIMITS } from "../../../lib/bundle/limits.ts";
import { shellWord } from "../../../lib/text/command_line.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { Deadline, Environment, NamedFiles } from "../types/host.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { ioReason } from "../files/io_reason.ts";
import { withinTime } from "../terminal/deadline.ts";
import { createByteSink } from "../terminal/output.ts";
import { createSpool } from "../files/spool.ts";
import { makeTemporaryFolder } from "../files/temporary_folder.ts";
import { streamTraits } from "../terminal/terminal.ts";
import type { Bundles } from "../types/bundle.ts";
import { type Bytes, measured } from "./byte_streams.ts";
import { createEncryption } from "./encryption.ts";
import { readKeyText, readSignKey, readVerifyKey } from "./keys.ts";
import { readBundle } from "./open_bundle.ts";
import { bundleBytes } from "./write_bundle.ts";

const CHUNK_BYTES = 64 * 1024;

export function createBundles(
  environment: Environment,
  files: Pick<NamedFiles, "read" | "writeNewBytes">,
  { deadline, progress, words }: {
    readonly deadline: Deadline;
    readonly progress: ProgressTaker;
    readonly words: readonly string[];
  },
): Bundles {
  return {
    createSpool() {
      using folder = makeTemporaryFolder(environment);
      return createSpool(folder.path);
    },
    async write(path, content, { signKey, recipients, gzip }) {
      const sign = signKey === null ? null : await readSignKey(signKey, files);
      const encrypt = recipients.length === 0 ? null : await createEncryption(recipients);
      const written = measured(bundleBytes(content, { sign, encrypt, gzip }, progress));
      if (path === "-") await writeToOutput(written.bytes);
      else await files.writeNewBytes(path, written.bytes);
      return written.digest();
    },
    async open(path, { verifyKey, requireSignature, identities }) {
      if (requireSignature && verifyKey === null) {
        throw new CliError("usage", `Cannot check the signature of "${path}": no key is given`, {
          target: "--require-signature",
          hint: "Give the public key of whoever signs with --verify-key FILE",
        });
      }
      const key = verifyKey === null ? null : await readVerifyKey(verifyKey, files);
      const lists = await Promise.all(
        identities.map(async (file) => parseIdentities(await readKeyText(file, files), file)),
      );
      const total = bytesAt(path);
      using folder = makeTemporaryFolder(environment);
      return await readBundle(withinTime(fileBytes(path), { deadline, progress, phase: "bundle", total }), {
        checkTime: deadline.check,
        name: path,
        fromInput: ["sourceos", ...words.map((word) => word === path ? "-" : word)].map(shellWord).join(" "),
        folder: folder.path,
        verifyKey: key,
        requireSignature,
        identities: lists.flat(),
        limits: BUNDLE_LIMITS,
      });
    },
  };
}

async function writeToOutput(bytes: Bytes): Promise<void> {
  const traits = streamTraits(Deno.stdout);
  if (traits.isTerminal) {
    throw new CliError("usage", "Cannot write a bundle on a terminal", {
      target: "--out",
      hint: "Give a file with --out FILE, or send the output into one",
    });
  }
  const write = createByteSink(Deno.stdout, traits);
  for await (const chunk of bytes) await write(chunk);
}

/** How long it is, null for what is no file. Looks before anything is put aside, and opens nothing: a pipe can be opened once. */
function bytesAt(path: string): number | null {
  if (path === "-") return null;
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile ? size : null;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): CliError {
  const { exit, reason } = ioReason(error);
  return new CliError(exit, `Cannot read "${path}": ${reason}`, { target: path, cause: error });
}

async function* fileBytes(path: string): Bytes {
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  const file = path === "-" ? Deno.stdin : await attempt(() => Deno.open(path, { read: true }));
  const chunk = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      const count = await attempt(() => file.read(chunk));
      if (count === null) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    if (path !== "-") file.close();
  }
}
