/** `sourceos sync doctor --list-checks`: what doctor would look for. */
import { checkList } from "../lib/answers/doctor.ts";
import { answered, NO_STATE } from "../lib/answers/outcome.ts";
import type { CheckListData } from "../lib/model/documents/doctor.ts";
import { checkListText } from "../lib/render/human/check_list.ts";
import { answerWith } from "./frame/answerer.ts";

export const checkListAnswer = answerWith<CheckListData, unknown>({
  command: "sync doctor checks",
  async schemas() {
    const { CheckListDocument, CheckDescription } = await import("../lib/model/documents/doctor.ts");
    return { schema: CheckListDocument, itemSchema: CheckDescription };
  },
  human: checkListText,
  items: (data) => data.checks,
  run: () => Promise.resolve(answered(NO_STATE, checkList())),
});
