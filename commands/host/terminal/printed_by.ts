/** What a library prints by itself, as a text. */

/** Everything that the work prints with console.log, which is how Cliffy hands over its scripts for shells. */
export async function printedBy(work: () => Promise<unknown>): Promise<string> {
  const { log } = console;
  let printed = "";
  console.log = (text: unknown) => printed += `${String(text)}\n`;
  try {
    await work();
  } finally {
    console.log = log;
  }
  return printed;
}
