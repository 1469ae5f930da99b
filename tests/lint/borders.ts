/**
 * Two borders as lint rules (loaded by deno.json): decisions live in lib/, effects in commands/host/; and no room uses
 * one that stands above it.
 *
 * Names are judged as they are written, without scopes, so that a local variable cannot be named like a global either.
 */
import { roomProblem } from "./rooms.ts";

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

type Zone = "lib" | "commands" | "main";

const EFFECTS: ReadonlyMap<string, string> = new Map([
  ...["Deno", "process", "Buffer", "require"].map(use("do it in commands/host/ and pass the result in")),
  ...["globalThis", "window", "eval"].map(use("name what is needed, and have it passed in")),
  ["console", "return text, and let the host write it"],
  ...["fetch", "WebSocket", "EventSource", "XMLHttpRequest"].map(use("ask over commands/host/ and pass the answer in")),
  ...["Worker", "BroadcastChannel", "navigator", "localStorage", "sessionStorage", "caches"].map(
    use("do it in commands/host/ and pass the result in"),
  ),
  ...["performance", "Temporal"].map(use("take the time as an argument; the host has the clock")),
  ["crypto", "take the hash or the id as an argument; the host makes both"],
  ...["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval"].map(
    use("decide without waiting; commands/host/ may wait"),
  ),
]);

const IMPURE_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["Date.now", "take the time as an argument; the host has the clock"],
  ["Math.random", "take the number or a seed as an argument"],
]);

const LOCALE_MEMBERS = new Set(["toLocaleString", "toLocaleDateString", "toLocaleTimeString", "localeCompare"]);

/** Packages that compute and do nothing else; @std/path and @std/fmt/colors, say, look at the process. */
const PURE_PACKAGES = [
  "@cliffy/table",
  "@jmespath-community/jmespath",
  "@sinclair/typebox",
  "@std/cli/unicode-width",
  "@std/fmt/duration",
  "csv-stringify/sync",
  "d3-scale",
  "d3-shape",
  "fastest-levenshtein",
  "yaml",
];

/** What main.ts may ask of Deno: everything else belongs into the host. */
const MAIN_MEMBERS = ["args", "exit"];

const plugin: Deno.lint.Plugin = {
  name: "sourceos",
  rules: {
    "pure-lib": {
      create(context) {
        const path = pathInTree(context);
        const zone = zoneOf(path);
        if (zone === null) return {};
        // A shorthand such as `{ fetch }` is visited as a key and again as a value.
        const reported = new Set<number>();
        const report = (node: Deno.lint.Node, what: string, wayOut: string) => {
          const [start] = node.range;
          if (reported.has(start)) return;
          reported.add(start);
          context.report({
            node,
            message: `${what} is an effect, and ${placeName(zone)} has none`,
            hint: sentence(wayOut),
          });
        };
        const checkImport = (node: Deno.lint.Node, source: unknown) => {
          const problem = typeof source === "string" ? importProblem(source, path, zone) : null;
          if (problem !== null) context.report({ node, message: problem.message, hint: sentence(problem.wayOut) });
        };
        return {
          Identifier(node) {
            const wayOut = EFFECTS.get(node.name);
            if (wayOut === undefined || isPropertyName(node) || (zone === "main" && isAllowedInMain(node))) return;
            report(node, node.name, wayOut);
          },
          MemberExpression(node) {
            const { object } = node;
            const member = memberName(node);
            if (member === null) return;
            if (LOCALE_MEMBERS.has(member)) {
              context.report({
                node,
                message: `${member}() depends on the locale of the machine`,
                hint: "Use lib/text/numbers.ts or lib/text/order.ts",
              });
            }
            const full = object.type === "Identifier" ? `${object.name}.${member}` : "";
            const wayOut = EFFECTS.has(object.type === "Identifier" ? object.name : "")
              ? undefined
              : IMPURE_MEMBERS.get(full);
            if (wayOut !== undefined) report(node, full, wayOut);
          },
          NewExpression(node) {
            if (isNamed(node.callee, "Date") && node.arguments.length === 0) {
              report(node, "new Date() without arguments", "take the time as an argument; the host has the clock");
            }
          },
          CallExpression(node) {
            if (isNamed(node.callee, "Date")) {
              report(node, "Date()", "take the time as an argument; the host has the clock");
            }
          },
          VariableDeclarator(node) {
            if (node.id.type !== "ObjectPattern" || node.init?.type !== "Identifier") return;
            for (const property of node.id.properties) {
              if (property.type !== "Property" || property.key.type !== "Identifier") continue;
              const full = `${node.init.name}.${property.key.name}`;
              const wayOut = IMPURE_MEMBERS.get(full);
              if (wayOut !== undefined) report(property, full, wayOut);
            }
          },
          MetaProperty(node) {
            if (zone === "main") return;
            report(node, "import.meta", "have the host pass in what depends on where the program runs");
          },
          ...onEachImport(checkImport),
        };
      },
    },
    "room-order": {
      create(context) {
        const path = pathInTree(context);
        return onEachImport((node, source) => {
          if (typeof source !== "string" || !source.startsWith(".")) return;
          const problem = roomProblem(path, targetOf(source, path));
          if (problem === null) return;
          context.report({
            node,
            message: `${problem} and cannot use it`,
            hint: "Move what both need into the lower of the two",
          });
        });
      },
    },
  },
};

