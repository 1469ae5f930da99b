/** The bundler's files without what they say about the place they were made in: the same on every machine, in any folder. */

/** Where libraries came from, as the bundler names it in comments and keys: a path that starts in the builder's folder. */
export interface Place {
  readonly path: string;
  /** What stands there instead. */
  readonly name: string;
}

export interface Bundle {
  /** The name of the file that is run, among the others. */
  readonly entry: string;
  /** The names of those that it runs in threads, which they keep. */
  readonly others: readonly string[];
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** The path of the one as seen from the other; both absolute, without a dot or an empty part in them. */
export function relativePath(from: string, to: string): string {
  const [start, end] = [from.split("/"), to.split("/")];
  const apart = start.findIndex((part, index) => part !== end[index]);
  const shared = apart === -1 ? start.length : apart;
  return [...start.slice(shared).map(() => ".."), ...end.slice(shared)].join("/");
}

/**
 * The bundle as `main.js` and files numbered in the order in which they are first named from there. The bundler names them by a
 * digest of what is in them, paths of the builder included.
 */
export function portableBundle(
  { entry, others, files }: Bundle,
  places: readonly Place[],
): ReadonlyMap<string, string> {
  const texts = new Map([...files].map(([name, text]) => [name, withoutPlaces(text, places)]));
  const order = [entry, ...others];
  for (const name of order) {
    for (const [, named = ""] of (texts.get(name) ?? "").matchAll(IMPORT)) {
      if (texts.has(named) && !order.includes(named)) order.push(named);
    }
  }
  const parts = order.filter((name) => name !== entry && !others.includes(name));
  const names = new Map([
    [entry, "main.js"],
    ...others.map((name) => [name, name] as const),
    ...parts.map((name, index) => [name, `part-${index + 1}.js`] as const),
  ]);
  return new Map(order.flatMap((name) => {
    const text = texts.get(name) ?? "";
    const renamed = text.replace(
      IMPORT,
      (whole, named: string) => names.has(named) ? `"./${names.get(named)}"` : whole,
    );
    return [[names.get(name) ?? name, renamed]];
  }));
}

const IMPORT = /"\.\/([A-Za-z0-9_.-]+\.js)"/g;
/** The registry is the builder's business as well. */
const NPM_HOST = /\bdeno_dir\/npm\/[^/"\n]+\//g;

function withoutPlaces(text: string, places: readonly Place[]): string {
  const named = places.reduce((left, { path, name }) => left.replaceAll(`${path}/`, `${name}/`), text);
  return named.replace(NPM_HOST, "npm/");
}
