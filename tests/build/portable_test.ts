import { assertEquals } from "@std/assert";
import { portableBundle, relativePath } from "../../.ci/build/portable.ts";

for (
  const [from, to, path] of [
    ["/home/ada/sync", "/home/ada/.cache/deno", "../.cache/deno"],
    ["/srv/sync", "/root/.cache/deno", "../../root/.cache/deno"],
    ["/srv/sync", "/srv/sync/.cache", ".cache"],
    ["/srv/sync", "/srv/sync-cache", "../sync-cache"],
  ] as const
) {
  Deno.test(`relativePath() leads from ${from} to ${to}`, () => assertEquals(relativePath(from, to), path));
}

/** What the bundler makes in a folder that sees its libraries by this path, under the names that this gives its files. */
function made(libraries: string, names: { readonly entry: string; readonly answer: string; readonly shared: string }) {
  return {
    entry: names.entry,
    others: ["thread.js"],
    files: new Map([
      ["thread.js", `import "./${names.shared}";\n`],
      [names.answer, `import "./${names.shared}";\nconst told = "./nowhere.js";\n`],
      [names.entry, `import { a } from "./${names.shared}";\nawait import("./${names.answer}");\n`],
      [
        names.shared,
        `// ${libraries}/npm/registry.example/yaml/2.9.1/index.js\nvar y = __commonJS({ "${libraries}/npm/registry.example/a.js"() {} });\n`,
      ],
    ]),
  };
}

Deno.test("portableBundle() is the same for two folders of different depth", () => {
  const near = made("../cache", { entry: "sourceos.js", answer: "answer-2XAAC7SX.js", shared: "chunk-2FOQ7ZSD.js" });
  const far = made("../../../home/cache", { entry: "sourceos.js", answer: "answer-A.js", shared: "chunk-B.js" });
  const bundle = new Map([
    ["main.js", 'import { a } from "./part-1.js";\nawait import("./part-2.js");\n'],
    ["thread.js", 'import "./part-1.js";\n'],
    ["part-1.js", '// npm/yaml/2.9.1/index.js\nvar y = __commonJS({ "npm/a.js"() {} });\n'],
    ["part-2.js", 'import "./part-1.js";\nconst told = "./nowhere.js";\n'],
  ]);
  assertEquals(portableBundle(near, [{ path: "../cache", name: "deno_dir" }]), bundle);
  assertEquals(portableBundle(far, [{ path: "../../../home/cache", name: "deno_dir" }]), bundle);
});
