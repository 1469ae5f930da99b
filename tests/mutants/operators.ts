/**
 * What may be changed at a node of the source, as a lint rule: the linter has the parser, and reports each mutant as the
 * message of a diagnostic (`lint.json` beside this file loads it, `main.ts` asks).
 *
 * Left out are texts for people (whatever has a space, and templates), as golden files hold those; and what runs only
 * while a module is loaded, as that is data, which types and tables of tests hold.
 */
import type { Mutation } from "./plant.ts";

type Node = Deno.lint.Node;
type Text = (node: Node) => string;

const OTHER_OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "&&": ["||"],
  "||": ["&&"],
};

const OTHER_METHODS: Readonly<Record<string, string>> = {
  some: "every",
  every: "some",
  startsWith: "endsWith",
  endsWith: "startsWith",
  min: "max",
  max: "min",
};

const REMOVED_METHODS = ["filter", "toSorted", "sort", "slice", "trim", "toReversed", "reverse"];

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

const plugin: Deno.lint.Plugin = {
  name: "mutants",
  rules: {
    every: {
      create(context) {
        const text: Text = (node) => context.sourceCode.getText(node);
        return {
          "*"(node: Node) {
            if (functionAround(node) === null) return;
            const replacements = [...conditions(node), ...emptyValues(node, text), ...ownReplacements(node, text)];
            const [start, end] = node.range;
            for (const replacement of new Set(replacements)) {
              const mutation: Mutation = { start, end, replacement };
              context.report({ node, message: JSON.stringify(mutation) });
            }
          },
        };
      },
    },
  },
};

export default plugin;

/** A loop that never ends says nothing. */
function conditions(node: Node): readonly string[] {
  const parent = parentOf(node);
  const isLoop = (parent?.type === "WhileStatement" || parent?.type === "ForStatement") && parent.test === node;
  return isLoop ? ["false"] : isCondition(node) ? ["true", "false"] : [];
}

/** What the declared type of the function calls empty, where a value is returned that is not just that. */
function emptyValues(node: Node, text: Text): readonly string[] {
  const declared = functionAround(node)?.returnType?.typeAnnotation;
  if (parentOf(node)?.type !== "ReturnStatement" || declared === undefined || isText(node)) return [];
  const types = text(declared).split(" | ");
  const empty = types.flatMap((type) => {
    if (type === "boolean" || type.includes(" is ")) return ["true", "false"];
    if (type === "null") return ["null"];
    if (type === "string") return ['""'];
    if (type === "number") return ["0"];
    return types.length === 1 && /^readonly .*\[\]$/s.test(type) ? ["[]"] : [];
  });
  return empty.filter((value) => value !== text(node));
}

function ownReplacements(node: Node, text: Text): readonly (string | null)[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression": {
      const { operator } = node;
      if (operator === "??") return [text(node.left)];
      // Texts are joined, not added; and of a whole condition, true and false say as much as its opposite.
      if (isText(node) || (operator.endsWith("==") && isCondition(node))) return [];
      return (OTHER_OPERATORS[operator] ?? []).map((other) => `(${text(node.left)}) ${other} (${text(node.right)})`);
    }
    case "UnaryExpression":
      return node.operator === "!" && !isCondition(node) ? [text(node.argument)] : [];
    case "CallExpression": {
      const { callee } = node;
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || isInChain(node)) return [];
      const { name } = callee.property;
      const other = OTHER_METHODS[name];
      if (other !== undefined) return [`${text(callee.object)}.${other}${text(node).slice(text(callee).length)}`];
      const isUsed = parentOf(node)?.type !== "ExpressionStatement";
      return isUsed && REMOVED_METHODS.includes(name) ? [text(callee.object)] : [];
    }
    case "ArrayExpression":
      return node.elements.length > 0 && !isDestructured(node) ? ["[]"] : [];
    case "Literal":
      return typeof node.value === "string" && /^\S+$/.test(node.value) && isName(node) ? ['""'] : [];
    case "ExpressionStatement":
    case "ContinueStatement":
    case "ThrowStatement":
      return [null];
    case "BreakStatement":
      return parentOf(node)?.type === "SwitchCase" ? [] : [null];
    default:
      return [];
  }
}

type AnyFunction = Deno.lint.FunctionDeclaration | Deno.lint.FunctionExpression | Deno.lint.ArrowFunctionExpression;

function functionAround(node: Node): AnyFunction | null {
  const parent = parentOf(node);
  return parent === null ? null : isFunction(parent) ? parent : functionAround(parent);
}

function isFunction(node: Node): node is AnyFunction {
  return FUNCTIONS.includes(node.type);
}

function parentOf(node: Node): Node | null {
  const parent = "parent" in node ? node.parent : null;
  return parent?.type === "TSParameterProperty" ? null : parent;
}

function isCondition(node: Node): boolean {
  const parent = parentOf(node);
  return (parent?.type === "IfStatement" || parent?.type === "ConditionalExpression") && parent.test === node;
}

/** Whether it is a text, or a `+` joins texts. */
function isText(node: Node): boolean {
  if (node.type === "BinaryExpression" && node.operator === "+") return isText(node.left) || isText(node.right);
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string");
}

/** Whether the value before this call is asked for with `?.`. */
function isInChain(node: Node | null): boolean {
  if (node?.type === "MemberExpression" || node?.type === "CallExpression") return isInChain(parentOf(node));
  return node?.type === "ChainExpression";
}

function isDestructured(node: Node): boolean {
  const parent = parentOf(node);
  return parent?.type === "VariableDeclarator" && parent.id.type === "ArrayPattern";
}

/** Whether a literal is a value of its own: compared elsewhere, returned, or a field. Beside `===` its operator is enough. */
function isName(node: Node): boolean {
  const parent = parentOf(node);
  if (parent?.type === "Property") return parent.value === node;
  return ["SwitchCase", "ReturnStatement", "ArrayExpression", "ConditionalExpression", "CallExpression"]
    .includes(parent?.type ?? "");
}
