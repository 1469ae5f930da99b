/** `explain finding:ID` and `explain exit:N`: what they mean, from the binary alone, without a store. */
import { CHECKS } from "../checks/all_checks.ts";
import { actionText } from "../checks/frame/recommendation.ts";
import { CliError } from "../model/errors.ts";
import { EXITS_OF } from "../model/command_exits.ts";
import { COMMANDS } from "../model/command_names.ts";
import { EXIT_CODES } from "../model/exit.ts";
import type { ExplainData, Topic } from "../model/documents/explain.ts";
import { syncCommand, withTypedCommands } from "../text/command_line.ts";
import type { JsonObject } from "../text/json.ts";
import { ADVICE } from "./exit_advice.ts";

const PREFIXES = ["finding", "exit"] as const;

/** What the text names, or null where it names no topic. @throws CliError not_found for an unknown finding or exit code. */
export function explainTopic(text: string): ExplainData | null {
  const prefix = PREFIXES.find((known) => text.startsWith(`${known}:`));
  if (prefix === undefined) return null;
  const id = text.slice(prefix.length + 1);
  const found = prefix === "finding" ? findingTopic(id) : exitTopic(id);
  if (found === null) {
    const known = prefix === "finding"
      ? `See every kind of finding with ${syncCommand("doctor", "--list-checks")}`
      : `The codes are ${EXIT_CODES.map(({ code }) => code).join(", ")}`;
    throw new CliError(
      "not_found",
      `Cannot explain "${text}": there is no such ${prefix === "exit" ? "exit code" : "finding"}`,
      {
        target: text,
        hint: known,
      },
    );
  }
  return {
    target: { text, kind: prefix, id },
    search: { kinds: [prefix], candidates: [], nearest: [] },
    object: found.facts,
    sides: null,
    answers: null,
    timeline: { total: null, events: [], reason: "This is no object of a store" },
    topic: found.topic,
  };
}

interface Found {
  readonly facts: JsonObject;
  readonly topic: Topic;
}

function findingTopic(id: string): Found | null {
  for (const check of CHECKS) {
    const kind = check.kinds.find((candidate) => candidate.id === id);
    if (kind === undefined) continue;
    const { title, severity, durability, action, automatic } = kind;
    return {
      facts: { id, title, severity, durability, action: actionText(action, null), automatic, check: check.id },
      topic: {
        title: `${title} (${id})`,
        sentences: [
          `It is of severity ${severity} and concerns ${durability} state`,
          `Check "${check.id}" finds it in ${check.reads}`,
          check.why,
          `${actionText(action, null)}${
            automatic ? "; repair can do this" : severity === "info" ? "" : "; this needs a person"
          }`,
        ],
      },
    };
  }
  return null;
}

function exitTopic(text: string): Found | null {
  const row = EXIT_CODES.find(({ code, name }) => String(code) === text || name === text);
  if (row === undefined) return null;
  const givers = COMMANDS.filter((command) => EXITS_OF[command].includes(row.name));
  const who = givers.length === COMMANDS.length
    ? "Every command can end with it"
    : `It is given by ${givers.join(", ")}`;
  return {
    facts: { code: row.code, name: row.name, meaning: row.meaning },
    topic: {
      title: `Exit code ${row.code}, ${row.name}`,
      sentences: [row.meaning, who, ...ADVICE[row.name].map(withTypedCommands)],
    },
  };
}
