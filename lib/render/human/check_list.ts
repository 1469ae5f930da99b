/** `sync doctor --list-checks` for people. */
import type { CheckListData } from "../../model/documents/doctor.ts";
import type { Document } from "../../model/envelope.ts";
import { createStyle } from "../style.ts";
import { tableText } from "../table.ts";
import type { View, WideView } from "../view.ts";
import { paragraph } from "../paragraphs.ts";

/** Each check with what it reads and why; `wide` adds what it can find. */
export function checkListText({ data }: Document<CheckListData>, view: WideView): string {
  if (data === null) return "";
  const style = createStyle(view);
  const blocks = data.checks.map((check) =>
    [
      `${style.heading(check.id)}${check.required ? " (required)" : ""}`,
      paragraph(`${check.title}, from ${check.reads}. ${check.why}`, view, 2),
      ...(view.wide ? [findingsTable(check.findings, view)] : []),
    ].join("\n")
  );
  return `${blocks.join(view.wide ? "\n\n" : "\n")}\n`;
}

function findingsTable(findings: CheckListData["checks"][number]["findings"], view: View): string {
  return tableText(
    [{ title: "FINDING" }, { title: "SEVERITY" }, { title: "CLASS" }, { title: "MEANING" }],
    findings.map(({ id, severity, durability, title }) => [id, severity, durability, title]),
    view,
  );
}
