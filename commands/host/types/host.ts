/** The effects that commands need, as narrow interfaces. Types only: what carries them out is in the files beside this one. */
import type { FileDigest } from "../../../lib/model/change.ts";
import type { Build } from "../../../lib/model/envelope.ts";
import type { DaemonProbe } from "../../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import type { Progress } from "../../../lib/render/progress.ts";
import type { StreamTraits } from "../../../lib/render/view.ts";
import type { Sha256Hex } from "../../../lib/text/sha256.ts";
import type { Bundles } from "./bundle.ts";
import type { ProgressLine, Work } from "./progress.ts";
import type { Screen } from "./screen.ts";
import type { StoreMaker } from "./store_maker.ts";
import type { StoreReader } from "./store_reader.ts";
import type { StoreChanger, TemporaryStores } from "./store_changer.ts";

export type { StreamTraits };

/** The time of day; SOURCE_DATE_EPOCH fixes it. */
export interface Clock {
  now(): Date;
}

/** How long the command may take (`--max-time`): for ever, until it is set. What a change of a store needs does not ask. */
export interface Deadline {
  /** So many seconds after the program began. */
  set(seconds: number): void;
  /** @throws CliError timeout once the time is up */
  check(): void;
  /** Takes note of how far the work is, which the error then tells. @throws CliError timeout once the time is up */
  note(progress: Progress): void;
  /** Does what may have to wait for others. @throws CliError timeout once the time is up, with the work left waiting */
  within<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Environment variables, by name; an empty one counts as unset. */
export type Environment = (name: string) => string | null;

/** A stream that takes whole texts and waits until every byte is gone. @throws ReaderLeft when the other side is closed. */
export interface TextSink {
  readonly traits: StreamTraits;
  write(text: string): Promise<void>;
}

export interface DaemonChoice {
  /** `none`, an http URL, or `unix:` and a path, as it was given or found. */
  readonly endpoint: string;
  readonly selectedBy: "option" | "environment" | "default";
}

export interface DaemonClient {
  /**
   * The endpoint in force: the option, the environment, the socket where it exists, else the default port.
   *
   * Call it before giveUpWriting(): a unix socket can only be opened while the program may write.
   * @throws CliError "usage" for a malformed endpoint.
   */
  choose(option: string | null): Promise<DaemonChoice>;
  /** Asks /healthz, /readyz and /statez; every failure is a state in the answer, never an exception. */
  probe(choice: DaemonChoice, timeoutMs: number): Promise<DaemonProbe>;
  /** The state that a probed daemon tells of its store, journal included; null where it does not tell. */
  readStore(choice: DaemonChoice, probe: DaemonProbe, timeoutMs: number): Promise<StoreSnapshot | null>;
}

/** Files that a person names: plans, snapshots, bundles. */
export interface NamedFiles {
  /** The file's bytes, or standard input's for `-`. @throws CliError when it cannot be read or is over the limit. */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  /** @throws CliError usage where the path lies in the folder or below: what is saved would be taken for a part of the store */
  requireOutside(path: string, folder: string): Promise<void>;
  /** Writes a new file, whole or not at all, mode 0600; never over an existing one. @throws CliError */
  writeNew(path: string, text: string): Promise<void>;
  /**
   * Writes the file anew, whole or not at all, whether it is there or not; mode 0600, or what is public 0644 less the umask.
   *
   * @throws CliError, usage for a path below the folder that it has to be outside of
   */
  replace(
    path: string,
    text: string,
    where: { readonly outside: string | null; readonly isPublic?: boolean },
  ): Promise<void>;
  /** As writeNew(), for more than memory should hold; a signal ends it too. @throws CliError, and what the content throws */
  writeNewBytes(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

/** The users of this host. */
export interface Accounts {
  /** Of the user that this process acts as. */
  uid(): number;
  /** Null where the host does not tell. */
  nameOf(uid: number): string | null;
  /** Whether that user can open the file for certain. */
  canSurelyRead(path: string, uid: number): boolean;
}

export interface RunningDigest {
  add(text: string): void;
  /** Of everything so far. */
  digest(): FileDigest;
}

/** Who called: what it takes to understand a command line, and to say that it was not understood. */
export interface Caller {
  /** The words that the program was started with. */
  readonly words: readonly string[];
  readonly build: Build;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly progress: ProgressLine;
  readonly environment: Environment;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** A short id under which an internal error is reported. */
  newIncidentId(): string;
}

/** The caller, and the machine that the program runs on. */
export interface Host extends Caller, Work {
  readonly stores: StoreReader;
  readonly daemons: DaemonClient;
  readonly files: NamedFiles;
  readonly accounts: Accounts;
  readonly screen: Screen;
  /** Minutes that the local clocks are ahead of UTC at that moment. */
  minutesAhead(moment: Date): number;
  // What few commands need is a part of the program that is read where it is asked for.
  bundles(): Promise<Bundles>;
  changer(): Promise<StoreChanger>;
  temporary(): Promise<TemporaryStores>;
  maker(): Promise<StoreMaker>;
  /** Gives up the permission to write for the rest of the process; read-only commands do so before they read anything. */
  giveUpWriting(): void;
  readonly sha256Hex: Sha256Hex;
  /** The hash and length of the texts' UTF-8 bytes, one behind the other. */
  digestOf(texts: Iterable<string>): FileDigest;
  /** As digestOf(), for texts that come by and by. */
  startDigest(): RunningDigest;
}
