import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import fc from "../../helpers/properties.ts";
import { type ByteStream, createSink } from "../../../commands/host/terminal/output.ts";
import { ReaderLeft } from "../../../commands/host/terminal/reader_left.ts";
import { streamTraits } from "../../../commands/host/terminal/terminal.ts";
import { CliError } from "../../../lib/model/errors.ts";

const pipe = { isTerminal: false, columns: null };
const fixture = fromFileUrl(new URL("output_fixture.ts", import.meta.url));

/** A stream that takes at most `atOnce` bytes, and before each of them does what `trouble` says. */
function slowStream(atOnce: number, trouble: readonly Error[] = []) {
  const taken: number[] = [];
  const troubles = [...trouble];
  const stream: ByteStream = {
    write(bytes) {
      const error = troubles.shift();
      if (error !== undefined) return Promise.reject(error);
      const part = bytes.subarray(0, atOnce);
      for (const byte of part) taken.push(byte);
      return Promise.resolve(part.length);
    },
  };
  return { stream, text: () => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(taken)) };
}

Deno.test("createSink() writes every byte to a stream that takes few at once", async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.string({ unit: "grapheme" })),
    fc.integer({ min: 1, max: 9 }),
    async (texts, atOnce) => {
      const { stream, text } = slowStream(atOnce);
      const sink = createSink(stream, pipe);
      await Promise.all(texts.map((part) => sink.write(part)));
      assertEquals(text(), texts.join(""));
    },
  ));
});

Deno.test("createSink() never cuts a character between two slices", async () => {
  const { stream, text } = slowStream(1024 * 1024);
  const long = "x" + "😀".repeat(400_000);
  await createSink(stream, pipe).write(long);
  assertEquals(text() === long, true);
});

Deno.test("createSink() goes on where a stream was full or interrupted", async () => {
  const full = new Deno.errors.WouldBlock("full");
  const { stream, text } = slowStream(2, [full, full, new Deno.errors.Interrupted("signal"), full]);
  await createSink(stream, pipe).write("whole");
  assertEquals(text(), "whole");
});

/**
 * A non-blocking stream of 4096 bytes, at times of a few less, behind a line buffer, as Deno.stdout is: a short piece
 * without a newline is kept even when it then says that it is full, and so is the end of a line of which only a terminal
 * takes a part. Each refusal makes room again.
 */
function bufferedStream(isTerminal: boolean) {
  const taken: number[] = [];
  let kept: number[] = [];
  let free = 4096;
  let refusals = 0;
  const full = () => {
    free = refusals++ % 2 === 0 ? 4090 : 4096;
    return Promise.reject(new Deno.errors.WouldBlock("full"));
  };
  const push = (bytes: number[]) => {
    const part = bytes.splice(0, free);
    free -= part.length;
    taken.push(...part);
  };
  const stream: ByteStream = {
    write(bytes) {
      if (taken.length > 1_000_000) throw new Error("more came out than went in");
      const cut = bytes.lastIndexOf(10) + 1 || (bytes.length < 1024 ? 0 : bytes.length);
      const lines = [...bytes.subarray(0, cut)];
      const tail = [...bytes.subarray(cut)];
      if (lines.length > 0) {
        push(kept);
        if (kept.length > 0 || free === 0 || (lines.length > free && !isTerminal)) return full();
        push(lines);
        if (lines.length > 0 && !bytes.includes(10)) return Promise.resolve(bytes.length - lines.length);
      }
      kept = [...kept, ...lines, ...tail];
      push(kept);
      return kept.length > 0 ? full() : Promise.resolve(bytes.length);
    },
  };
  return { stream, text: () => new TextDecoder().decode(new Uint8Array([...taken, ...kept])) };
}

