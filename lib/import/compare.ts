/** What a record of a bundle is beside what is here, before any rule forbids it. */
import type { HistoryRelation } from "./history.ts";
import { judged, type Judgement } from "./rules.ts";

interface Comparison {
  /** Whether the contents are equal; null where nothing is here under the id. */
  readonly same: boolean | null;
  /** Null for what is no object: only objects have a history. */
  readonly relation: HistoryRelation | null;
}

/** Only what the journal proves makes one side the older one; whatever it does not prove waits for a person. */
export function compareRecords({ same, relation }: Comparison): Judgement {
  if (same === true) return judged("record.same");
  if (relation === null) return judged(same === null ? "record.new" : "record.differs");
  if (same === null) {
    switch (relation) {
      case "none":
      case "only_bundle":
        return judged("record.new");
      case "equal":
      case "behind":
        return judged("record.lost");
      case "ahead":
      case "only_here":
      case "diverged":
        return judged(
          "history.diverged",
          "The journal here tells of it what the bundle does not, and its record is gone",
        );
    }
  }
  switch (relation) {
    case "equal":
      return judged("history.equal");
    case "behind":
      return judged("history.behind");
    case "ahead":
      return judged("history.ahead");
    case "diverged":
      return judged("history.diverged");
    case "none":
    case "only_bundle":
    case "only_here":
      return judged("history.absent");
  }
}
