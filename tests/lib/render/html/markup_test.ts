import { assertEquals } from "@std/assert";
import { markup, verbatim } from "../../../../lib/render/html/markup.ts";

Deno.test("markup() escapes what is put in, so that it holds in an element and in an attribute", () => {
  assertEquals(
    markup`
      <b>${`<&>"'`}</b>
    `.text.trim(),
    "<b>&lt;&amp;&gt;&quot;&#39;</b>",
  );
  assertEquals(
    markup`
      <b title="${`" onclick="x`}"></b>
    `.text.trim(),
    '<b title="&quot; onclick=&quot;x"></b>',
  );
});

Deno.test("markup() shows what steers a terminal or hides, as every text for people does", () => {
  assertEquals(
    markup`
      <b>${"a\u202eb\x1b[0m"}</b>
    `.text.trim(),
    "<b>a\\u{202e}b\\x1b[0m</b>",
  );
});

Deno.test("markup() takes markup as it is, numbers, lists of both, and nothing", () => {
  const items = [
    markup`
      <i>1</i>
    `,
    "<",
    2,
    null,
    [verbatim("<hr>")],
  ];
  assertEquals(
    markup`
      <b>${items}</b>
    `.text.replaceAll(/\s/g, ""),
    "<b><i>1</i>&lt;2<hr></b>",
  );
});
