/** Files that a person names: snapshots, plans, bundles, keys. */
import { dirname, relative } from "@std/path/posix";
import { CliError } from "../../../lib/model/errors.ts";
import { ioReason } from "./io_reason.ts";
import type { Deadline, NamedFiles } from "../types/host.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { withinTime } from "../terminal/deadline.ts";
import { watchInterruption } from "../terminal/interruption.ts";
import { readBounded } from "./read_bounded.ts";

interface Bounds {
  readonly deadline: Deadline;
  readonly progress: ProgressTaker;
}

export function createNamedFiles(bounds: Bounds): NamedFiles {
  const { deadline } = bounds;
  const write = (path: string, content: AsyncIterable<Uint8Array>) =>
    writeWhole(path, content, { deadline, link: true, mode: 0o600 });
  return {
    read: (path, limitBytes) => readNamed(path, limitBytes, bounds),
    requireOutside: refuseInside,
    writeNew: (path, text) => write(path, encoded(text)),
    replace: async (path, text, { outside, isPublic = false }) => {
      if (outside !== null) await refuseInside(path, outside);
      await writeWhole(path, encoded(text), { deadline, link: false, mode: isPublic ? 0o644 : 0o600 });
    },
    writeNewBytes: write,
  };
}

async function readNamed(path: string, limitBytes: number, { deadline, progress }: Bounds): Promise<Uint8Array> {
  try {
    const file = path === "-" ? Deno.stdin : await deadline.within(() => Deno.open(path, { read: true }));
    const watched = withinTime(file.readable, { deadline, progress, phase: "file", total: null });
    const whole = await readBounded(watched, limitBytes);
    if (whole === null) {
      throw new CliError("bad_input", `Cannot read "${path}": it is larger than ${limitBytes} bytes`, { target: path });
    }
    return whole;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { exit, reason } = ioReason(error);
    throw new CliError(exit, `Cannot read "${path}": ${reason}`, { target: path, cause: error });
  }
}

async function* encoded(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** @throws CliError usage where the path lies in the folder or below; in one that is not there, nothing lies */
async function refuseInside(path: string, folder: string): Promise<void> {
  try {
    if (!await pathExists(folder)) return;
    const beside = relative(await Deno.realPath(folder), await Deno.realPath(dirname(path)));
    if (beside.split("/")[0] === "..") return;
  } catch (error) {
    const { exit, reason } = ioReason(error);
    // Where it is to lie is not there: whoever writes it will say so.
    if (exit === "not_found") return;
    throw new CliError(exit, `Cannot write "${path}": ${reason}`, { target: path, cause: error });
  }
  throw new CliError("usage", `Cannot write "${path}": it would lie in the store`, {
    target: path,
    hint: "Name a file outside the store",
  });
}

interface Writing {
  readonly deadline: Deadline;
  /** Linked into place, which fails over an existing file; else renamed over it. */
  readonly link: boolean;
  readonly mode: number;
}

/** Whole or not at all: written beside its target, synced, and put in its place. */
async function writeWhole(
  path: string,
  content: AsyncIterable<Uint8Array>,
  { deadline, link, mode }: Writing,
): Promise<void> {
  const exists = () =>
    new CliError("usage", `Cannot write "${path}": the file exists`, {
      target: path,
      hint: "Give another name; nothing is ever written over an existing file",
    });
  const noFile = () =>
    new CliError("usage", `Cannot write "${path}": what is there is no file, and is not replaced`, {
      target: path,
      hint: "Name a file; standard output needs no name",
    });
  const failed = (error: unknown) => {
    if (error instanceof CliError) return error;
    if (error instanceof Deno.errors.AlreadyExists) return exists();
    const { exit, reason } = ioReason(error);
    const state = exit === "not_found" ? "its folder does not exist" : reason;
    return new CliError(exit, `Cannot write "${path}": ${state}`, { target: path, cause: error });
  };
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const interruption = watchInterruption(`Cannot write "${path}"`);
  try {
    if (link && await pathExists(path)) throw exists();
    if (!link && await isNoFile(path)) throw noFile();
    const file = await Deno.open(temporary, { write: true, createNew: true, mode });
    try {
      for await (const bytes of content) {
        for (let written = 0; written < bytes.length;) {
          written += await file.write(bytes.subarray(written));
          interruption.check();
          deadline.check();
        }
      }
      await file.sync();
    } finally {
      file.close();
    }
    interruption.check();
    if (link) {
      await Deno.link(temporary, path);
      await Deno.remove(temporary);
    } else {
      await Deno.rename(temporary, path);
    }
    await syncFolder(dirname(path));
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw failed(error);
  } finally {
    interruption.stop();
  }
}

/** Whether a pipe, a device or a folder is there; a link is replaced like a file, and never followed. */
async function isNoFile(path: string): Promise<boolean> {
  if (!await pathExists(path)) return false;
  const { isFile, isSymlink } = await Deno.lstat(path);
  return !isFile && !isSymlink;
}

async function pathExists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A new name is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await Deno.open(path, { read: true });
  try {
    await folder.sync();
  } finally {
    folder.close();
  }
}
