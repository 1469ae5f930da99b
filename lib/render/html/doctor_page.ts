/** `sync doctor -o html`: the verdict, what was found with its evidence, and what the store holds, as a page. */
import { counts } from "../../answers/doctor.ts";
import type { DayOfEvents } from "../../journal/activity.ts";
import type { DoctorData } from "../../model/documents/doctor.ts";
import { DURABILITY_CLASSES, SEVERITIES } from "../../model/vocabulary.ts";
import { classBytes } from "../../store/durability.ts";
import { syncCommand } from "../../text/command_line.ts";
import { bytesText, countText } from "../../text/numbers.ts";
import type { Sha256Hex } from "../../text/sha256.ts";
import { coverText } from "../human/doctor.ts";
import { NOT_KNOWN, proofText } from "../human/health.ts";
import { bytesBar } from "./charts/bytes_bar.ts";
import { timelineChart } from "./charts/timeline.ts";
import { beforeAndAfter, findingsMarkup } from "./findings.ts";
import { type Content, markup } from "./markup.ts";
import { pageText } from "./page.ts";
import { facts, healthVerdict, list, listSection, section, table } from "./sections.ts";

interface DoctorPage {
  readonly data: DoctorData;
  readonly takenAt: string;
  readonly store: string;
  /** Null where no journal was there to count them. */
  readonly activity: readonly DayOfEvents[] | null;
}

export function doctorPage({ data, takenAt, store, activity }: DoctorPage, sha256Hex: Sha256Hex): string {
  const { checks, durability, findings, health, restore_proof: proof, since } = data;
  const attention = findings.filter(counts);
  const automatic = attention.filter(({ recommendation }) => recommendation.automatic);
  const skipped = checks.skipped.filter(({ required }) => required);
  const body = [
    healthVerdict(health),
    facts([
      ["Findings", severityCounts(data)],
      ["Checks", `${checks.passed} of ${checks.run} found nothing wrong in ${coverText(data)}`],
      ["Restore", proof === null ? "never tried here" : proofText(proof)],
      ...(since === null
        ? []
        : [["Since", `${since.generated_at}: ${since.new} new, ${since.gone.length} gone`] as const]),
    ]),
    listSection("What needs attention", attention, findingsMarkup),
    listSection("What a repair would change", automatic, beforeAndAfter),
    listSection("What is accepted", findings.filter((finding) => !counts(finding)), findingsMarkup),
    listSection("Not checked", skipped, (all) => list(all.map(({ check, reason }) => `${check}: ${reason}`))),
    activity === null ? null : section("Events a day", timelineChart(activity)),
    section("What the store holds", [bytesBar(classBytes(durability)), durabilityTable(durability)]),
    section("Derived state", derivedTable(data)),
  ];
  return pageText({ title: syncCommand("doctor"), takenAt, store, body }, sha256Hex);
}

function severityCounts({ findings }: DoctorData): Content {
  const counted = SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => counts(finding) && finding.severity === severity).length;
    return count === 0 ? [] : [markup`
      <span class="${severity}">${severity} ${countText(count)}</span>
    `];
  });
  return counted.length === 0 ? "none" : counted;
}

function durabilityTable(durability: DoctorData["durability"]): Content {
  const rows = DURABILITY_CLASSES.flatMap((name) =>
    durability[name].items.map(({ path, records, bytes, reason }) => [
      name,
      markup`
        <code>${path}</code>
      `,
      records === null ? NOT_KNOWN : countText(records),
      bytes === null ? NOT_KNOWN : bytesText(bytes),
      reason,
    ])
  );
  return table([
    { title: "Class" },
    { title: "Path" },
    { title: "Records", isNumber: true },
    { title: "Bytes", isNumber: true },
    { title: "Why" },
  ], rows);
}

function derivedTable({ indexes, checkpoints }: DoctorData): Content {
  if (indexes === null || checkpoints === null) {
    return markup`
      <p>${NOT_KNOWN}</p>
    `;
  }
  return table([{ title: "What" }, { title: "State" }, { title: "Entries", isNumber: true }, { title: "Why" }], [
    ...indexes.map(({ index_id, state, entries, reason }) => [
      `index:${index_id}`,
      state.replaceAll("_", " "),
      entries === null ? null : countText(entries),
      reason,
    ]),
    ...checkpoints.map(({ checkpoint_id, state, reason }) => [
      `checkpoint:${checkpoint_id}`,
      state.replaceAll("_", " "),
      null,
      reason,
    ]),
  ]);
}
