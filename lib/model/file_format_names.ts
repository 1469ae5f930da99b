/** The files that the program writes, as `--print-schema=NAME` names them (docs/formats.md). */
export const FILE_FORMATS = [
  "snapshot",
  "bundle",
  "plan",
  "report",
  "proof",
  "intent",
  "index",
  "checkpoint",
  "accepted",
  "integrity-report",
] as const;
export type FileFormat = typeof FILE_FORMATS[number];
