/** Contrast by the formula of WCAG 2.2, "relative luminance" and "contrast ratio". */
import { assertEquals } from "@std/assert";
import { STYLE_SHEET } from "../../../../lib/render/html/style_sheet.ts";

const LEAST_CONTRAST = 4.5;
const BACKGROUNDS = ["paper", "panel"];
const TEXTS = ["ink", "soft", "good", "warning", "bad", "accent", "second", "third"];

/** The colours of each scheme: light, dark and paper. */
const schemes = [...STYLE_SHEET.matchAll(/:root \{([^}]*)\}/g)].map(([, block = ""]) =>
  new Map([...block.matchAll(/--([a-z]+): (#[0-9a-f]+);/g)].map(([, name = "", colour = ""]) => [name, colour]))
);

function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, "$&$&") : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = (digits.match(/../g) ?? []).map((pair) => {
    const share = parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: string, right: string): number {
  const [darker = 0, lighter = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

Deno.test("contrast() is what WCAG says of black on white and of grey on white", () => {
  assertEquals([contrast("#000", "#ffffff"), contrast("#777777", "#fff").toFixed(2)], [21, "4.48"]);
});

Deno.test("each colour of a text has enough contrast on each background, light, dark and printed", () => {
  assertEquals(schemes.length, 3);
  const tooFaint = schemes.flatMap((colours, scheme) =>
    BACKGROUNDS.flatMap((background) =>
      TEXTS.filter((text) => contrast(colours.get(text) ?? "", colours.get(background) ?? "") < LEAST_CONTRAST)
        .map((text) => `${text} on ${background} in scheme ${scheme}`)
    )
  );
  assertEquals(tooFaint, []);
  assertEquals(schemes.flatMap((colours) => [...BACKGROUNDS, ...TEXTS].filter((name) => !colours.has(name))), []);
});
