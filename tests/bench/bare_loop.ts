/** What the program is measured against: reads a file of JSON lines and parses each, and does nothing with them. */
using file = Deno.openSync(Deno.args[0] ?? "");
const buffer = new Uint8Array(1024 * 1024);
const decoder = new TextDecoder();
let rest = "";
let lines = 0;
for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
  const text = rest + decoder.decode(buffer.subarray(0, count), { stream: true });
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    JSON.parse(text.slice(start, end));
    lines++;
    start = end + 1;
  }
  rest = text.slice(start);
}
console.log(lines);
