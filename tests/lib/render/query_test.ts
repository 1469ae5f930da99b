import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
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
  ["tells long integers apart", "data.digits == `12345678901234567891`", false],
  ["finds an equal long integer", "data.digits == `12345678901234567890`", true],
  ["finds one inside a literal", "contains(`[1, 12345678901234567890]`, data.digits)", true],
  ["compares a long integer with a longer one", "data.digits < `12345678901234567891`", true],
  ["compares a long integer with a short one", "data.digits > `1`", true],
  ["filters by a long integer", "data.plans[?tries < $.data.digits].id", ["b", "a"]],
  ["names the type of a long integer", "type(data.digits)", "number"],
  ["writes a long integer", "to_string(data.digits)", "12345678901234567890"],
  ["writes one inside an object", "to_string({n: data.digits})", '{"n":12345678901234567890}'],
  ["reads a long integer", "to_number('12345678901234567890')", 12345678901234567890n],
  ["reads no number in other text", "to_number('1 or 2')", null],
  ["sorts long integers among short ones", "sort([data.digits, `3`, `12345678901234567889`])", [
    3,
    12345678901234567889n,
    12345678901234567890n,
  ]],
  ["computes with short integers", "sum(data.plans[].tries) + `1`", 16],
  ["leaves a backtick in a text alone", "contains('a`12345678901234567891`', '`')", true],
  ["answers null for what is not there", "nothing.at.all", null],
  ["finds no inherited field", "data.constructor", null],
  ["finds no inherited method", "data.plans[0].toString", null],
  ["finds a field called __proto__ where there is one", "fields.__proto__.x", 1],
  ["finds no __proto__ where there is none", "data.__proto__", null],
  ["gives back the whole document", "@", document],
];
for (const [name, expression, want] of answers) {
  Deno.test(`runQuery() ${name}`, async () => {
    assertEquals(await runQuery(document, expression), { ok: true, value: want as never, notes: [] });
  });
}

const problems: [string, string, string][] = [
  ["a malformed expression", "data.[", "Syntax error"],
  ["an unknown function", "nope(@)", "nope()"],
  ["a value of the wrong type", "length(data.plans[0].tries)", "length()"],
  ["an empty expression", "", ""],
  ["a sum with a long integer", "sum([data.digits])", "sum cannot compute with 12345678901234567890"],
  ["a maximum of long integers", "max([data.digits, `1`])", "max cannot compute with 12345678901234567890"],
  ["an order by a long integer", "sort_by([@.data], &digits)", "sort_by cannot compute with 12345678901234567890"],
  ["arithmetic on a long integer", "data.digits + `1`", "cannot compute with 12345678901234567890"],
  ["a result that would lose digits", "`9007199254740991` + `2`", "beyond 2^53"],
  ["a list of unlike things to sort", "sort(['a', `1`])", "sort() takes a list of numbers, or a list of texts"],
  ["a result that JSON cannot hold", "`1e308` * `10`", "the result is not a finite number"],
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

Deno.test("runQuery() says once that texts are not compared by size", async () => {
  assertEquals(await runQuery(document, "data.plans[?id > 'a'].id"), {
    ok: true,
    value: [],
    notes: [
      "The query compares texts with < or >, which JMESPath answers with null: compare numbers, or texts by == and !=",
    ],
  });
});

Deno.test("runQuery() answers any expression with a value or a problem", async () => {
  const expression = fc.string({ unit: fc.constantFrom(..."abdt.[]{}()*@&|!<>=?,:`'\"0-1 $\\") });
  await fc.assert(
    fc.asyncProperty(expression, async (text) => {
      await runQuery(document, text);
    }),
    { numRuns: 1000 },
  );
});
