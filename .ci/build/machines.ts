/** The machines that the program is built for, and how a program file says what machine it is of. */

export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
] as const;
export type Target = (typeof TARGETS)[number];

/** @throws Error for one that the program is not built for */
export function parseTarget(text: string): Target {
  const target = TARGETS.find((known) => known === text);
  if (target === undefined) throw new Error(`Cannot build for "${text}": the targets are ${TARGETS.join(", ")}`);
  return target;
}

/** How many bytes at the start of a file tell the machine. */
export const HEADER_BYTES = 20;

/** e_machine of ELF and cputype of Mach-O, both little-endian. */
const ELF: Readonly<Record<number, Target>> = { 62: "x86_64-unknown-linux-gnu", 183: "aarch64-unknown-linux-gnu" };
const MACH_O: Readonly<Record<number, Target>> = {
  0x01000007: "x86_64-apple-darwin",
  0x0100000c: "aarch64-apple-darwin",
};

/** The machine that a program file which starts like this is of; null for any other file, or machine. */
export function machineOf(header: Uint8Array): Target | null {
  if (header.byteLength < HEADER_BYTES) return null;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const is64BitElf = view.getUint32(0) === 0x7f454c46 && view.getUint8(4) === 2 && view.getUint8(5) === 1;
  if (is64BitElf) return ELF[view.getUint16(18, true)] ?? null;
  return view.getUint32(0, true) === 0xfeedfacf ? MACH_O[view.getUint32(4, true)] ?? null : null;
}
