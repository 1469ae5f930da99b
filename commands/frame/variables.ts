/** The environment variables that the program reads, as help, man pages and docs/scripting.md tell of them. */

interface Variable {
  /** One, or several that say the same together. */
  readonly names: readonly string[];
  readonly says: string;
}

export const VARIABLES: readonly Variable[] = [
  { names: ["SOURCEOS_STATE_DIR"], says: "The store, where no --store is given" },
  { names: ["SOURCEOS_SYNCD_URL"], says: "The daemon, where no --daemon is given" },
  { names: ["SOURCEOS_PROFILE"], says: "The profile in force, where no --profile is given" },
  { names: ["SOURCEOS_WORKSPACE"], says: "The workspace in force, where no --workspace is given" },
  { names: ["SOURCEOS_DEVICE"], says: "The device in force, where no --device is given" },
  { names: ["SOURCEOS_ACCEPTED"], says: "The file of doctor --accepted" },
  { names: ["SOURCEOS_OUTPUT"], says: "The output format, where no -o is given" },
  { names: ["SOURCE_DATE_EPOCH"], says: "The time of day, in seconds since 1970" },
  { names: ["XDG_STATE_HOME", "HOME"], says: "Where the default store is" },
  { names: ["TMPDIR"], says: "Where bundles are put aside and restores are tried" },
  { names: ["NO_COLOR"], says: "Refuses colour" },
  { names: ["CLICOLOR"], says: "0 turns colour off" },
  { names: ["CLICOLOR_FORCE"], says: "Anything but 0 forces colour" },
  { names: ["TERM"], says: "dumb turns colour off, and lines are not rewritten" },
  { names: ["LC_ALL", "LC_CTYPE", "LANG"], says: "The first that is set tells whether the locale is UTF-8" },
  { names: ["COLUMNS"], says: "The width of a line" },
];

/** Those that only this command reads; the others are every command's. */
export const OWN_VARIABLES: Readonly<Record<string, readonly string[]>> = { "sync doctor": ["SOURCEOS_ACCEPTED"] };
