/** The frame of a page: one file that asks for nothing, runs nothing, and says so (docs/scripting.md, "Pages"). */
import type { Sha256Hex } from "../../text/sha256.ts";
import { TOOL } from "../../model/tool.ts";
import { type Content, markup, verbatim } from "./markup.ts";
import { STYLE_SHEET } from "./style_sheet.ts";

interface Page {
  /** What the window shows, and the first heading. */
  readonly title: string;
  /** When the state was looked at. */
  readonly takenAt: string;
  /** The root of the store, or what stands for it; null where no store was looked at. */
  readonly store: string | null;
  readonly body: Content;
}

/** The whole page. Its policy allows its own style sheet, by that one's digest, and nothing else. */
export function pageText({ title, takenAt, store, body }: Page, sha256Hex: Sha256Hex): string {
  const policy = `default-src 'none'; style-src 'sha256-${base64(sha256Hex(STYLE_SHEET))}'; base-uri 'none'; ` +
    `form-action 'none'`;
  return markup`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        ${verbatim(`<style>${STYLE_SHEET}</style>`)}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${
    store === null ? null : markup`
            Store <code>${store}</code>,
          `
  }looked at <time datetime="${takenAt}">${takenAt}</time></p>
        </header>
        <main>
          ${body}
        </main>
        <footer><p>${TOOL.name} ${TOOL.version}. This page needs no network and changes nothing.</p></footer>
      </body>
    </html>
  `.text.trimStart();
}

function base64(hex: string): string {
  const bytes = hex.match(/../g)?.map((pair) => String.fromCharCode(parseInt(pair, 16))) ?? [];
  return btoa(bytes.join(""));
}
