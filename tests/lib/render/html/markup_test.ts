import { assertEquals } from "@std/assert";
import { html, verbatim } from "../../../../lib/render/html/markup.ts";

Deno.test("html() escapes what is put in, so that it holds in an element and in an attribute", () => {
  assertEquals(
    html`
      <b>${`<&>"'`}</b>
    `.text.trim(),
    "<b>&lt;&amp;&gt;&quot;&#39;</b>",
  );
  assertEquals(
    html`
      <b title="${`" onclick="x`}"></b>
    `.text.trim(),
    '<b title="&quot; onclick=&quot;x"></b>',
  );
});

Deno.test("html() shows what steers a terminal or hides, as every text for people does", () => {
  assertEquals(
    html`
      <b>${"a\u202eb\x1b[0m"}</b>
    `.text.trim(),
    "<b>a\\u{202e}b\\x1b[0m</b>",
  );
});

Deno.test("html() takes markup as it is, numbers, lists of both, and nothing", () => {
  const items = [
    html`
      <i>1</i>
    `,
    "<",
    2,
    null,
    [verbatim("<hr>")],
  ];
  assertEquals(
    html`
      <b>${items}</b>
    `.text.replaceAll(/\s/g, ""),
    "<b><i>1</i>&lt;2<hr></b>",
  );
});
