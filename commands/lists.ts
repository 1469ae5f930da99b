/** The lists of records. */
import { requireKnown } from "../lib/answers/access.ts";
import { requireStore, withoutState } from "../lib/answers/absence.ts";
import { answered } from "../lib/answers/outcome.ts";
import { chosenColumns, type Filter } from "../lib/answers/list_columns.ts";
import { LIST_KINDS, type ListedKind } from "../lib/answers/list_kinds.ts";
import { listRecords } from "../lib/answers/list.ts";
import { gradeHealth } from "../lib/checks/frame/diagnosis.ts";
import type { Warning } from "../lib/model/envelope.ts";
import type { RecordListData } from "../lib/model/documents/record_list.ts";
import { CliError } from "../lib/model/errors.ts";
import { KINDS } from "../lib/model/kinds.ts";
import type { StoreSnapshot } from "../lib/model/snapshot.ts";
import { keepsState } from "../lib/store/halves.ts";
import { plural } from "../lib/text/words.ts";
import { namesText } from "../lib/render/names.ts";
import { recordListText } from "../lib/render/human/record_list.ts";
import { type DeclaredList, type ListOptions, SHARED_FILTERS } from "./declarations/lists.ts";
import { columnsCsv, columnsToShow } from "./frame/columns_option.ts";
import { openOtherSides, refuseBundle } from "./conflicts/other_side.ts";
import { readSides } from "./conflicts/sides.ts";
import { answerWith } from "./frame/answerer.ts";
import type { Answerer } from "./frame/definition.ts";
import { diagnoseState } from "./state/diagnose.ts";
import { loadState } from "./state/load.ts";
import type { StateOptions } from "./frame/options.ts";

/** What answers the list that is so declared. */
export function listAnswer({ kind, command }: DeclaredList): Answerer<ListOptions> {
  const { columns, filters, title } = LIST_KINDS[kind];
  return answerWith<RecordListData, ListOptions>({
    command,
    async schemas() {
      const { recordListDocument, RecordItem } = await import("../lib/model/documents/record_list.ts");
      return { schema: recordListDocument(command), itemSchema: RecordItem };
    },
    human: (document, view, options) =>
      recordListText(kind, document, { ...view, columns: chosenColumns(options.columns, columns) }),
    own: ["name", "csv"],
    items: (data) => data.items,
    watch: ({ watch }) => watch,
    async run({ common, options, words: [id = null], host }) {
      const chosen = columnsToShow(options.columns, columns, common);
      refuseMisplaced(options, id);
      using others = await openOtherSides(options.bundle, host);
      // Only where the exit code tells health does anything hang on the journal and on other records.
      const state = await loadState(common.state, host, {
        journal: common.gradeExit ? "standard" : "skip",
        writesAFile: options.template !== null,
        receipts: { all: options.all, named: kind === "receipt" ? id : null },
        // Who may decide a conflict is told by the actors.
        ...common.gradeExit ? {} : { kinds: kind === "conflict" ? [kind, "actor"] : [kind] },
      });
      const store = requireStore(state);
      requireKnown(state, `list ${title}`, [kind]);
      const unread = kind === "receipt" ? store.content_sync?.receipts?.unread ?? 0 : 0;
      const listed = listRecords(
        {
          kind,
          id,
          filters: givenFilters(filters, options.filters, common.state),
          sort: options.sort,
          limit: options.limit,
        },
        state.catalog,
        unread,
      );
      const { catalog } = state;
      const conflict = kind !== "conflict" || listed.item === null
        ? undefined
        : catalog.ofKind(kind).find(({ path }) => path === listed.item?.path);
      const sides = conflict === undefined
        ? null
        : await readSides(conflict, others.read(conflict, store), { store, catalog, template: options.template, host });
      const data = { ...listed, sides };
      const asked = data.item === null ? data.items : [data.item];
      return answered(state, data, {
        exit: common.gradeExit ? gradeHealth((await diagnoseState(state, host)).diagnosis.health) : "ok",
        warnings: [...unreadableWarnings(data), ...unlistedWarnings(kind, unread, store)],
        texts: {
          name: () => namesText(asked.map((item) => item.id)),
          csv: () => columnsCsv(asked.map(({ record }) => record), columns, chosen),
        },
      });
    },
  });
}

/** @throws CliError usage for what belongs to one conflict, and to one look at it */
function refuseMisplaced({ bundle, template, watch }: ListOptions, id: string | null): void {
  const why = id === null ? "no conflict is named" : watch !== null ? "--watch looks again and again" : null;
  if (why === null) return;
  refuseBundle(bundle, why);
  if (template === null) return;
  throw new CliError("usage", `Cannot use --template: ${why}`, {
    target: "--template",
    hint: "Leave it out, or name the conflict that is to be merged",
  });
}

/** The values of the filters that were given, in the list's own order. */
function givenFilters(
  filters: readonly Filter[],
  own: ReadonlyMap<string, string | null>,
  shared: StateOptions,
): ReadonlyMap<string, string> {
  const values = new Map([...own, ...SHARED_FILTERS.map((name) => [name, shared[name]] as const)]);
  return new Map(filters.flatMap(({ name }) => {
    const value = values.get(name) ?? null;
    return value === null ? [] : [[name, value] as const];
  }));
}

function unreadableWarnings({ unreadable }: RecordListData): readonly Warning[] {
  return unreadable.map(({ path, error, state }) => ({
    code: "unreadable_record",
    message: `Cannot read "${path}", which is left out: ${error ?? state}`,
    target: path,
  }));
}

/** What a list cannot show, so that nobody takes an empty one for the whole truth. */
function unlistedWarnings(kind: ListedKind, unread: number, store: StoreSnapshot): readonly Warning[] {
  const target = KINDS[kind].folder;
  if (unread > 0) {
    const message = `${plural(unread, "older receipt")} were not opened: --all opens them`;
    return [{ code: "unread_receipts", message, target }];
  }
  if (!KINDS[kind].registry || keepsState(store)) return [];
  const message = `There can be no ${LIST_KINDS[kind].title}: ${withoutState(store)}`;
  return [{ code: "no_state_store", message, target }];
}
