import { AnswersError } from '../answers/answers-error.ts';
import { WriteError } from '../tree/write-error.ts';
import { createCommand } from './create-command.ts';
import type { Command, CommandPlace } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** By their first word; everything else is `create`. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([['create', createCommand]]);

/** Runs a command. @returns the exit status. */
export async function runCommandLine(words: readonly string[], place: CommandPlace): Promise<number> {
  const [first = '', ...rest] = words;
  const named = COMMANDS.get(first);
  try {
    return await (named === undefined ? createCommand(words, place) : named(rest, place));
  } catch (error) {
    if (error instanceof UsageError) {
      place.complain(`${error.message}; --help lists everything`);
      return 2;
    }
    if (error instanceof AnswersError || error instanceof WriteError) {
      place.complain(error.message);
      return 1;
    }
    throw error;
  }
}
