import { reasonDenied } from "../store/known.ts";
import { type Check, findings } from "./frame/check.ts";

/**
 * The caller sees all of the store. It never finds a fault: where the caller does not, it is skipped with the reason, so
 * that health is unknown (docs/scripting.md, "Health").
 */
export const accessCheck: Check = {
  id: "access",
  title: "What this user may read",
  reads: "every path in the store",
  why: "Nobody can call a store healthy that they may not read",
  required: true,
  needs: ["files"],
  kinds: [],
  run({ store }) {
    const reason = reasonDenied(store);
    return reason === null ? findings([]) : { ran: false, reason };
  },
};
