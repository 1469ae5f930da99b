/** How reading a JSON file ended. */
export const READ_STATES = [
  "ok",
  "absent",
  "denied",
  "not_a_file", // a link, a FIFO, a folder: never opened
  "too_large",
  "invalid_utf8",
  "not_json",
  "not_an_object",
  "too_deep",
  "io_error",
] as const;
export type ReadState = typeof READ_STATES[number];
