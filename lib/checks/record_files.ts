import { textOf } from "../model/fields.ts";
import { fileScope, scopeText } from "../change/scope.ts";
import { checkContract } from "../store/contract.ts";
import { targetOf } from "../store/lookup.ts";
import { mayOwnerRead } from "../store/known.ts";
import { compareSchema } from "../model/format_age.ts";
import type { Finding } from "../model/documents/health.ts";
import { REPEATED_KEY as REPEATED } from "../text/scan_json.ts";
import { KINDS } from "../model/kinds.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { type Check, finding, type FindingFacts, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { FROM_ELSEWHERE, readableByOwner, withoutByteOrderMark } from "./frame/recommendation.ts";

const CHECK_READABLE = "registries.readable";
const CHECK_CONTRACTS = "registries.contracts";

const UNREADABLE = findingKind(
  "registry.unreadable",
  "error",
  "A record cannot be read",
  "Let repair move it to quarantine, byte for byte, or move it aside yourself; then bring the record back " +
    `${FROM_ELSEWHERE}`,
);
const DENIED = findingKind(
  "registry.denied",
  "error",
  "A record may not be read by the owner of the store",
  "Give the owner of the store the permission to read it: the daemon fails on it",
);
const NOT_A_FILE = findingKind(
  "registry.not-a-file",
  "error",
  "A record is a link, a pipe or a folder",
  `Put the record itself in its place, ${FROM_ELSEWHERE}, or take it out of the registry: links and pipes are ` +
    "never followed or opened",
);
const OVERSIZE = findingKind(
  "registry.oversize",
  "error",
  "A record is too large to be read",
  `Move it aside, and bring the record back ${FROM_ELSEWHERE}; or keep it, and find out what wrote a record of ` +
    "this size: it was not read",
);
const BYTE_ORDER_MARK = findingKind(
  "registry.byte-order-mark",
  "error",
  "A record begins with a byte order mark",
  "Take its first three bytes off, or have its writer write it anew: the daemon fails on it",
);
const REPEATED_KEY = findingKind(
  "registry.repeated-key",
  "error",
  "A key stands twice in a record",
  "Have the owner of the record say which value is right: here and for the daemon the last one counts",
);
const ODD_JSON = findingKind(
  "registry.odd-json",
  "warning",
  "A record is not plain JSON",
  "Have the writer of this record write it again as plain JSON, or accept it: other programs may read something else",
);

function readingKind(entry: RecordEntry): FindingKind {
  switch (entry.state) {
    case "denied":
      return DENIED;
    case "not_a_file":
      return NOT_A_FILE;
    case "too_large":
      return OVERSIZE;
    default:
      return UNREADABLE;
  }
}

function oddityKind(oddity: string): FindingKind {
  if (oddity === "byte_order_mark") return BYTE_ORDER_MARK;
  return oddity === REPEATED ? REPEATED_KEY : ODD_JSON;
}

function oddityText(oddity: string): string {
  if (oddity === "byte_order_mark") return "begins with a byte order mark";
  return oddity === REPEATED ? "has a key that stands twice" : `is not plain JSON: ${oddity}`;
}

/** What mends it: repair where a scope can name the file, or a standard tool. */
function wayOut(of: FindingKind, entry: RecordEntry, store: StoreSnapshot): Pick<FindingFacts, "command" | "shell"> {
  const { path } = entry.file;
  switch (of) {
    case DENIED:
      return { shell: readableByOwner(path, store) };
    case BYTE_ORDER_MARK:
      return { shell: withoutByteOrderMark(path, store) };
    case UNREADABLE: {
      const scope = fileScope(entry.kind, path);
      return scope === null ? {} : { command: ["repair", "--dry-run", "--scope", scopeText(scope)] };
    }
    default:
      return {};
  }
}

/** Each registry file can be read; a bad one never hides the others. */
export const registriesReadableCheck: Check = {
  id: CHECK_READABLE,
  title: "Registry files",
  reads: "every registry folder",
  why: "One unreadable record makes the reference daemon's store endpoints fail",
  required: true,
  needs: ["registries"],
  kinds: [UNREADABLE, DENIED, NOT_A_FILE, OVERSIZE, BYTE_ORDER_MARK, REPEATED_KEY, ODD_JSON],
  run({ store }) {
    const found: Finding[] = [];
    for (const entry of store.records.filter(({ kind }) => KINDS[kind].registry)) {
      const path = entry.file.path;
      const add = (of: FindingKind, message: string) =>
        found.push(finding(CHECK_READABLE, of, {
          target: path,
          message,
          evidence: { file: path, kind: entry.kind, state: entry.state, bytes: entry.file.bytes },
          ...wayOut(of, entry, store),
        }, store));
      // What only this caller may not read is no fault of the store.
      if (entry.state === "denied" && mayOwnerRead(entry.file, store)) continue;
      if (entry.state !== "ok") {
        add(
          readingKind(entry),
          `Cannot read ${KINDS[entry.kind].kind} record "${path}": ${entry.error ?? entry.state}`,
        );
      } else {
        for (const oddity of entry.oddities) add(oddityKind(oddity), `Record "${path}" ${oddityText(oddity)}`);
      }
    }
    return findings(found);
  },
};

const VIOLATION = findingKind(
  "registry.contract",
  "error",
  "A record breaks its contract",
  "Have the owner of the record correct the field; nothing here edits a durable record",
);
const SCHEMA_NEWER = findingKind(
  "registry.schema-newer",
  "warning",
  "A record is of a newer schema",
  "Use a release of this program that knows the newer format; until then the record is kept and not judged",
);
const SCHEMA_OTHER = findingKind(
  "registry.schema-other",
  "error",
  "A record is of another kind than its registry",
  "Have its owner move it to the registry of its kind, or give it the schema of this one",
);

/** Each record keeps the contract of its kind; one finding a record, naming every field. */
export const registriesContractsCheck: Check = {
  id: CHECK_CONTRACTS,
  title: "Record contracts",
  reads: "every registry record",
  why: "Other SourceOS components rely on these fields by name",
  required: true,
  needs: ["registries"],
  kinds: [VIOLATION, SCHEMA_NEWER, SCHEMA_OTHER],
  run({ store, catalog }) {
    const found: Finding[] = [];
    for (const readable of catalog.all) {
      const facts = KINDS[readable.kind];
      if (!facts.registry) continue;
      const add = (of: FindingKind, message: string, evidence = {}) =>
        found.push(finding(CHECK_CONTRACTS, of, {
          target: targetOf(readable),
          message,
          evidence: { file: readable.path, ...evidence },
        }, store));
      const schema = textOf(readable.record, "schema");
      const age = schema === null ? null : compareSchema(schema, facts.schema);
      if (age === "newer") {
        add(SCHEMA_NEWER, `Record "${readable.path}" says schema "${schema}", newer than "${facts.schema}"`, {
          schema,
        });
        continue;
      }
      if (age === "other") {
        add(SCHEMA_OTHER, `Record "${readable.path}" says schema "${schema}", not "${facts.schema}"`, { schema });
        continue;
      }
      const violations = checkContract(readable.kind, readable.record);
      if (violations.length === 0) continue;
      add(
        VIOLATION,
        `Record "${readable.path}" breaks the ${facts.kind} contract: ${
          violations.map(({ message }) => message).join("; ")
        }`,
        { fields: violations.map(({ field }) => field) },
      );
    }
    return findings(found);
  },
};
