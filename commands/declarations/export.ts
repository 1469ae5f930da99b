/** How `sourceos sync export` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import type { BundleSealing } from "../host/types/bundle.ts";

export const exportDeclaration: CommandDeclaration<ExportOptions> = {
  name: "export",
  command: "sync export",
  argument: "<target:string:exported>",
  description: "Says what a bundle would hold, what stays out and why; --out writes it. " +
    "What may leave is decided record by record; never writes over a file.",
  examples: [
    ["What would go into a bundle", "sourceos sync export workspace:default"],
    ["Each record that stays out, one a line", "sourceos sync export profile:work -o ndjson"],
    [
      "A signed and encrypted bundle",
      "sourceos sync export profile:work --out work.tar.age --sign key.pem --encrypt-to age1...",
    ],
    ["Through a pipe", "sourceos sync export profile:work --out - --gzip | sha256sum"],
  ],
  options: readExportOptions,
};

export interface ExportOptions extends BundleSealing {
  readonly out: string | null;
  readonly policyDecisions: readonly string[];
}

function readExportOptions(read: OptionReader): ExportOptions {
  return {
    out: read.text("--out <file:path>", "Write the bundle in a new file; - is standard output"),
    policyDecisions: read.texts(
      "--policy-decision <id:string:decision>",
      "Let leave what this recorded allow decision covers; repeatable",
    ),
    recipients: read.texts("--encrypt-to <recipient:string>", "Encrypt the bundle to this age recipient; repeatable"),
    signKey: read.text("--sign <key:path>", "With --out: sign with this Ed25519 key, a PKCS#8 PEM file"),
    gzip: read.flag("--gzip", "With --out: compress the bundle"),
  };
}
