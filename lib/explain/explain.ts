/** `sync explain`: one object found and answered, or an explicit word on why not. */
import type { Diagnosis } from "../diagnosis.ts";
import { CliError } from "../errors.ts";
import type { ExplainData } from "../model/documents/explain.ts";
import type { Problem } from "../model/envelope.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { resolveTarget } from "../target.ts";
import { answerAll, EXPLAINED_KINDS } from "./answers.ts";

export interface Explanation {
  readonly data: ExplainData;
  readonly exit: "ok" | "usage" | "not_found" | "unsupported";
  readonly errors: readonly Problem[];
}

export function explainTarget(text: string, store: StoreSnapshot, diagnosis: Diagnosis): Explanation {
  if (text.trim() === "" || text.endsWith(":")) {
    throw new CliError("usage", `Cannot explain "${text}": the id is empty`, {
      target: text,
      hint: "Write kind:id, such as object:alpha",
    });
  }
  const resolution = resolveTarget(text, diagnosis.catalog, EXPLAINED_KINDS);
  const target = { text, kind: null, id: null };
  const search = { kinds: [], candidates: [], nearest: [] };
  const problem = (
    code: string,
    message: string,
    hint: string,
  ): readonly Problem[] => [{ code, message, target: text, hint }];
  switch (resolution.found) {
    case "one": {
      const { record, kinds } = resolution;
      const answers = answerAll({ record, store, catalog: diagnosis.catalog, findings: diagnosis.findings });
      return {
        exit: "ok",
        errors: [],
        data: {
          target: { text, kind: record.kind, id: record.id },
          search: { ...search, kinds },
          object: record.record,
          answers,
        },
      };
    }
    case "several":
      return {
        exit: "usage",
        errors: problem(
          "ambiguous",
          `Cannot explain "${text}": ${resolution.candidates.length} records have this id`,
          `Give one of them in full: ${resolution.candidates.join(", ")}`,
        ),
        data: { target, search: { ...search, ...resolution }, object: null, answers: null },
      };
    case "none":
      return {
        exit: "not_found",
        errors: problem(
          "not_found",
          `Cannot find "${text}" among the ${resolution.kinds.join(", ")} records of this store`,
          resolution.nearest.length > 0
            ? `The nearest: ${resolution.nearest.join(", ")}`
            : "Nothing in this store has a similar id",
        ),
        data: {
          target,
          search: { ...search, kinds: resolution.kinds, nearest: resolution.nearest },
          object: null,
          answers: null,
        },
      };
    case "unsupported":
      return {
        exit: "unsupported",
        errors: problem(
          "unsupported",
          `Cannot explain "${text}": the kind "${resolution.kind}" is known, but explain does not answer for it`,
          `It answers for ${EXPLAINED_KINDS.join(", ")}`,
        ),
        data: { target: { ...target, kind: resolution.kind }, search, object: null, answers: null },
      };
  }
}
