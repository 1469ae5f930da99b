/** One kind of answer: its document, how it is made and how people see it. */
import type { Outcome } from "../../lib/answers/outcome.ts";
import type { OwnFormat } from "../../lib/model/own_formats.ts";
import type { CommandName } from "../../lib/model/command_names.ts";
import type { Document } from "../../lib/model/envelope.ts";
import type { WideView } from "../../lib/render/view.ts";
import { showAnswer } from "./answer.ts";
import { failingAs } from "./command_failed.ts";
import type { Host } from "../host/types/host.ts";
import type { Answerer, Invocation, Schemas } from "./definition.ts";
import { isOwnFormat, refuseFormat } from "./options.ts";

interface AnswerParts<Data, Options> {
  readonly command: CommandName;
  schemas(): Promise<Schemas>;
  /** As that of an answer, with the command's own options. */
  human(document: Document<Data>, view: WideView, options: Options): string;
  /** What of the data its text for people names, where that may be far less than all of it. */
  shown?(data: Data, view: { readonly wide: boolean }): Data;
  /** What it writes beside the formats that every command has. */
  readonly own?: readonly OwnFormat[];
  items?(data: Data): readonly unknown[];
  /** Seconds after which it is to be answered again; null, and so where absent, for one answer. */
  watch?(options: Options): number | null;
  run(invocation: Invocation<Options>): Promise<Outcome<Data>>;
}

/** What makes the answer and shows it. */
export function answerWith<Data, Options>(parts: AnswerParts<Data, Options>): Answerer<Options> {
  const { command, schemas, human, shown, items, own = [] } = parts;
  return {
    schemas,
    async act(invocation) {
      const { common: { asksForSchema, maxSeconds, output, progress }, host } = invocation;
      if (maxSeconds !== null) host.deadline.set(maxSeconds);
      host.progress.show(progress);
      if (asksForSchema !== null) {
        const { showSchema } = await import("./schema.ts");
        return showSchema(asksForSchema, await schemas(), { output, stdout: host.stdout });
      }
      const { format } = output;
      if (isOwnFormat(format) && !own.includes(format)) refuseFormat(command, format, own);
      const answerOnce = async (on: Host) => {
        const outcome = await parts.run({ ...invocation, host: on });
        const answer = {
          command,
          outcome,
          human: (document: Document<Data>, view: WideView) => human(document, view, invocation.options),
          ...(shown === undefined ? {} : { shown }),
          ...(items === undefined ? {} : { items }),
        };
        return { code: await showAnswer(answer, output, on), failed: outcome.errors.length > 0 };
      };
      const seconds = parts.watch?.(invocation.options) ?? null;
      if (seconds === null) return (await failingAs(command, () => answerOnce(host))).code;
      const { watch } = await import("./watch.ts");
      return await failingAs(command, () => watch(seconds, answerOnce, invocation));
    },
  };
}
