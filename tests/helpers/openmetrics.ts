/** A strict reader of the part of OpenMetrics 1.0 that we write: gauges without units, timestamps and exemplars. */

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const VALUE = String.raw`(?:[^"\\\n]|\\\\|\\"|\\n)*`;
const LABEL = `[a-zA-Z_][a-zA-Z0-9_]*="${VALUE}"`;
const TYPE = new RegExp(`^# TYPE (${NAME}) gauge$`, "u");
const HELP = new RegExp(String.raw`^# HELP (${NAME}) (?:[^"\\\n]|\\\\|\\"|\\n)+$`, "u");
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(\{${LABEL}(?:,${LABEL})*\})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)$`,
  "u",
);

/** The samples by name and labels, as they stand there. @throws Error for what breaks the grammar */
export function readOpenMetrics(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.pop() !== "# EOF") throw new Error("The text does not end in # EOF and a newline");
  const samples = new Map<string, number>();
  const families = new Set<string>();
  let family = "";
  let expects: "type" | "help" | "sample" = "type";
  for (const line of lines) {
    const [, declared] = TYPE.exec(line) ?? [];
    const [, helped] = HELP.exec(line) ?? [];
    const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
    if (declared !== undefined && expects !== "help") {
      if (families.has(declared)) throw new Error(`${declared} is declared twice`);
      families.add(declared);
      [family, expects] = [declared, "help"];
    } else if (helped === family && expects === "help") {
      expects = "sample";
    } else if (name === family && value !== undefined && expects === "sample") {
      const key = `${name}${labels}`;
      if (samples.has(key)) throw new Error(`${key} stands there twice`);
      samples.set(key, Number(value));
    } else {
      throw new Error(`Out of place, or no line of OpenMetrics: ${line}`);
    }
  }
  return samples;
}
