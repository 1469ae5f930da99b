/** docs/severity.md says of every kind of finding what the code says; UPDATE_GOLDEN=1 writes its table anew. */
import { assertEquals } from "@std/assert";
import { CHECKS } from "../../../lib/checks/all_checks.ts";

const PAGE = new URL("../../../docs/severity.md", import.meta.url);
const HEAD = ["| finding | severity | what is wrong | of |", "|---|---|---|---|"];
const ROWS = CHECKS.flatMap(({ kinds }) =>
  kinds.map(({ id, severity, title, durability }) => `| ${id} | ${severity} | ${title} | ${durability} |`)
);

Deno.test("docs/severity.md lists every kind of finding, with its severity", () => {
  const page = Deno.readTextFileSync(PAGE);
  const start = page.indexOf("## Every kind");
  const end = page.indexOf(HEAD[0] ?? "", start);
  const text = end < 0 ? page : page.slice(0, end);
  const want = `${text}${[...HEAD, ...ROWS].join("\n")}\n`;
  if (Deno.env.get("UPDATE_GOLDEN") === "1") Deno.writeTextFileSync(PAGE, want);
  assertEquals(Deno.env.get("UPDATE_GOLDEN") === "1" ? want : page, want);
});
