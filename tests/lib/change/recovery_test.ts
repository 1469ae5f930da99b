/** The way out of an interrupted change, from what is found. */
import { assertEquals } from "@std/assert";
import {
  decideRecovery,
  type FileState,
  type Observed,
  type ObservedFile,
  type Recovery,
} from "../../../lib/change/recovery.ts";
import type { Seen } from "../../../lib/change/seen.ts";
import type { ChangeIntent, FileDigest } from "../../../lib/model/change.ts";
import { changeIntent } from "../../helpers/changes.ts";

const digest = (letter: string): FileDigest => ({ sha256: letter.repeat(64), bytes: 1 });
const [OLD, NEW, FOREIGN] = [digest("a"), digest("b"), digest("c")];

const file = (digest: FileDigest): Seen => ({ kind: "file", digest });
const absent: Seen = { kind: "absent" };
const link: Seen = { kind: "other", what: "a symbolic link" };

const KEPT = "repair-reports/before/r/a.json";
const replaced: ChangeIntent = changeIntent({
  changes: [{ path: "indexes/a.json", before: OLD, after: NEW, kept_at: KEPT }],
});
const removed: ChangeIntent = changeIntent({
  changes: [{ path: "indexes/a.json", before: OLD, after: null, kept_at: KEPT }],
});
const created: ChangeIntent = changeIntent({
  changes: [{ path: "indexes/a.json", before: null, after: NEW, kept_at: null }],
});
const rewritten: ChangeIntent = changeIntent({
  changes: [{ path: "indexes/a.json", before: OLD, after: OLD, kept_at: KEPT }],
});

const counted: ChangeIntent = changeIntent({
  changes: [{ path: "manifest.json", before: OLD, after: NEW, kept_at: KEPT }],
});

const untouched: ObservedFile = { path: file(OLD), kept: absent, staged: file(NEW) };
const placed: ObservedFile = { path: file(NEW), kept: file(OLD), staged: absent };

function observed(files: ObservedFile, rest: Partial<Observed> = {}): Observed {
  return { files: [files], tail: "none", hasLines: true, isGivenUp: false, ...rest };
}

const forward = (state: "before" | "after"): Recovery => ({ way: "forward", files: [state] });
const back = (state: FileState, cutsJournal = true): Recovery => ({ way: "back", files: [state], cutsJournal });
const manual = (...paths: string[]): Recovery => ({ way: "manual", paths });
const done: Recovery = { way: "done" };

const cases: readonly (readonly [name: string, intent: ChangeIntent, found: Observed, want: Recovery])[] = [
  ["goes forward where nothing was done yet and all is there", replaced, observed(untouched), forward("before")],
  ["goes forward where the file is kept", replaced, observed({ ...untouched, kept: file(OLD) }), forward("before")],
  ["goes forward where the file is in place", replaced, observed(placed), forward("after")],
  ["goes forward where some of the lines are there", replaced, observed(placed, { tail: "part" }), forward("after")],
  ["goes forward where nothing is appended", replaced, observed(placed, { tail: "unused" }), forward("after")],
  [
    "goes forward where a file is only to be removed",
    removed,
    observed({ ...untouched, staged: absent }),
    forward("before"),
  ],
  [
    "goes forward where a file was removed",
    removed,
    observed({ path: absent, kept: file(OLD), staged: absent }),
    forward("after"),
  ],
  [
    "goes forward where a file was created",
    created,
    observed({ path: file(NEW), kept: absent, staged: absent }),
    forward("after"),
  ],
  ["has done all where the lines are there", replaced, observed(placed, { tail: "all" }), done],
  ["has done all where others wrote behind the lines", replaced, observed(placed, { tail: "more" }), done],
  [
    "has done all where a file has changed again since the lines were written",
    replaced,
    observed({ ...placed, path: file(FOREIGN) }, { tail: "all" }),
    done,
  ],
  [
    "goes back where the new bytes are gone",
    replaced,
    observed({ ...untouched, staged: absent }),
    back("before"),
  ],
  [
    "goes back where the new bytes are damaged",
    replaced,
    observed({ ...untouched, staged: file(FOREIGN) }),
    back("before"),
  ],
  ["goes back where the lines are gone", replaced, observed(placed, { hasLines: false }), back("after")],
  ["goes back where that was begun", replaced, observed(placed, { isGivenUp: true }), back("after")],
  [
    "goes back where that was begun and the lines are still there",
    replaced,
    observed(placed, { isGivenUp: true, tail: "all" }),
    back("after"),
  ],
  [
    "has done all where others wrote behind the lines before they could be taken back",
    replaced,
    observed(placed, { isGivenUp: true, tail: "more" }),
    done,
  ],
  [
    "goes back where a created file lies there and the lines are gone",
    created,
    observed({ path: file(NEW), kept: absent, staged: absent }, { hasLines: false }),
    back("after"),
  ],
  [
    "takes a file of the same bytes for changed once it is kept",
    rewritten,
    observed({ path: file(OLD), kept: file(OLD), staged: absent }),
    forward("after"),
  ],
  [
    "takes a file of the same bytes for unchanged before it is kept",
    rewritten,
    observed({ path: file(OLD), kept: absent, staged: file(OLD) }),
    forward("before"),
  ],
  [
    "stops at a file that is neither",
    replaced,
    observed({ ...placed, path: file(FOREIGN) }),
    manual("indexes/a.json", KEPT),
  ],
  ["stops at a link", replaced, observed({ ...placed, path: link }), manual("indexes/a.json", KEPT)],
  [
    "stops where the kept bytes are others",
    replaced,
    observed({ ...placed, kept: file(FOREIGN) }),
    manual("indexes/a.json", KEPT),
  ],
  [
    "stops where the kept bytes are gone",
    replaced,
    observed({ ...placed, kept: absent }),
    manual("indexes/a.json", KEPT),
  ],
  [
    "goes back where others wrote a file that was to be created, and leaves theirs",
    created,
    observed({ path: file(FOREIGN), kept: absent, staged: file(NEW) }),
    back("theirs"),
  ],
  [
    "goes back where others replaced a file before the change did, and leaves theirs",
    replaced,
    observed({ path: file(FOREIGN), kept: file(OLD), staged: file(NEW) }),
    back("theirs"),
  ],
  [
    "goes back where others wrote into a file that is kept by a second name",
    replaced,
    observed({ path: file(FOREIGN), kept: file(FOREIGN), staged: file(NEW) }),
    back("theirs"),
  ],
  [
    "stops at others' file in the place of the change's own",
    created,
    observed({ path: file(FOREIGN), kept: absent, staged: absent }),
    manual("indexes/a.json"),
  ],
  [
    "goes back where the daemon has counted in the manifest of the change, and leaves that",
    counted,
    observed({ path: file(FOREIGN), kept: file(OLD), staged: absent }),
    back("theirs"),
  ],
  [
    "goes back behind whole lines of others, and leaves them",
    replaced,
    observed(placed, { tail: "others" }),
    back("after", false),
  ],
  [
    "stops where the journal holds others' bytes",
    replaced,
    observed(placed, { tail: "foreign" }),
    manual("journal.jsonl"),
  ],
];

for (const [name, intent, found, want] of cases) {
  Deno.test(`decideRecovery() ${name}`, () => assertEquals(decideRecovery(intent, found), want));
}
