import { SubjectError } from '../subject/subject-error.ts';
import { ReportError } from '../report/report-error.ts';
import { badgeCommand } from './badge-command.ts';
import { EXIT, type Command, type CommandPlace, type ExitCode } from './command.ts';
import { explainCommand } from './explain-command.ts';
import { listCommand } from './list-command.ts';
import { mutantsCommand } from './mutants-command.ts';
import { nextCommand } from './next-command.ts';
import { recordCommand } from './record-command.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';
import { UsageError } from './usage-error.ts';

/** Every command, in the order of the help. */
const COMMANDS: readonly Command[] = [
  runCommand,
  nextCommand,
  listCommand,
  explainCommand,
  mutantsCommand,
  recordCommand,
  reportCommand,
  badgeCommand,
];

/** Does what a command line says. Without a command it runs the suite. @returns the exit code of the process. */
export async function runCommandLine(given: readonly string[], place: CommandPlace): Promise<ExitCode> {
  const { terminal } = place;
  if (given.includes('--help') || given[0] === 'help') {
    terminal.print(helpText());
    return EXIT.DONE;
  }
  const isNamed = given[0] !== undefined && !given[0].startsWith('-');
  const name = isNamed ? given[0] : runCommand.name;
  try {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined) {
      throw new UsageError(`there is no command ${name}, only ${COMMANDS.map((candidate) => candidate.name).join(', ')}`);
    }
    return await command.run(given.slice(isNamed ? 1 : 0), place);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof SubjectError || error instanceof ReportError)) throw error;
    terminal.printError(`${error.code}: ${error.message}\nvenuekit-conformance --help lists commands and options.`);
    return EXIT.USAGE;
  }
}

function helpText(): string {
  const lines = COMMANDS.flatMap(({ usage, summary, options = [] }) => [
    `  ${usage}`,
    `      ${summary}`,
    ...options.map((option) => `      ${option}`),
    '',
  ]);
  const head = ['venuekit-conformance [command]: what a VenueKit connector can do, proven card by card', 'No command means run.'];
  return [...head, '', ...lines].join('\n').trimEnd();
}
