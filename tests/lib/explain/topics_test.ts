import { assertEquals, assertThrows } from "@std/assert";
import { CHECKS } from "../../../lib/checks/all_checks.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { EXITS_OF } from "../../../lib/model/command_exits.ts";
import { COMMANDS } from "../../../lib/model/command_names.ts";
import { EXIT_CODES, type ExitName } from "../../../lib/model/exit.ts";
import { ADVICE } from "../../../lib/explain/exit_advice.ts";
import { explainTopic } from "../../../lib/explain/topics.ts";

for (const text of ["object:diary", "diary", "", "finding", "exit", "Exit:13", ":13"]) {
  Deno.test(`explainTopic() leaves "${text}" to the store`, () => assertEquals(explainTopic(text), null));
}

Deno.test("explainTopic() describes a finding", () => {
  assertEquals(explainTopic("finding:manifest.absent"), {
    target: { text: "finding:manifest.absent", kind: "finding", id: "manifest.absent" },
    search: { kinds: ["finding"], candidates: [], nearest: [] },
    object: {
      id: "manifest.absent",
      title: "The manifest is missing over existing state",
      severity: "critical",
      durability: "durable",
      action:
        "Stop the daemon before it appends, as it would write a fresh manifest over this history; then put manifest.json back " +
        "from what a repair kept in STORE/repair-reports/before or from a backup",
      automatic: false,
      check: "manifest",
    },
    sides: null,
    answers: null,
    timeline: { total: null, events: [], reason: "This is no object of a store" },
    topic: {
      title: "The manifest is missing over existing state (manifest.absent)",
      sentences: [
        "It is of severity critical and concerns durable state",
        'Check "manifest" finds it in manifest.json',
        "A missing manifest over an existing journal is overwritten by the next append",
        "Stop the daemon before it appends, as it would write a fresh manifest over this history; then put manifest.json back " +
        "from what a repair kept in STORE/repair-reports/before or from a backup; this needs a person",
      ],
    },
  });
});

Deno.test("explainTopic() describes every finding that a check can make", () => {
  for (const { kinds } of CHECKS) {
    for (const { id, title } of kinds) assertEquals(explainTopic(`finding:${id}`)?.topic?.title, `${title} (${id})`);
  }
});

const GIVEN_BY = (name: ExitName) => {
  const commands = COMMANDS.filter((command) => EXITS_OF[command].includes(name));
  return commands.length === COMMANDS.length
    ? "Every command can end with it"
    : `It is given by ${commands.join(", ")}`;
};

for (const { code, name, meaning } of EXIT_CODES) {
  Deno.test(`explainTopic() describes exit code ${code} by its number and its name`, () => {
    for (const text of [`exit:${code}`, `exit:${name}`]) {
      const topic = explainTopic(text);
      assertEquals([topic?.object, topic?.topic], [
        { code, name, meaning },
        { title: `Exit code ${code}, ${name}`, sentences: [meaning, GIVEN_BY(name), ...ADVICE[name]] },
      ]);
    }
  });
}

Deno.test("explainTopic() says at length what to do where a change can neither be finished nor taken back", () => {
  const sentences = explainTopic("exit:21")?.topic?.sentences ?? [];
  assertEquals(sentences.slice(1, 2), ["It is given by sync conflicts decide, sync repair, sync import"]);
  assertEquals(sentences.length > 6, true);
});

const unknown: readonly (readonly [text: string, message: string, hint: string])[] = [
  [
    "finding:nothing",
    'Cannot explain "finding:nothing": there is no such finding',
    "See every kind of finding with sourceos sync doctor --list-checks",
  ],
  [
    "exit:99",
    'Cannot explain "exit:99": there is no such exit code',
    `The codes are ${EXIT_CODES.map(({ code }) => code).join(", ")}`,
  ],
  [
    "exit:__proto__",
    'Cannot explain "exit:__proto__": there is no such exit code',
    `The codes are ${EXIT_CODES.map(({ code }) => code).join(", ")}`,
  ],
];

for (const [text, message, hint] of unknown) {
  Deno.test(`explainTopic() does not know "${text}"`, () => {
    const error = assertThrows(() => explainTopic(text), CliError);
    assertEquals([error.exit, error.message, error.target, error.hint], ["not_found", message, text, hint]);
  });
}
