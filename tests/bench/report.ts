/** What was measured, as a document (docs/performance.md) and as tables for people. */
import { tableText } from "../../lib/render/table.ts";
import { countText } from "../../lib/text/numbers.ts";
import type { Reading, Row } from "./rows.ts";

export interface Part {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface BenchDocument {
  readonly schema: "sourceos-sync.bench/v1alpha1";
  readonly machine: Machine;
  readonly program: { readonly bytes: number; readonly compiled: boolean };
  readonly parts: readonly Part[];
}

export interface Machine {
  readonly cores: number;
  /** As the kernel names it; null where it does not. */
  readonly processor: string | null;
  readonly system: string;
  readonly deno: string;
}

export function thisMachine(): Machine {
  return {
    cores: navigator.hardwareConcurrency,
    processor: processorName(),
    system: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    deno: Deno.version.deno,
  };
}

function processorName(): string | null {
  try {
    return /^model name\s*: (.+)$/m.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ?? null;
  } catch {
    return null;
  }
}

const VIEW = { width: null, color: false, unicode: true };
const READINGS: Readonly<Record<Reading, string>> = { cpu: "CPU", wall: "wall", peak: "peak" };

/** The part as a table. */
export function partText({ title, rows }: Part): string {
  const right = (name: string) => ({ title: name, align: "right" }) as const;
  const columns = [
    { title },
    { title: "BESIDE" },
    { title: "BY" },
    right("READ"),
    right("MEASURED"),
    right("AIM"),
    { title: "" },
  ];
  const cells = rows.map((row) => [
    row.what,
    row.beside,
    READINGS[row.by],
    row.readings.map((reading) => readingText(reading, row.by)).join(" / "),
    row.measured === null ? "-" : valueText(row.measured, row),
    row.aim === null ? "" : `≤ ${valueText(row.aim, row)}`,
    row.met === null ? (row.measured === null ? "not measured" : "") : row.met ? "met" : "not met",
  ]);
  return `${tableText(columns, cells, VIEW)}\n`;
}

/** On what it was measured, and how many aims are met. */
export function summaryText({ machine, parts }: BenchDocument): string {
  const { cores, processor, system, deno } = machine;
  const judgements = parts.flatMap(({ rows }) => rows.flatMap(({ met }) => met ?? []));
  return `${judgements.filter((met) => met).length} of ${judgements.length} aims are met. ` +
    `Measured on ${cores} cores (${processor ?? "of no name"}), ${system}, with deno ${deno}.`;
}

function readingText(reading: number | null, by: Reading): string {
  if (reading === null) return "-";
  if (by === "peak") return `${countText(Math.round(reading))} MB`;
  return reading < 1 ? `${(reading * 1000).toFixed(0)} ms` : `${reading.toFixed(2)} s`;
}

function valueText(value: number, { unit }: Row): string {
  switch (unit) {
    case "times":
      return `${value.toFixed(2)} ×`;
    case "megabytes":
      return `${countText(Math.round(value))} MB`;
    case "exponent":
      return value.toFixed(2);
  }
}
