/**
 * Samples in the OpenMetrics text format. Every family is a gauge and has no unit line, so that collectors which read
 * only the older Prometheus format, such as node_exporter's, read the same.
 */
import { parseTimestamp } from "../text/time.ts";
import { printable } from "./printable.ts";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  /** What is not known has no sample. */
  readonly samples: readonly Sample[];
}

/** One sample without labels; none where the value is not known. */
export function single(value: number | boolean | null | undefined): readonly Sample[] {
  return value === null || value === undefined ? [] : [{ labels: {}, value: Number(value) }];
}

/** A sample for each entry that is known, with its key as the label. */
export function byLabel(label: string, values: Readonly<Record<string, number | boolean | null>>): readonly Sample[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [{ labels: { [label]: key }, value: Number(value) }]
  );
}

/** A timestamp of the store as seconds since 1970; no sample for what is none. */
export function instant(text: string | null | undefined): readonly Sample[] {
  const moment = parseTimestamp(text ?? null);
  return single(moment === null ? null : moment / 1000);
}

/** The families that have samples, and the end mark. */
export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.filter(({ samples }) => samples.length > 0).map(familyText).join("")}# EOF\n`;
}

function familyText({ name, help, samples }: MetricFamily): string {
  // Once each, as a collector refuses the whole text for a second one: two names may look the same once they are shown.
  const values = new Map(samples.map(({ labels, value }) => [labelsText(labels), value]));
  const lines = [...values].map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# TYPE ${name} gauge\n# HELP ${name} ${escaped(help)}\n${lines.join("")}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) =>
    `${name}="${escaped(printable(value, { unicode: true }))}"`
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
