/** What would bring back what an import leaves as it is, by commands: it never rolls back, and never overwrites. */
import type { ImportData, ImportedRecord } from "../../model/documents/import.ts";
import { targetName } from "../../store/catalog.ts";
import { syncCommand } from "../../text/command_line.ts";
import { plural } from "../../text/words.ts";
import { commandText, paragraph } from "../paragraphs.ts";
import { section } from "../sections.ts";
import type { Style } from "../style.ts";
import type { View } from "../view.ts";

interface WaysOut {
  /** What the next command needs to read the bundle again. */
  readonly reading: readonly string[];
  /** What it needs to look at this store again. */
  readonly store: readonly string[];
}

/** Nothing where nothing is older, and nothing here cannot be read. */
export function waysOutSections(
  { mode, counts, bundle, records, put_back_by: undos }: ImportData,
  { reading, store }: WaysOut,
  style: Style,
  view: View,
): readonly string[] {
  if (mode === "verify") return [];
  const older = counts.older === 0 ? [] : [
    paragraph(
      `${plural(counts.older, "record")} of the bundle ${
        counts.older === 1 ? "is" : "are"
      } older than what is here, and an import never rolls back. To see the earlier state, restore the bundle beside:`,
      view,
    ),
    commandText(syncCommand("init", "--store", "restored"), view, 2),
    commandText(syncCommand("import", bundle.path, ...reading, "--store", "restored"), view, 2),
  ];
  const torn = records.filter(isMovable);
  const unreadable = torn.length === 0 ? [] : [
    paragraph("Where the file here cannot be read, move it to quarantine, and import again once it is there:", view),
    commandText(
      syncCommand(
        ...["repair", "--dry-run", ...torn.flatMap(({ kind, id }) => ["--scope", targetName(kind, id)])],
        ...["--save", "plan.json", ...store],
      ),
      view,
      2,
    ),
  ];
  const putBack = undos.flatMap(({ report_id: id, scopes, records }) => [
    paragraph(
      `${plural(records, "object")} of these ${
        records === 1 ? "was" : "were"
      } put back by an undo. To have what it took away:`,
      view,
    ),
    commandText(
      syncCommand("repair", "--undo", id, ...scopes.flatMap((scope) => ["--scope", scope]), ...store),
      view,
      2,
    ),
  ]);
  const lines = [...older, ...putBack, ...unreadable];
  return lines.length === 0 ? [] : [section("What an import does not bring back", lines.join("\n"), style)];
}

/** Whether a repair moves the file aside that stands in its way. */
function isMovable({ rule, kind }: ImportedRecord): boolean {
  return rule === "record.unreadable" && (kind === "object" || kind === "workspace" || kind === "profile");
}
