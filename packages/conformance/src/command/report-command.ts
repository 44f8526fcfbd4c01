import { writeFile } from 'node:fs/promises';
import { readReport } from '../report/read-report.ts';
import { REPORT_FORMATS } from '../report/report-formats.ts';
import { terminalBoard } from '../report/terminal-board.ts';
import { shownText } from '../run/shown-text.ts';
import { EXIT, readOptions, textOption, type Command } from './command.ts';
import { outputAt } from './output-at.ts';
import { readTextAt } from './read-text-at.ts';
import { UsageError } from './usage-error.ts';

const OTHER_FORMATS = [...REPORT_FORMATS].filter(([name]) => name !== 'json');

/** Renders a report that was saved before, without running anything. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'shows a report of `run --json`, or writes it in other forms; runs nothing',
  usage: 'report --from <file> [options]',
  options: OTHER_FORMATS.map(([name, { summary }]) => `${`--${name} <file>`.padEnd(21)}${summary}`),
  run: async (given, place) => {
    const formats = Object.fromEntries(OTHER_FORMATS.map(([name]) => [name, { type: 'string' as const }]));
    const options = readOptions(given, { from: { type: 'string' }, ...formats });
    const from = textOption(options, 'from');
    if (from === undefined) throw new UsageError('report needs --from <file>, a report that `run --json <file>` has written');
    const report = readReport(await readTextAt(place, from), from);
    const wanted = OTHER_FORMATS.flatMap(([name, { render }]) => {
      const path = textOption(options, name);
      return path === undefined ? [] : [{ file: outputAt(place, path), render }];
    });
    for (const { file, render } of wanted) await writeFile(file, render(report));
    // Whoever wrote the file: nothing in it is obeyed by the terminal.
    if (wanted.length === 0) place.terminal.print(shownText(terminalBoard(report), new Set()));
    return EXIT.DONE;
  },
};
