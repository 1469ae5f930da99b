/**
 * An attacker who may write a store: puts links out of it in the place of its folders and files, and takes them away again,
 * until it is ended. Usage: swap_links.ts STORE OUTSIDE COUNT, where the number of swaps is written to COUNT by and by.
 */
const [store = "", outside = "", countFile = ""] = Deno.args;
const FOLDERS = [
  "tmp",
  "indexes",
  "checkpoints",
  "objects",
  "repair-reports",
  "repair-reports/before",
  "tmp/sync-change",
];
const FILES = [
  "manifest.json",
  "journal.jsonl",
  "indexes/object-heads.json",
  "tmp/sync.lock",
  "tmp/sync-change/intent.json",
];

let swaps = 0;

/** What the moment does not allow is tried again at another. */
function attempt(operation: () => void): boolean {
  try {
    operation();
    return true;
  } catch {
    return false;
  }
}

/** The new bytes of a change that is under way, whose names nobody can foresee. */
function stagedFiles(): readonly string[] {
  try {
    const folders = [...Deno.readDirSync(`${store}/tmp/sync-change`)].filter(({ isDirectory }) => isDirectory);
    return folders.flatMap(({ name }) => ["0", "1", "2"].map((file) => `tmp/sync-change/${name}/${file}`));
  } catch {
    return [];
  }
}

function swap(path: string, target: string): void {
  const [at, away] = [`${store}/${path}`, `${store}/${path}.away`];
  if (!attempt(() => Deno.renameSync(at, away))) return;
  if (attempt(() => Deno.symlinkSync(target, at))) {
    swaps++;
    // As long as another process takes for a look and a use.
    for (let count = 0; count < 20; count++) attempt(() => Deno.lstatSync(at));
    attempt(() => Deno.removeSync(at));
  }
  attempt(() => Deno.renameSync(away, at));
}

for (;;) {
  for (const path of FOLDERS) swap(path, `${outside}/folder`);
  for (const path of [...FILES, ...stagedFiles()]) swap(path, `${outside}/folder/file`);
  // It may be ended in the middle of a write.
  attempt(() => Deno.writeTextFileSync(`${countFile}.new`, String(swaps)));
  attempt(() => Deno.renameSync(`${countFile}.new`, countFile));
}
