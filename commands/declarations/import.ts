/** How `sourceos sync import` is typed. */
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";
import type { OpenOptions } from "../host/types/bundle.ts";

export const importDeclaration: CommandDeclaration<ImportOptions> = {
  name: "import",
  command: "sync import",
  argument: "<bundle:path>",
  goesWithoutArgument: ({ undo }) => undo !== null,
  description: "Verifies a bundle, and says what each record would do here; --apply brings it in. " +
    "Replaces nothing but an object whose history the bundle goes on from.",
  examples: [
    ["What a bundle would do", "sourceos sync import default.tar"],
    ["Bring one workspace in", "sourceos sync import default.tar --apply --scope workspace:default"],
    ["Into a store that was just made", "sourceos sync import default.tar --register-bridge actor:restore"],
    ["Prove that a backup can be restored", "sourceos sync import default.tar --verify --record"],
    ["What taking the newest import back would do", "sourceos sync import --undo last --dry-run"],
    ["Only from whoever holds the key", "sourceos sync import work.tar --verify-key key.pub --require-signature"],
  ],
  options: readImportOptions,
};

export interface ImportOptions extends OpenOptions {
  readonly apply: boolean;
  readonly scopes: readonly string[];
  readonly actor: string | null;
  readonly registerBridge: string | null;
  readonly dryRun: boolean;
  readonly undo: string | null;
  readonly verify: boolean;
  readonly records: boolean;
}

function readImportOptions(read: OptionReader): ImportOptions {
  return {
    verifyKey: read.text("--verify-key <key:path>", "Check the signature with this Ed25519 public key, a PEM file"),
    requireSignature: read.flag("--require-signature", "Refuse a bundle that is not signed; takes --verify-key"),
    identities: read.texts(
      "--identity <file:path>",
      "Decrypt with the age identities in this file; repeatable",
    ),
    dryRun: read.flag("-n, --dry-run", "Show what would be done; so it is without --apply too"),
    apply: read.flag("--apply", "Write the records that lie inside the given scopes"),
    scopes: read.texts("--scope <scope:string:scope>", "workspace:ID, profile:ID or object:ID; repeatable"),
    actor: read.text(
      "--actor <id:string:actor>",
      "With --apply: the registered import bridge that the changes are attributed to",
    ),
    registerBridge: read.text(
      "--register-bridge <id:string>",
      "Of a first import: register an import bridge with this id, which reaches what the bundle names",
    ),
    undo: read.text(
      "--undo <report:string:report>",
      "Take an import back, inside the scopes that it had and where nothing rests on it; last is the newest",
    ),
    verify: read.flag("--verify", "Restore it into an empty store of its own, export that again, and compare"),
    records: read.flag("--record", "With --verify: keep the result in the store's repair-reports"),
  };
}
