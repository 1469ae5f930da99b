import { assertEquals, assertThrows } from "@std/assert";
import { HEADER_BYTES, machineOf, parseTarget } from "../../.ci/build/machines.ts";

/** The start of a 64-bit ELF file for the machine of that number. */
function elf(machine: number, { bits = 2 } = {}): readonly number[] {
  return [0x7f, 0x45, 0x4c, 0x46, bits, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, machine, 0];
}

function machO(cpu: number): readonly number[] {
  return [0xcf, 0xfa, 0xed, 0xfe, cpu, 0, 0, 1, ...Array<number>(HEADER_BYTES - 8).fill(0)];
}

for (
  const [name, header, machine] of [
    ["ELF of 62", elf(62), "x86_64-unknown-linux-gnu"],
    ["ELF of 183", elf(183), "aarch64-unknown-linux-gnu"],
    ["ELF of another machine", elf(243), null],
    ["ELF of 32 bits", elf(62, { bits: 1 }), null],
    ["Mach-O of x86-64", machO(7), "x86_64-apple-darwin"],
    ["Mach-O of arm64", machO(12), "aarch64-apple-darwin"],
    ["a script", [...new TextEncoder().encode("#!/bin/sh\nexec deno run\n")], null],
    ["a file that ends too soon", elf(62).slice(0, HEADER_BYTES - 1), null],
  ] as const
) {
  Deno.test(`machineOf() tells the machine of ${name}`, () => assertEquals(machineOf(new Uint8Array(header)), machine));
}

Deno.test("parseTarget() names the targets where it refuses one", () => {
  assertEquals(parseTarget("aarch64-apple-darwin"), "aarch64-apple-darwin");
  assertThrows(
    () => parseTarget("riscv64gc-unknown-linux-gnu"),
    Error,
    'Cannot build for "riscv64gc-unknown-linux-gnu": the targets are x86_64-unknown-linux-gnu, aarch64-unknown-linux-gnu',
  );
});
