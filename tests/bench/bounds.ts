/** What the largest bundle costs that is read at all, and how soon one that is larger is refused. */
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { BUNDLE_LIMITS } from "../../lib/bundle/limits.ts";
import { countText } from "../../lib/text/numbers.ts";
import { tableText } from "../../lib/render/table.ts";
import { bundleBytes } from "../../commands/host/bundle/write_bundle.ts";
import { DESCRIPTOR } from "../helpers/bundles.ts";
import { emptyStore } from "../helpers/import_stores.ts";
import { judgeBounds } from "./aims.ts";
import { aimsTable, type Bench, type Sizes } from "./journal.ts";
import { measure, type Measurement, medianMeasurement } from "./measure.ts";

const VIEW = { width: null, color: false, unicode: false };
const REFUSED = 14;

/** Prints what a bundle of records takes that say next to nothing, so that it is a small file. */
export async function benchBounds({ program, folder, print }: Bench, { records, runs }: Sizes): Promise<void> {
  const count = Math.min(BUNDLE_LIMITS.records, 10 * records);
  const root = join(folder, "empty");
  const [most, over] = [join(folder, "most.tar.gz"), join(folder, "over.tar.gz")];
  writeStore(emptyStore(), root);
  await writeBundle(most, count);
  await writeBundle(over, BUNDLE_LIMITS.records + 1);
  const read = (bundle: string) => ["sync", "import", bundle, "--store", root, "--daemon", "none"];
  const plain = ["-c", 'gunzip -c "$0" | sha256sum', most];
  const measured: readonly (readonly [string, () => Promise<Measurement>])[] = [
    ["import of the bundle, its preview", () => measure(program, read(most))],
    ["import of one over the limit", () => measure(program, read(over), { ok: [REFUSED] })],
    ["gunzip and sha256sum", () => measure("sh", plain)],
  ];
  const results: (readonly [string, Measurement])[] = [];
  for (const [name, once] of measured) {
    const some: Measurement[] = [];
    for (let run = 0; run < runs; run++) some.push(await once());
    results.push([name, medianMeasurement(some)]);
  }
  const numbers = ["WALL", "CPU", "PEAK"].map((title) => ({ title, align: "right" } as const));
  const rows = results.map(([name, { seconds, cpuSeconds, peakBytes }]) => [
    name,
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    `${countText(Math.round(peakBytes / 1_000_000))} MB`,
  ]);
  print(`\n${tableText([{ title: `A BUNDLE OF ${countText(count)} SMALL RECORDS` }, ...numbers], rows, VIEW)}\n`);
  const [imported, , bytes] = results.map(([, measurement]) => measurement);
  if (imported !== undefined && bytes !== undefined) print(aimsTable("AIMS OF BOUNDS", judgeBounds(imported, bytes)));
  await Promise.all([root, most, over].map((path) => Deno.remove(path, { recursive: true })));
}

async function writeBundle(path: string, records: number): Promise<void> {
  const content = {
    descriptor: { ...DESCRIPTOR, counts: { records: { object: records }, events: 0 } },
    records: new Map([["object", { open: () => lines(records) }] as const]),
    journal: { open: () => [] },
  };
  const file = await Deno.open(path, { write: true, createNew: true });
  await ReadableStream.from(bundleBytes(content, { sign: null, encrypt: null, gzip: true })).pipeTo(file.writable);
}

function* lines(count: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let first = 0; first < count; first += 1000) {
    const numbers = Array.from({ length: Math.min(1000, count - first) }, (_, index) => first + index);
    yield encoder.encode(
      numbers.map((number) => `{"object_id":"object:${String(number).padStart(9, "0")}"}\n`).join(""),
    );
  }
}
