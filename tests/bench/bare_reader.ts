/**
 * What the program is measured against: reads the journal of a store and parses each line, then opens, reads and parses
 * every record file, and does nothing with them. On one core, in the runtime of the program.
 */
const [root = ""] = Deno.args;

function readJournal(): void {
  using file = Deno.openSync(`${root}/journal.jsonl`);
  const buffer = new Uint8Array(1024 * 1024);
  const decoder = new TextDecoder();
  let rest = "";
  for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
    const text = rest + decoder.decode(buffer.subarray(0, count), { stream: true });
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      JSON.parse(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
  }
}

/** What is built from the journal is no record. */
const DERIVED = ["indexes", "checkpoints"];

function readRecords(): void {
  for (const folder of Deno.readDirSync(root)) {
    if (!folder.isDirectory || DERIVED.includes(folder.name)) continue;
    for (const { name, isFile } of Deno.readDirSync(`${root}/${folder.name}`)) {
      if (isFile && name.endsWith(".json")) JSON.parse(Deno.readTextFileSync(`${root}/${folder.name}/${name}`));
    }
  }
}

readJournal();
readRecords();
