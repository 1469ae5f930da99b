/** The reader of an output closed it (`| head`). Not a failure: the program ends quietly with its own exit code. */
export class ReaderLeft extends Error {
  override readonly name = "ReaderLeft";

  constructor(cause: unknown) {
    super("Cannot write the output: its reader left", { cause });
  }
}
