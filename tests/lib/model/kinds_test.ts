import { assert } from "@std/assert";
import { KINDS } from "../../../lib/model/kinds.ts";
import { REFERENCES } from "../../../lib/checks/reference_table.ts";

for (const { from, field, to } of REFERENCES) {
  Deno.test(`KINDS ranks ${to.join(" and ")} no higher than ${from}, whose ${field} names it`, () => {
    assert(to.every((kind) => KINDS[kind].rank <= KINDS[from].rank));
  });
}
