import { assertEquals, assertThrows } from "@std/assert";
import { parseIdentities } from "../../../lib/bundle/identity_file.ts";
import { parsePem, type PemLabel } from "../../../lib/bundle/pem.ts";
import { CliError } from "../../../lib/model/errors.ts";

const pem = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;

for (const text of [pem("PUBLIC KEY", "AQID"), `\n ${pem("PUBLIC KEY", "AQ\r\nID")}\n`]) {
  Deno.test(`parsePem() reads ${JSON.stringify(text)}`, () =>
    assertEquals(parsePem(text, "PUBLIC KEY", "k"), Uint8Array.of(1, 2, 3)));
}

const wrongPems: readonly (readonly [name: string, label: PemLabel, text: string])[] = [
  ["nothing", "PUBLIC KEY", ""],
  ["another label", "PUBLIC KEY", pem("PRIVATE KEY", "AQID")],
  ["a key with a passphrase", "PRIVATE KEY", pem("ENCRYPTED PRIVATE KEY", "AQID")],
  ["an end of another label", "PUBLIC KEY", pem("PUBLIC KEY", "AQID").replace("END PUBLIC", "END PRIVATE")],
  ["two blocks", "PUBLIC KEY", pem("PUBLIC KEY", "AQID").repeat(2)],
  ["an empty block", "PUBLIC KEY", pem("PUBLIC KEY", "")],
  ["letters that are not base64", "PUBLIC KEY", pem("PUBLIC KEY", "A")],
];

for (const [name, label, text] of wrongPems) {
  Deno.test(`parsePem() refuses ${name}`, () => {
    const { exit, target } = assertThrows(() => parsePem(text, label, "k.pem"), CliError);
    assertEquals([exit, target], ["usage", "k.pem"]);
  });
}

const ONE = "AGE-SECRET-KEY-1QQQQ";
const TWO = "AGE-SECRET-KEY-PQ-1QQQQ";

for (const text of [`${ONE}\n${TWO}\n`, `# created: now\r\n\r\n  ${ONE}\r\n${TWO}`]) {
  Deno.test(`parseIdentities() reads ${JSON.stringify(text)}`, () =>
    assertEquals(parseIdentities(text, "i"), [ONE, TWO]));
}

for (
  const text of [
    "",
    "# only this\n",
    `${ONE}\nage1recipient\n`,
    ONE.toLowerCase(),
    `-----BEGIN AGE ENCRYPTED FILE-----\n`,
  ]
) {
  Deno.test(`parseIdentities() refuses ${JSON.stringify(text)}, and does not quote it`, () => {
    const { exit, message } = assertThrows(() => parseIdentities(text, "i.txt"), CliError);
    const wanted = 'Cannot use identity file "i.txt": it does not hold age identities and nothing else';
    assertEquals([exit, message], ["usage", wanted]);
  });
}
