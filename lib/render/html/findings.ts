/** Findings as a page shows them: by kind, each unfolding into its evidence. */
import type { Finding, ReportedFinding } from "../../model/documents/health.ts";
import { stringifyJson } from "../../text/stringify_json.ts";
import { plural } from "../../text/words.ts";
import { type Content, type Markup, markup } from "./markup.ts";
import { toDoText } from "../human/findings.ts";
import { facts, leftOut, MOST_ALIKE, table } from "./sections.ts";

/** All of them, those of one kind together where there are several. */
export function findingsMarkup(found: readonly ReportedFinding[]): Markup {
  return markup`
    ${[...Map.groupBy(found, ({ id }) => id).values()].map(kindMarkup)}
  `;
}

function kindMarkup(same: readonly ReportedFinding[]): Content {
  const [first] = same;
  if (first === undefined) return null;
  if (same.length === 1) return findingMarkup(first);
  return markup`
    <details open>
      <summary><span class="${first.severity}">${first.severity}</span> ${
    plural(same.length, "finding")
  } of ${first.id}</summary>
      ${same.slice(0, MOST_ALIKE).map(findingMarkup)}${leftOut(same)}
    </details>
  `;
}

function findingMarkup(finding: ReportedFinding): Markup {
  const { severity, target, change, message, id, check, durability, evidence, recommendation, accepted } = finding;
  return markup`
    <details>
      <summary><span class="${severity}">${severity}${
    change === "new" ? ", new" : null
  }</span> <code>${target}</code>: ${message}</summary>
      ${
    facts([
      [
        "Finding",
        markup`
            <code>${id}</code> by ${check}, about ${durability} state
          `,
      ],
      ...Object.entries(evidence)
        .filter(([, value]) => value !== null)
        .map(([name, value]): readonly [string, string] => [
          name.replaceAll("_", " "),
          typeof value === "string" ? value : stringifyJson(value),
        ]),
      [
        "What to do",
        markup`
            ${toDoText(finding)}
          `,
      ],
      ...(accepted === null ? [] : [
        [
          "Accepted",
          `${accepted.reason} (${accepted.accepted_at}; ${accepted.state.replaceAll("_", " ")})`,
        ] as const,
      ]),
    ])
  }${
    recommendation.command === null ? null : markup`
        <pre>${recommendation.command}</pre>
      `
  }
    </details>
  `;
}

/** What a repair would change by itself: each finding as it is, and what stands there afterwards. */
export function beforeAndAfter(found: readonly Finding[]): Markup {
  const rows = found.slice(0, MOST_ALIKE).map(({ target, message, recommendation: { action } }) => [
    markup`
      <code>${target}</code>
    `,
    message,
    action,
  ]);
  return markup`
    ${table([{ title: "What" }, { title: "Before" }, { title: "After" }], rows)}${leftOut(found)}
  `;
}
