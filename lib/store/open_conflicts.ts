/** What a conflict record says about itself. */
import { textOf } from "../model/fields.ts";
import { isJsonObject, type JsonObject, stringField } from "../text/json.ts";

/** A conflict is resolved once an option is selected (docs/domain.md, "Record contracts"). */
export function isOpenConflict(record: JsonObject): boolean {
  const card = Object.hasOwn(record, "decision_card") ? record["decision_card"] : null;
  return !isJsonObject(card) || textOf(card, "selected_option") === null;
}

/** What an import says of the conflict that it made. */
export interface ImportedConflict {
  readonly bundleSha256: string;
  readonly competingSha256: string;
  /** Of the object here at that time; null where it is not told. */
  readonly hereSha256: string | null;
  /** Of the import, which keeps the other side beside its report; null where an earlier release made it. */
  readonly reportId: string | null;
}

/** What the conflict's record tells of the import that made it; null where none did. */
export function importedConflict({ import: told = null }: JsonObject): ImportedConflict | null {
  if (!isJsonObject(told)) return null;
  const [bundleSha256, competingSha256] = [stringField(told, "bundle_sha256"), stringField(told, "competing_sha256")];
  if (bundleSha256 === null || competingSha256 === null) return null;
  const [hereSha256, reportId] = [stringField(told, "here_sha256"), stringField(told, "report_id")];
  return { bundleSha256, competingSha256, hereSha256, reportId };
}
