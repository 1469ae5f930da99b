/** Ways to spoil a note, as values that fast-check can make, shrink and show. */
import fc from "./properties.ts";
import { type Edit, edited, fieldsOf } from "./forged.ts";

export interface NoteMutation {
  /** Of a note of many lines, the one that is spoilt. */
  readonly line: number;
  readonly edits: readonly FieldEdit[];
  readonly bytes: readonly ByteEdit[];
  /** Whether what says the note's digest is made to fit. */
  readonly fits: boolean;
}

interface FieldEdit {
  /** Of all fields of the note. */
  readonly field: number;
  /** The value itself, or that of another field. */
  readonly to: { readonly value: Edit } | { readonly like: number };
}

interface ByteEdit {
  readonly kind: "flip" | "cut" | "repeat" | "insert";
  /** A part of a million of the length. */
  readonly at: number;
  readonly text: string;
}

const HOSTILE: readonly Edit[] = [
  undefined,
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  2 ** 53,
  1e300,
  "",
  "x",
  "\0",
  "\ud800",
  "../outside/secret.txt",
  "../../etc/passwd",
  "/etc/passwd",
  "tmp/../actors/ada.json",
  "actors/actor_ada.json",
  "objects/a.json",
  "journal.jsonl",
  "manifest.json",
  "tmp/sync.lock",
  "tmp/sync-change/intent.json",
  "indexes/object-heads.json",
  "repair-reports/a.json",
  "derived",
  "disposable",
  "object:a",
  "profile:home",
  "__proto__",
  "toString",
  "0".repeat(64),
  "a".repeat(5000),
  "9999-99-99T99:99:99Z",
  "evt-99999999",
  "repair",
  "undo",
  "import",
  "quarantine",
  "rebuild",
  "\u202e\u001b[2J",
  [],
  ["x"],
  [[]],
  {},
  { path: "actors/actor_ada.json", before: null, after: null, kept_at: null },
  { sha256: "0".repeat(64), bytes: 0 },
  JSON.parse('{"__proto__":{"path":"../x"},"constructor":1}'),
];

const fieldEdit: fc.Arbitrary<FieldEdit> = fc.record({
  field: fc.nat(1_000_000),
  to: fc.oneof(
    { weight: 4, arbitrary: fc.record({ value: fc.constantFrom(...HOSTILE) }) },
    { weight: 1, arbitrary: fc.record({ like: fc.nat(1_000_000) }) },
  ),
});

const byteEdit: fc.Arbitrary<ByteEdit> = fc.record({
  kind: fc.constantFrom("flip" as const, "cut" as const, "repeat" as const, "insert" as const),
  at: fc.nat(1_000_000),
  text: fc.constantFrom("\0", '"', "{", "}", ",", "\n", "\xff", "9".repeat(400), "[".repeat(3000), '{"__proto__":1}'),
});

export const noteMutation: fc.Arbitrary<NoteMutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      line: fc.nat(50),
      edits: fc.array(fieldEdit, { minLength: 1, maxLength: 3 }),
      bytes: fc.constant([]),
      fits: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      line: fc.nat(50),
      edits: fc.constant([]),
      bytes: fc.array(byteEdit, { minLength: 1, maxLength: 2 }),
      fits: fc.boolean(),
    }),
  },
);

/** The note, spoilt so: one JSON document, or one of its lines where it has several. */
export function changedNote(note: string, { line, edits, bytes }: NoteMutation): string {
  if (edits.length === 0) return bytes.reduce(changeBytes, note);
  if (isDocument(note)) return changeDocument(note, edits);
  const lines = note.split("\n");
  const chosen = line % Math.max(lines.length - 1, 1);
  return lines.map((text, index) => index === chosen ? changeDocument(text, edits) : text).join("\n");
}

function isDocument(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function changeDocument(text: string, edits: readonly FieldEdit[]): string {
  const changed = edits.reduce<unknown>((document, { field, to }) => {
    const fields = fieldsOf(document);
    const path = fields[field % Math.max(fields.length, 1)];
    if (path === undefined) return document;
    return edited(document, path, "value" in to ? to.value : valueAt(document, fields[to.like % fields.length] ?? ""));
  }, JSON.parse(text));
  return asciiJson(changed);
}

/** The value as JSON in which a letter is a byte. */
export function asciiJson(value: unknown): string {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return (JSON.stringify(value) ?? "").replace(/[\x7f-\uffff]/g, escaped);
}

function valueAt(document: unknown, path: string): Edit {
  const text = JSON.stringify(
    path.split(".").reduce<unknown>((found, name) => {
      return typeof found === "object" && found !== null
        ? Object.getOwnPropertyDescriptor(found, name)?.value
        : undefined;
    }, document),
  );
  return text === undefined ? undefined : JSON.parse(text);
}

function changeBytes(note: string, { kind, at: part, text }: ByteEdit): string {
  const at = Math.floor(part * note.length / 1_000_001);
  switch (kind) {
    case "flip":
      return note.slice(0, at) + String.fromCharCode((note.charCodeAt(at) ^ 1) & 0xff) + note.slice(at + 1);
    case "cut":
      return note.slice(0, at);
    case "repeat":
      return note.slice(0, at) + note.slice(at / 2);
    case "insert":
      return note.slice(0, at) + text + note.slice(at);
  }
}
