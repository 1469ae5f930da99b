import { assertEquals, assertThrows } from "@std/assert";
import { byLabel, instant, type MetricFamily, openMetricsText, single } from "../../../lib/render/openmetrics.ts";
import { readOpenMetrics } from "../../helpers/openmetrics.ts";

const family = (changes: Partial<MetricFamily>): MetricFamily => ({
  name: "events",
  help: "Events",
  samples: single(3),
  ...changes,
});

Deno.test("openMetricsText() writes type, help and samples of each family, and the end mark", () => {
  const text = openMetricsText([
    family({}),
    family({ name: "lag", help: "Lag by lane", samples: byLabel("lane", { normal: 0, secure: 1.5 }) }),
  ]);
  assertEquals(
    text,
    '# TYPE events gauge\n# HELP events Events\nevents 3\n# TYPE lag gauge\n# HELP lag Lag by lane\nlag{lane="normal"} 0\nlag{lane="secure"} 1.5\n# EOF\n',
  );
  assertEquals([...readOpenMetrics(text)], [["events", 3], ['lag{lane="normal"}', 0], ['lag{lane="secure"}', 1.5]]);
});

Deno.test("openMetricsText() leaves out what is not known", () => {
  assertEquals(
    openMetricsText([family({ samples: single(null) }), family({ samples: instant("yesterday") })]),
    "# EOF\n",
  );
  assertEquals(byLabel("state", { a: null, b: true }), [{ labels: { state: "b" }, value: 1 }]);
  assertEquals(instant("1970-01-01T00:01:00Z"), [{ labels: {}, value: 60 }]);
});

Deno.test("openMetricsText() keeps a line a line, whatever a label says, and has each set of labels once", () => {
  const samples = byLabel("lane", {
    'a"b\\': 1,
    "two\nlines": 2,
    "\u001b[31m": 3,
    "\\x1b[31m": 4,
    "\ud800": 5,
    "\u202e": 6,
  });
  const read = readOpenMetrics(openMetricsText([family({ samples })]));
  assertEquals([...read.values()], [1, 2, 4, 5, 6]);
});

for (
  const [fault, text] of [
    ["no end", "# TYPE a gauge\n# HELP a A\na 1\n"],
    ["a sample of no family", "a 1\n# EOF\n"],
    ["no help", "# TYPE a gauge\na 1\n# EOF\n"],
    ["a family twice", "# TYPE a gauge\n# HELP a A\na 1\n# TYPE a gauge\n# HELP a A\na 1\n# EOF\n"],
    ["a sample twice", "# TYPE a gauge\n# HELP a A\na 1\na 2\n# EOF\n"],
    ["a raw quote", '# TYPE a gauge\n# HELP a A\na{b="""} 1\n# EOF\n'],
    ["no number", "# TYPE a gauge\n# HELP a A\na null\n# EOF\n"],
  ] as const
) {
  Deno.test(`The reader of these tests refuses ${fault}`, () => {
    assertThrows(() => readOpenMetrics(text));
  });
}
