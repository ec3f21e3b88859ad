/** Thrown where the bot cannot start as it is set up. Each line names one thing, what is wrong with it, and how to mend it. */
export class SetupError extends Error {
  override readonly name = "SetupError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}
