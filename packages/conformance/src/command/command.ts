import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** `DONE`: all is well. `FAILED`: the connector, or the suite, did not pass. `USAGE`: nothing was run. */
export const EXIT = { DONE: 0, FAILED: 1, USAGE: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command is given. */
export interface CommandPlace {
  readonly terminal: Terminal;
  /** Where relative paths begin; with a slash at its end. */
  readonly workingDirectory: URL;
}

/** One command of `venuekit-conformance`. */
export interface Command {
  readonly name: string;
  /** One line of the help. */
  readonly summary: string;
  /** How it is called, such as `explain <id>`. */
  readonly usage: string;
  /** Its options, one line each. */
  readonly options?: readonly string[];
  /** @param given what stands behind the command. @throws UsageError, SubjectError */
  run(given: readonly string[], place: CommandPlace): Promise<ExitCode>;
}

/** The options of a command by name; an option that is not given is absent. */
export interface GivenOptions {
  readonly values: ReadonlyMap<string, string | boolean>;
  readonly positionals: readonly string[];
}

/** Reads what stands behind a command. @throws UsageError naming what it does not know. */
export function readOptions(given: readonly string[], options: ParseArgsOptionsConfig, maximumPositionals: number = 0): GivenOptions {
  try {
    const parsed = parseArgs({ args: [...given], options, allowPositionals: maximumPositionals > 0, strict: true, tokens: true });
    const { values, positionals, tokens } = parsed;
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
    const [, extra] = [positionals.slice(0, maximumPositionals), positionals[maximumPositionals]];
    if (extra !== undefined) throw new UsageError(`${extra} is one word too many`);
    const entries = Object.entries(values).filter((entry): entry is [string, string | boolean] =>
      ['string', 'boolean'].includes(typeof entry[1]),
    );
    return { values: new Map(entries), positionals };
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(error.message);
  }
}

/** The text of an option; undefined when it is not given. */
export function textOption({ values }: GivenOptions, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** The words of an option that takes some, with commas between them, in capitals; undefined when it is not given. @throws UsageError for none */
export function listOption(options: GivenOptions, name: string): readonly string[] | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const words = text
    .toUpperCase()
    .split(',')
    .flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  if (words.length === 0) throw new UsageError(`--${name} names nothing`);
  return words;
}

/** A whole number. @throws UsageError for anything else, and for less than `minimum`. */
export function countOption(options: GivenOptions, name: string, minimum: number): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (!(value >= minimum)) throw new UsageError(`--${name} must be a whole number from ${minimum}, not ${text}`);
  return value;
}
