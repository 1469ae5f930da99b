/** The output formats that only some commands write, each for one kind of reader. */
export const OWN_FORMATS = ["prompt", "openmetrics", "report", "html", "name", "csv"] as const;
export type OwnFormat = typeof OWN_FORMATS[number];

/** How an answer is written in such formats; each gives the whole text. */
export type OwnTexts = { readonly [Format in OwnFormat]?: () => string | Promise<string> };