export default plugin;

function pathInTree({ filename }: Deno.lint.RuleContext): string {
  return filename.startsWith(ROOT) ? filename.slice(ROOT.length) : filename;
}

/** Calls back with each node that names another module, and with what it names. */
function onEachImport(check: (node: Deno.lint.Node, source: unknown) => void): Deno.lint.LintVisitor {
  return {
    ImportDeclaration: (node) => check(node, node.source.value),
    ExportNamedDeclaration: (node) => check(node, node.source?.value),
    ExportAllDeclaration: (node) => check(node, node.source.value),
    ImportExpression: (node) => check(node, node.source.type === "Literal" ? node.source.value : null),
    TSImportType: (node) =>
      check(
        node,
        node.argument.type === "TSLiteralType" && node.argument.literal.type === "Literal"
          ? node.argument.literal.value
          : null,
      ),
  };
}

/** The path in the tree that a relative import of this file means. */
function targetOf(source: string, path: string): string {
  return new URL(source, `file:///${path}`).pathname.slice(1);
}

function use(wayOut: string) {
  return (name: string): readonly [string, string] => [name, wayOut];
}

function zoneOf(path: string): Zone | null {
  if (path.startsWith("lib/")) return "lib";
  if (path.startsWith("commands/") && !path.startsWith("commands/host/")) return "commands";
  return path === "main.ts" || path === "start.ts" ? "main" : null;
}

function placeName(zone: Zone): string {
  switch (zone) {
    case "lib":
      return "lib/";
    case "commands":
      return "commands/ outside commands/host/";
    case "main":
      return "main.ts";
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface ImportProblem {
  readonly message: string;
  readonly wayOut: string;
}

function importProblem(source: string, path: string, zone: Zone): ImportProblem | null {
  if (source.startsWith("node:")) {
    return {
      message: `"${source}" is an effect, and ${placeName(zone)} has none`,
      wayOut: "do it in commands/host/ and pass the result in",
    };
  }
  if (zone !== "lib") return null;
  if (!source.startsWith(".")) {
    if (PURE_PACKAGES.some((name) => source === name || source.startsWith(`${name}/`))) return null;
    return {
      message: `lib/ imports "${source}", which is not known to be pure`,
      wayOut: "add it to PURE_PACKAGES in tests/lint/borders.ts where it has no effect, else use it in commands/host/",
    };
  }
  const target = targetOf(source, path);
  if (target.startsWith("lib/") || target === "deno.json") return null;
  return {
    message: `lib/ imports "${target}", which lies outside lib/`,
    wayOut: "move what both need into lib/, or pass it in",
  };
}

/** Whether the name is that of a field or label, and no variable. */
function isPropertyName(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return !parent.computed && isAt(parent.property, node);
    case "Property":
      return !parent.computed && !parent.shorthand && isAt(parent.key, node) && !isAt(parent.value, node);
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return !parent.computed && isAt(parent.key, node);
    case "TSEnumMember":
      return isAt(parent.id, node);
    case "TSQualifiedName":
      return isAt(parent.right, node);
    case "LabeledStatement":
      return isAt(parent.label, node);
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    default:
      return false;
  }
}

function isAllowedInMain(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  if (node.name !== "Deno" || parent.type !== "MemberExpression") return false;
  return MAIN_MEMBERS.includes(memberName(parent) ?? "");
}

function memberName(node: Deno.lint.MemberExpression): string | null {
  if (!node.computed && node.property.type === "Identifier") return node.property.name;
  return node.property.type === "Literal" && typeof node.property.value === "string" ? node.property.value : null;
}

function isNamed(node: Deno.lint.Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

/** The same node is not always the same value, but always at the same place. */
function isAt(left: Deno.lint.Node, right: Deno.lint.Node): boolean {
  return left.range[0] === right.range[0] && left.range[1] === right.range[1];
}
