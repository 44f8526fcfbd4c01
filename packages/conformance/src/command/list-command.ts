import { ALL_CARDS } from '../cards/all-cards.ts';
import { selectCards } from '../run/select-cards.ts';
import { EXIT, listOption, readOptions, type Command } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Lists the cards. */
export const listCommand: Command = {
  name: 'list',
  summary: 'lists the cards of the suite',
  usage: 'list [--family <names>]',
  run: async (given, { terminal }) => {
    const families = listOption(readOptions(given, { family: { type: 'string' } }), 'family');
    try {
      for (const { id, slug, severity, tier, title } of selectCards(ALL_CARDS, { families })) {
        terminal.print(`${id.padEnd(14)} tier ${tier} ${severity.padEnd(6)} ${slug}\n               ${title}`);
      }
    } catch (error) {
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    }
    return EXIT.DONE;
  },
};
