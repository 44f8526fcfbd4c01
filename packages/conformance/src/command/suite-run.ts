import { runSuite, type SuiteOptions, type SuiteProgress } from '../run/run-suite.ts';
import type { CardTier } from '../card/card.ts';
import type { SuiteReport } from '../run/suite-report.ts';
import { countOption, listOption, type CommandPlace, type GivenOptions } from './command.ts';
import { findSubject } from './find-subject.ts';
import { SUITE_CHECKS } from './suite-checks.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The options of every command that runs cards. */
export const RUN_OPTIONS = {
  subject: { type: 'string' },
  card: { type: 'string' },
  family: { type: 'string' },
  tier: { type: 'string' },
  seed: { type: 'string' },
  watchdog: { type: 'string' },
} as const;

export const RUN_OPTION_HELP: readonly string[] = [
  '--subject <file>     the file of the subject (default test/conformance.test.ts)',
  '--card <ids>         only these cards, such as BOOK-07,BOOK-08',
  '--family <names>     only these families, such as BOOK,ORDER',
  '--tier <1|2|3>       only the cards of one tier',
  '--seed <number>      the seed of all chance (default 1)',
  '--watchdog <ms>      how long one card may take in real time (default 20000)',
];

/** The same for the other commands that take them. */
export const RUN_OPTION_NAMES: string = '--subject, --card, --family, --tier, --seed and --watchdog are as with run';

/** Runs the suite as the options of a command say. @throws UsageError, SubjectError */
export async function runFromOptions(options: GivenOptions, place: CommandPlace, more: Partial<SuiteOptions> = {}): Promise<SuiteReport> {
  const selection = { cards: listOption(options, 'card'), families: listOption(options, 'family'), tier: tierOf(options) };
  const suite: SuiteOptions = {
    subject: findSubject(options, place),
    selection,
    seed: countOption(options, 'seed', 0),
    watchdogMs: countOption(options, 'watchdog', 100),
    ...SUITE_CHECKS,
    onProgress: (progress) => showProgress(progress, place.terminal),
    ...more,
  };
  try {
    return await runSuite(suite);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  } finally {
    place.terminal.progress('');
  }
}

function tierOf(options: GivenOptions): CardTier | undefined {
  const tier = countOption(options, 'tier', 1);
  if (tier === undefined || tier === 1 || tier === 2 || tier === 3) return tier;
  throw new UsageError(`--tier must be 1, 2 or 3, not ${tier}`);
}

function showProgress(progress: SuiteProgress, terminal: Terminal): void {
  if (progress.kind === 'card') {
    const { card, verdict } = progress.outcome;
    terminal.progress(`${progress.done}/${progress.total} cards: ${card.id} ${card.slug} ${verdict}`);
  }
  if (progress.kind === 'mutant')
    terminal.progress(`${progress.done}/${progress.total} mutants: ${progress.row.mutant} ${progress.row.verdict}`);
}
