/** What a command tells, and where it stands. */
export interface CommandPlace {
  /** A line of output. */
  readonly print: (line: string) => void;
  /** A line about what went wrong. */
  readonly complain: (line: string) => void;
  readonly workingFolder: string;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
}

/** A subcommand. @returns the exit status: 0 when all is well, 1 when nothing was done, 2 for a command line that makes no sense. */
export type Command = (words: readonly string[], place: CommandPlace) => Promise<number>;
