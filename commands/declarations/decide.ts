/** How `sourceos sync conflicts decide` is typed. */
import { CONFLICT_OPTIONS } from "../../lib/model/vocabulary.ts";
import type { CommandDeclaration } from "../frame/definition.ts";
import type { OptionReader } from "../frame/option_reader.ts";

export const decideDeclaration: CommandDeclaration<DecideOptions> = {
  name: "decide",
  command: "sync conflicts decide",
  argument: "[conflict:string:conflict]",
  description:
    "Decides a conflict in the name of a registered actor: first a preview, which changes nothing, and whose " +
    "saved plan --apply then carries out inside the given scope.",
  examples: [
    [
      "What a decision would do",
      'sourceos sync conflicts decide conflict:alpha --option skip --as actor:ada --rationale "Ours is right"',
    ],
    [
      "The same, and keep the plan",
      'sourceos sync conflicts decide conflict:alpha --option skip --as actor:ada --rationale "Ours is right" --save plan.json',
    ],
    [
      "Keep both: the other side that was imported, under an id of its own",
      'sourceos sync conflicts decide conflict:alpha --option fork --as actor:ada --rationale "Both count"',
    ],
    [
      "A merged record",
      'sourceos sync conflicts decide conflict:alpha --option merge --record merged.json --as actor:ada --rationale "Merged"',
    ],
    ["Carry that plan out", "sourceos sync conflicts decide --apply --plan plan.json --scope object:alpha"],
    ["Take a decision back", "sourceos sync repair --undo REPORT --scope object:alpha"],
  ],
  options: readDecideOptions,
};

export interface DecideOptions {
  readonly dryRun: boolean;
  readonly apply: boolean;
  readonly option: typeof CONFLICT_OPTIONS[number] | null;
  /** In whose name it is decided. */
  readonly actor: string | null;
  readonly rationale: string | null;
  /** The bundle with the other side. */
  readonly from: string | null;
  readonly identities: readonly string[];
  /** The file with the merged record. */
  readonly record: string | null;
  readonly scopes: readonly string[];
  readonly plan: string | null;
  readonly save: string | null;
}

function readDecideOptions(read: OptionReader): DecideOptions {
  return {
    option: read.choice(
      "--option <option:string>",
      "skip keeps what is here, fork keeps both, merge takes a record",
      CONFLICT_OPTIONS,
    ),
    actor: read.text("--as <actor:string:actor>", "The registered actor who decides"),
    rationale: read.text("--rationale <text:string>", "Why; it is kept on the decision card"),
    from: read.text(
      "--from <bundle:path>",
      "With fork, where the store keeps no copy of the other side: the bundle that was imported",
    ),
    identities: read.texts("--identity <file:path>", "Decrypt it with the age identities in this file; repeatable"),
    record: read.text("--record <file:path>", "With merge: the merged record, as JSON"),
    dryRun: read.flag("-n, --dry-run", "Show the plan; changes nothing, and is what is done without --apply"),
    save: read.text("--save <file:path>", "Save the plan in a new file"),
    apply: read.flag("--apply", "Carry out the plan given with --plan, inside the given scope"),
    plan: read.text("--plan <file:path>", "The saved plan to apply"),
    scopes: read.texts(
      "--scope <scope:string:scope>",
      "With --apply: object:ID of the object that the conflict is about",
    ),
  };
}
