import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../../lib/model/errors.ts";
import { isAllowed, parseScope, type Scope, SCOPE_FORMS, scopeText } from "../../../lib/change/scope.ts";

const scopes: readonly (readonly [text: string, want: Scope])[] = [
  ["derived", { kind: "derived" }],
  ["disposable", { kind: "disposable" }],
  ["journal", { kind: "journal" }],
  ["index:object-heads", { kind: "index", id: "object-heads" }],
  ["checkpoint:journal", { kind: "checkpoint", id: "journal" }],
  ["object:alpha", { kind: "object", id: "alpha" }],
  ["workspace:a:b", { kind: "workspace", id: "a:b" }],
  ["profile: work", { kind: "profile", id: " work" }],
  ["object:__proto__", { kind: "object", id: "__proto__" }],
];

for (const [text, want] of scopes) {
  Deno.test(`parseScope() reads "${text}" and scopeText() writes it`, () => {
    assertEquals(parseScope(text), want);
    assertEquals(scopeText(want), text);
  });
}

for (
  const text of [
    "",
    " ",
    ":",
    "all",
    "*",
    "Derived",
    "derived ",
    "derived:x",
    "journal:1",
    "index",
    "index:",
    "index: ",
    "object",
    "actor:ada",
    "durable",
    "__proto__",
    "constructor:x",
  ]
) {
  Deno.test(`parseScope() refuses "${text}"`, () => {
    const error = assertThrows(() => parseScope(text), CliError);
    assertEquals([error.exit, error.message, error.target, error.hint], [
      "usage",
      `Cannot use "${text}" as a scope: it is not one of the known forms`,
      "--scope",
      `Give one of ${SCOPE_FORMS}`,
    ]);
  });
}

const permissions: readonly (readonly [needed: string, given: readonly string[], want: boolean])[] = [
  ["index:a", [], false],
  ["index:a", ["index:a"], true],
  ["index:a", ["index:b"], false],
  ["index:a", ["checkpoint:a"], false],
  ["index:a", ["derived"], true],
  ["checkpoint:a", ["derived"], true],
  ["checkpoint:a", ["index:a", "checkpoint:a"], true],
  ["journal", ["derived"], false],
  ["journal", ["journal"], true],
  ["journal", ["disposable", "derived", "object:a"], false],
  ["disposable", ["derived"], false],
  ["disposable", ["disposable"], true],
  ["object:a", ["derived", "disposable", "journal", "object:b"], false],
  ["object:a", ["workspace:a"], false],
  ["derived", ["index:a"], false],
];

for (const [needed, given, want] of permissions) {
  Deno.test(`isAllowed() says that ${needed} is ${want ? "" : "not "}inside ${given.join(", ") || "nothing"}`, () => {
    assertEquals(isAllowed(parseScope(needed), given.map(parseScope)), want);
  });
}
