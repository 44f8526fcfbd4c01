import { nextSteps, nextStepText } from '../report/next-step.ts';
import { EXIT, readOptions, type Command } from './command.ts';
import { RUN_OPTION_NAMES, RUN_OPTIONS, runFromOptions } from './suite-run.ts';

/** Says what to do next: the checklist as a program. */
export const nextCommand: Command = {
  name: 'next',
  summary: 'runs the suite and names the first unmet step, the file to open and what to read',
  usage: 'next [options]',
  options: [RUN_OPTION_NAMES],
  run: async (given, place) => {
    const report = await runFromOptions(readOptions(given, RUN_OPTIONS), place, { overSockets: false, mutants: false });
    const steps = nextSteps(report);
    place.terminal.print(nextStepText(steps, report.tier));
    return steps.length === 0 ? EXIT.DONE : EXIT.FAILED;
  },
};
