/** What becomes of a file that the store's owner left under a seal, so that nobody vouches for it any more. */
export const NOT_VOUCHED_FOR: readonly [name: string, spoil: (path: string) => void][] = [
  ["may be written by its group", (path) => Deno.chmodSync(path, 0o660)],
  ["is a link", (path) => {
    Deno.renameSync(path, `${path}.moved`);
    Deno.symlinkSync(`${path}.moved`, path);
  }],
  ["is a folder", (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  }],
];
