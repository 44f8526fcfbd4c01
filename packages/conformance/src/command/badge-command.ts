import { writeFile } from 'node:fs/promises';
import { badgeReport } from '../report/badge-report.ts';
import { readReport } from '../report/read-report.ts';
import { EXIT, readOptions, textOption, type Command } from './command.ts';
import { outputAt } from './output-at.ts';
import { readTextAt } from './read-text-at.ts';
import { RUN_OPTION_NAMES, RUN_OPTIONS, runFromOptions } from './suite-run.ts';

/** Makes the badge for a README. */
export const badgeCommand: Command = {
  name: 'badge',
  summary: 'makes an SVG badge of the tier, by a saved report or by a run',
  usage: 'badge [--from <report.json>] [--out <file>] [options]',
  options: [
    '--from <file>        a report of `run --json` (default: the suite is run)',
    '--out <file>         where to (default: it is printed)',
    RUN_OPTION_NAMES,
  ],
  run: async (given, place) => {
    const options = readOptions(given, { ...RUN_OPTIONS, from: { type: 'string' }, out: { type: 'string' } });
    const [from, out] = [textOption(options, 'from'), textOption(options, 'out')];
    const file = out === undefined ? undefined : outputAt(place, out);
    const report = from === undefined ? await runFromOptions(options, place) : readReport(await readTextAt(place, from), from);
    const badge = badgeReport(report);
    if (file === undefined) place.terminal.print(badge.trimEnd());
    else await writeFile(file, badge);
    return EXIT.DONE;
  },
};
