/** What the licences of the bundled packages ask for: their text beside each copy of the program. */
import type { BundledPackage } from "./packages.ts";

export interface Licensed extends BundledPackage {
  /** As the package names it, such as "MIT"; null where it does not. */
  readonly license: string | null;
  /** The text that comes with the package; null where none does. */
  readonly text: string | null;
}

/** The text of the file NOTICES. */
export function noticesText(packages: readonly Licensed[]): string {
  const parts = packages.map(({ name, version, license, text }) =>
    [`${name} ${version}, ${license ?? "licence not named"}`, "", ...text === null ? [] : [text.trim(), ""]].join("\n")
  );
  const head = "The program holds these packages. Compiled, it also holds Deno (MIT) and V8 (BSD-3-Clause).\n";
  return [head, ...parts].join(`\n${"-".repeat(80)}\n`);
}

/** The MIT licence as the authors of `@std` or Cliffy give it. */
export function mitText(name: string): string {
  const holder = name.startsWith("@std/")
    ? "Copyright 2018-2026 the Deno authors"
    : "Copyright (c) 2020-2026 Benjamin Fischer";
  return `${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
}
