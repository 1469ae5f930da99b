import { assertEquals } from "@std/assert";
import { answered, buildDocument, NO_STATE } from "../../../../lib/answers/outcome.ts";
import type { RecordListData } from "../../../../lib/model/documents/record_list.ts";
import { recordListText } from "../../../../lib/render/human/record_list.ts";
import { BUILD } from "../../../helpers/build.ts";

const NONE: RecordListData = {
  kind: "workspace",
  total: 0,
  matched: 0,
  returned: 0,
  filters: {},
  sort: "id",
  items: [],
  item: null,
  sides: null,
  unread: 0,
  unreadable: [],
};

function text(kind: "workspace" | "plan"): string {
  const source = { kind: "store", store: { root: "/srv/s", selected_by: "option" }, daemon: null } as const;
  const document = buildDocument("sync workspaces", answered({ ...NO_STATE, source }, { ...NONE, kind }), {
    now: new Date(0),
    build: BUILD,
  });
  return recordListText(kind, document, { width: null, color: false, unicode: true, wide: false, columns: null });
}

Deno.test("recordListText() does not take workspaces without a record for none", () => {
  assertEquals(
    text("workspace"),
    `No workspace has a record of its own. Those that objects name are shown by
  sourceos sync objects --columns object_id,workspace_id --sort workspace_id --store /srv/s
`,
  );
  assertEquals(text("plan"), "There are no sync plans\n");
});
