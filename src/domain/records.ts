/** The bot cannot read or write what has to last: its disk is full or gone, or its database does not answer. Whatever was asked for is not done. */
export class RecordsUnavailable extends Error {
  override readonly name = "RecordsUnavailable";
  /** A word for whoever mends it, as `ENOSPC`. */
  readonly reason: string;

  constructor(cause: Error, reason: string) {
    super(`records cannot be kept: ${cause.message}`, { cause });
    this.reason = reason;
  }
}
