import { killTable } from '../report/kill-table.ts';
import { EXIT, readOptions, type Command } from './command.ts';
import { RUN_OPTION_NAMES, RUN_OPTIONS, runFromOptions } from './suite-run.ts';

/** Runs the mutants: defects that the cards must find. */
export const mutantsCommand: Command = {
  name: 'mutants',
  summary: 'puts known defects into the connector and shows which card finds which',
  usage: 'mutants [options]',
  options: [RUN_OPTION_NAMES],
  run: async (given, place) => {
    const options = readOptions(given, RUN_OPTIONS);
    const { kills, cards } = await runFromOptions(options, place, { overSockets: false });
    if (kills === null) return EXIT.FAILED;
    place.terminal.print(killTable(kills, cards));
    return kills.verdict === 'pass' ? EXIT.DONE : EXIT.FAILED;
  },
};
