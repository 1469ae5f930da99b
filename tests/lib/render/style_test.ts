import { assertEquals } from "@std/assert";
import { createStyle } from "../../../lib/render/style.ts";

Deno.test("createStyle() adds nothing to text without colour", () => {
  const style = createStyle({ color: false, unicode: true });
  assertEquals(
    [style.heading, style.strong, style.dim, style.good, style.warning, style.bad, style.code].map((emphasis) =>
      emphasis("x")
    ),
    ["x", "x", "x", "x", "x", "x", "x"],
  );
});

Deno.test("createStyle() colours when the view says so, whatever this process's streams are", () => {
  const style = createStyle({ color: true, unicode: true });
  assertEquals([style.strong("x"), style.bad("x"), style.good("x")], [
    "\x1b[1mx\x1b[22m",
    "\x1b[31mx\x1b[39m",
    "\x1b[32mx\x1b[39m",
  ]);
});

Deno.test("createStyle() takes up the outer emphasis after an inner one", () => {
  const style = createStyle({ color: true, unicode: true });
  assertEquals(style.strong(`a ${style.dim("b")} c`), "\x1b[1ma \x1b[2mb\x1b[22m\x1b[1m c\x1b[22m");
});

Deno.test("createStyle() leaves empty text empty", () => {
  assertEquals(createStyle({ color: true, unicode: true }).bad(""), "");
});

for (const color of [true, false]) {
  Deno.test(`createStyle() tells good, bad and warning apart by their marks, ${color ? "with" : "without"} colour`, () => {
    for (const unicode of [true, false]) {
      const { good, bad, warning, unknown } = createStyle({ color, unicode }).marks;
      assertEquals(new Set([good, bad, warning, unknown]).size, 4);
    }
  });
}

Deno.test("createStyle() has ASCII marks for ASCII views", () => {
  const marks = Object.values(createStyle({ color: false, unicode: false }).marks);
  assertEquals(marks.filter((mark) => !/^[\x21-\x7e]+$/.test(mark)), []);
});
