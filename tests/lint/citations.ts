/** What a text names of the pages of this repository: a page by its path, and sections of it by their headings. */

export interface Citation {
  readonly page: string;
  readonly headings: readonly string[];
}

/** `docs/domain.md, "The store on disk" and "Record contracts"`, in a comment of several lines or behind a link too. */
const CITED = /([\w./-]*\w\.md)\b\)?((?:(?:,|:|,? and)? "[^"]+")*)/g;
/** `[the store](docs/state.md#the-store)` */
const LINKED = /\]\(([\w./-]*\.md)?#([\w-]+)\)/g;

/** Every page that the text cites, with the headings of it that are cited along. */
export function citationsOf(text: string): readonly Citation[] {
  const flat = text.replaceAll(/\n\s*(?:\*|\/\/|#)?\s*/g, " ");
  return [...flat.matchAll(CITED)].map(([, page = "", headings = ""]) => ({
    page,
    headings: [...headings.matchAll(/"([^"]+)"/g)].map(([, heading = ""]) => heading),
  }));
}

/** Every link of a Markdown page to a place within a page: that page, null for its own, and the anchor. */
export function anchorsOf(text: string): readonly { readonly page: string | null; readonly anchor: string }[] {
  return [...text.matchAll(LINKED)].map(([, page, anchor = ""]) => ({ page: page ?? null, anchor }));
}

/** The headings of a Markdown page, without those that stand in a block of code. */
export function headingsOf(page: string): readonly string[] {
  return [...page.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\w\s-]/g, "").replaceAll(/\s/g, "-");
}
