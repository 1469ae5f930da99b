import { assertEquals } from "@std/assert";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import fc from "../../helpers/properties.ts";
import { RECORD_KINDS } from "../../../lib/model/kinds.ts";
import { CONTRACTS } from "../../../lib/model/record_contracts.ts";
import { holds } from "../../../lib/model/quick_check.ts";
import { RECORDS } from "../../helpers/snapshots.ts";

const strange = fc.constantFrom<unknown>(
  null,
  "",
  "x",
  0,
  1.5,
  true,
  [],
  ["x"],
  [1],
  {},
  { a: 1 },
  "revoked",
  "personal",
);

for (const kind of RECORD_KINDS) {
  Deno.test(`holds() says of a ${kind} what the library says, whichever fields are strange or missing`, () => {
    const fields = Object.keys(RECORDS[kind]);
    const change = fc.record({ field: fc.constantFrom(...fields, "revoked_at"), to: fc.option(strange) });
    fc.assert(fc.property(fc.array(change, { maxLength: 2 }), (changes) => {
      const record: Record<string, unknown> = { ...RECORDS[kind] };
      for (const { field, to } of changes) {
        if (to === null) delete record[field];
        else record[field] = to;
      }
      assertEquals(holds(CONTRACTS[kind], record), Value.Check(CONTRACTS[kind], record));
    }));
  });
}

const FORMS = [
  Type.Object({ a: Type.Unknown() }),
  Type.Object({ a: Type.Optional(Type.Unknown()) }),
  Type.Object({ a: Type.String() }, { additionalProperties: false }),
  Type.Array(Type.String(), { minItems: 1 }),
  Type.String({ pattern: "^x" }),
  Type.Integer({ minimum: 1 }),
  Type.Integer({ multipleOf: 2 }),
  Type.Integer(),
  Type.Boolean(),
  Type.Union([]),
  Type.Union([Type.Literal("x"), Type.Literal(1)]),
  Type.Literal(0),
  Type.Record(Type.String(), Type.Number()),
  Type.Record(Type.String(), Type.Integer({ minimum: 1 })),
  Type.Record(Type.String({ pattern: "^b" }), Type.String()),
  Type.Record(Type.String(), Type.String(), { additionalProperties: false }),
];

Deno.test("holds() says what the library says of any other form", () => {
  fc.assert(fc.property(fc.constantFrom(...FORMS), fc.oneof(strange, fc.record({ a: strange })), (schema, value) => {
    assertEquals(holds(schema, value), Value.Check(schema, value));
  }));
});
