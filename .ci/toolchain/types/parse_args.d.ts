// The part of @std/cli/parse-args that is needed: flat names only, so no dots and no aliases.
interface Options<B, S, C, D> {
  boolean?: readonly B[];
  string?: readonly S[];
  collect?: readonly C[];
  negatable?: readonly (B | S)[];
  default?: D;
  stopEarly?: boolean;
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}
export function parseArgs<
  B extends string = never,
  S extends string = never,
  C extends string = never,
  D extends Record<string, unknown> = Record<never, never>,
>(
  args: readonly string[],
  options?: Options<B, S, C, D>,
):
  & { _: (string | number)[] }
  & { [K in B]: boolean }
  & { [K in S & C]: string[] }
  & { [K in Exclude<S, C> & keyof D]: string }
  & { [K in Exclude<S, C | keyof D>]?: string };
