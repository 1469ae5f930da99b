import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { runQuery } from "../../../lib/render/query.ts";

const document = {
  data: {
    plans: [{ id: "b", status: "failed", tries: 3 }, { id: "a", status: "blocked", tries: 12 }],
    digits: 12345678901234567890n,
  },
  fields: JSON.parse('{"__proto__": {"x": 1}}'),
};

const answers: [string, string, unknown][] = [
  ["picks a field", "data.plans[0].id", "b"],
  ["filters", "data.plans[?tries > `5`].id", ["a"]],
  ["sorts", "sort_by(data.plans, &tries)[*].id", ["b", "a"]],
  ["sorts numbers by size", "sort(data.plans[].tries)", [3, 12]],
  ["sorts text by code point", "sort(['😀', '～', 'b', 'a'])", ["a", "b", "\u{ff5e}", "\u{1f600}"]],
  ["makes objects", "data.plans[0].{name: id, ok: status == 'ok'}", { name: "b", ok: false }],
  ["keeps the digits of a long integer", "data.digits", 12345678901234567890n],
  ["keeps them in what it builds", "{n: [data.digits]}", { n: [12345678901234567890n] }],
  ["answers null for what is not there", "nothing.at.all", null],
  ["finds no inherited field", "data.constructor", null],
  ["finds no inherited method", "data.plans[0].toString", null],
  ["finds a field called __proto__ where there is one", "fields.__proto__.x", 1],
  ["finds no __proto__ where there is none", "data.__proto__", null],
  ["gives back the whole document", "@", document],
];
for (const [name, expression, want] of answers) {
  Deno.test(`runQuery() ${name}`, async () => {
    assertEquals(await runQuery(document, expression), { ok: true, value: want as never });
  });
}

const problems: [string, string, string][] = [
  ["a malformed expression", "data.[", "Syntax error"],
  ["an unknown function", "nope(@)", "nope()"],
  ["a value of the wrong type", "length(data.plans[0].tries)", "length()"],
  ["an empty expression", "", ""],
  ["a result that JSON cannot hold", "to_number('Infinity')", "the result is not a finite number"],
];
for (const [name, expression, reason] of problems) {
  Deno.test(`runQuery() reports ${name}`, async () => {
    const result = await runQuery(document, expression);
    const message = result.ok ? "" : result.message;
    assertEquals(
      [result.ok, message.startsWith(`Cannot apply the query "${expression}": `), message.includes(reason)],
      [
        false,
        true,
        true,
      ],
    );
  });
}

Deno.test("runQuery() answers any expression with a value or a problem", async () => {
  const expression = fc.string({ unit: fc.constantFrom(..."abdt.[]{}()*@&|!<>=?,:`'\"0-1 $\\") });
  await fc.assert(
    fc.asyncProperty(expression, async (text) => {
      await runQuery(document, text);
    }),
    { numRuns: 1000 },
  );
});
