import { assertEquals, assertThrows } from "@std/assert";
import { controlText } from "../../.ci/dist/debian.ts";
import { noticesText } from "../../.ci/dist/notices.ts";
import { bundledPackages, packageUrl } from "../../.ci/dist/packages.ts";
import { sbomText } from "../../.ci/dist/sbom.ts";

const YAML = { registry: "npm", name: "yaml", version: "2.9.1" } as const;
const FLAGS = { registry: "jsr", name: "@cliffy/flags", version: "1.2.1" } as const;

for (
  const [name, texts, packages] of [
    ["of npm, each once", ["// npm/yaml/2.9.1/a.js\nlet a;\n// npm/yaml/2.9.1/b.js\n", "// npm/yaml/2.9.1/c.js\n"], [
      YAML,
    ]],
    [
      "of npm with a scope",
      ["// npm/@noble/hashes/2.4.0/sha2.js\n"],
      [{ registry: "npm", name: "@noble/hashes", version: "2.4.0" }],
    ],
    ["of JSR", ["// https://jsr.io/@cliffy/flags/1.2.1/mod.ts\n"], [FLAGS]],
    ["of JSR as copies", ["// libraries/npm/esm/deps/jsr/@cliffy/flags/1.2.1/mod.js\n"], [FLAGS]],
    ["without our own modules", ["// lib/model/tool.ts\n  // npm/yaml/2.9.1/in-a-function.js\n"], []],
  ] as const
) {
  Deno.test(`bundledPackages() lists packages ${name}`, () => assertEquals(bundledPackages(texts), [...packages]));
}

Deno.test("packageUrl() writes a scope as package URLs do", () => {
  assertEquals(packageUrl(FLAGS), "pkg:jsr/%40cliffy/flags@1.2.1");
});

Deno.test("noticesText() has the licence of each package", () => {
  const text = noticesText([{ ...YAML, license: "ISC", text: "Copyright Eemeli\n" }, {
    ...FLAGS,
    license: null,
    text: null,
  }]);
  assertEquals(text.split("\n").filter((line) => line !== "" && !line.startsWith("---")), [
    "The program holds these packages. Compiled, it also holds Deno (MIT) and V8 (BSD-3-Clause).",
    "yaml 2.9.1, ISC",
    "Copyright Eemeli",
    "@cliffy/flags 1.2.1, licence not named",
  ]);
});

Deno.test("sbomText() is CycloneDX, and the same each time", () => {
  const packages = [{ ...YAML, license: "ISC", text: null }];
  const bom = JSON.parse(sbomText("1.2.3", packages));
  assertEquals(
    [bom.bomFormat, bom.specVersion, bom.metadata.component.version, bom.components],
    ["CycloneDX", "1.6", "1.2.3", [{
      type: "library",
      name: "yaml",
      version: "2.9.1",
      "bom-ref": "pkg:npm/yaml@2.9.1",
      licenses: [{ license: { name: "ISC" } }],
      purl: "pkg:npm/yaml@2.9.1",
    }]],
  );
  assertEquals(sbomText("1.2.3", packages), sbomText("1.2.3", packages));
});

Deno.test("controlText() names the machine as Debian does", () => {
  const lines = controlText({ version: "1.2.3", target: "aarch64-unknown-linux-gnu", bytes: 2049 }).split("\n");
  assertEquals(lines.slice(0, 5).filter((line) => !line.startsWith("Maintainer")), [
    "Package: sourceos-sync",
    "Version: 1.2.3",
    "Architecture: arm64",
    "Installed-Size: 3",
  ]);
  assertThrows(() => controlText({ version: "1.2.3", target: "x86_64-apple-darwin", bytes: 1 }), Error, "x86_64-apple");
});
