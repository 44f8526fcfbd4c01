import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { REPORT_FORMATS } from '../report/report-formats.ts';
import { terminalBoard } from '../report/terminal-board.ts';
import { EXIT, readOptions, textOption, type Command } from './command.ts';
import { outputAt } from './output-at.ts';
import { RUN_OPTION_HELP, RUN_OPTIONS, runFromOptions } from './suite-run.ts';

/** Runs the suite and shows the board. */
export const runCommand: Command = {
  name: 'run',
  summary: 'runs the suite and shows what the connector can do',
  usage: 'run [options]',
  options: [
    ...RUN_OPTION_HELP,
    '--no-mutants         does not check by mutants what the cards prove',
    ...[...REPORT_FORMATS].map(([name, { summary }]) => `${`--${name} <file>`.padEnd(21)}${summary}`),
  ],
  run: async (given, place) => {
    const formats = Object.fromEntries([...REPORT_FORMATS.keys()].map((name) => [name, { type: 'string' as const }]));
    const options = readOptions(given, { ...RUN_OPTIONS, ...formats, 'no-mutants': { type: 'boolean' } });
    const wanted = [...REPORT_FORMATS].flatMap(([name, { render }]) => {
      const path = textOption(options, name);
      return path === undefined ? [] : [{ file: outputAt(place, path), render }];
    });
    const report = await runFromOptions(options, place, { mutants: options.values.get('no-mutants') !== true });
    for (const { file, render } of wanted) await writeFile(file, render(report));
    place.terminal.print(terminalBoard(report));
    for (const { file } of wanted) place.terminal.print(`written: ${fileURLToPath(file)}`);
    return report.verdict === 'pass' ? EXIT.DONE : EXIT.FAILED;
  },
};