for (const isTerminal of [false, true]) {
  Deno.test(`createSink() writes no byte twice to a full ${isTerminal ? "terminal" : "pipe"} that does not block`, async () => {
    const { stream, text } = bufferedStream(isTerminal);
    const lengths = [0, 10, 79, 1023, 1024, 1025, 4095, 4096, 9000];
    const long = lengths.map((length) => `${"x".repeat(length)}\n`.repeat(20)).join("") + "no newline";
    await createSink(stream, { isTerminal, columns: null }, true).write(long);
    assertEquals(text() === long, true);
  });
}

Deno.test("createSink() says that the reader left", async () => {
  for (const error of [new Deno.errors.BrokenPipe("pipe"), new Deno.errors.ConnectionReset("socket")]) {
    const { stream } = slowStream(9, [error]);
    await assertRejects(() => createSink(stream, pipe).write("x"), ReaderLeft);
  }
});

Deno.test("createSink() reports any other failure as an input or output error", async () => {
  const { stream } = slowStream(9, [new Error("No space left on device (os error 28)")]);
  const error = await assertRejects(() => createSink(stream, pipe).write("x"), CliError);
  assertEquals(
    [error.exit, error.message],
    ["io", "Cannot write the output: No space left on device (os error 28)"],
  );
});

Deno.test("createSink() writes nothing after a failure", async () => {
  const { stream, text } = slowStream(9, [new Deno.errors.BrokenPipe("pipe")]);
  const sink = createSink(stream, pipe);
  await assertRejects(() => sink.write("a"), ReaderLeft);
  await assertRejects(() => sink.write("b"), ReaderLeft);
  assertEquals(text(), "");
});

Deno.test("streamTraits() knows that a pipe has no columns", () => {
  assertEquals(streamTraits({ isTerminal: () => false }), pipe);
});

const line = "0123456789 äöü 日本語 😀 the quick brown fox";

/** The arguments that run the fixture and make it write `count` lines. */
function writing(count: number): string[] {
  return ["run", "--no-config", "--no-lock", "--no-check", fixture, line, String(count)];
}

/** Runs a shell line in which "$@" is the program that writes `count` lines. */
async function shell(script: string, count: number): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", script, "bash", Deno.execPath(), ...writing(count)],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("createSink() gets 50 MB whole to a slow reader", async () => {
  const want = new TextEncoder().encode(`${line}\n`.repeat(1_000_000));
  const child = new Deno.Command(Deno.execPath(), { args: writing(1_000_000), stdout: "piped" }).spawn();
  const chunks: BlobPart[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk);
    if (chunks.length % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const got = await new Blob(chunks).bytes();
  assertEquals((await child.status).code, 0);
  assertEquals([got.length, await sha256(got)], [want.length, await sha256(want)]);
  assertEquals(got.length > 50_000_000, true);
});

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

Deno.test("createSink() lets a program end quietly when its reader leaves", async () => {
  assertEquals(await shell('"$@" | head -1; exit ${PIPESTATUS[0]}', 100_000), {
    code: 141,
    stdout: `${line}\n`,
    stderr: "",
  });
});

Deno.test("createSink() reports a full disk", async () => {
  assertEquals(await shell('"$@" >/dev/full', 1), {
    code: 19,
    stdout: "",
    stderr: "io: Cannot write the output: No space left on device (os error 28)\n",
  });
});

Deno.test("createSink() writes all of it to a file", async () => {
  const { stdout } = await shell('file=$(mktemp) && "$@" >"$file" && wc -l <"$file" && rm "$file"', 300_000);
  assertEquals(stdout.trim(), "300000");
});

const hasPerl = (await new Deno.Command("bash", { args: ["-c", "command -v perl"], stdout: "null" }).output()).success;

Deno.test({
  name: "createSink() writes no byte twice to standard output that another process made non-blocking",
  ignore: !hasPerl,
  async fn() {
    const nonBlocking = "perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK) or die; exec @ARGV'";
    const { code, stdout, stderr } = await shell(`${nonBlocking} "$@" | { sleep 0.3; cat; }`, 20_000);
    assertEquals([code, stderr, stdout === `${line}\n`.repeat(20_000)], [0, "", true]);
  },
});
