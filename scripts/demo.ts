import { ConnectorError } from '@venuekit/core/connector';
import { runEmbedded } from './demo/embedded-run.ts';
import { DEMO_HELP, readDemoOptions, UsageError } from './demo/options.ts';
import type { DemoOptions } from './demo/options.ts';
import { runRealVenue } from './demo/real-venue-run.ts';
import { Screen } from './demo/screen.ts';

const FAILURE = 1;
const USAGE = 2;
const INTERRUPTED = 130;

async function main(): Promise<number> {
  let options: DemoOptions | undefined;
  try {
    options = readDemoOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpm start -- --help lists the options.\n`);
    return USAGE;
  }
  if (options === undefined) {
    process.stdout.write(DEMO_HELP);
    return 0;
  }
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort(new Error('interrupted')));
  process.once('SIGTERM', () => abort.abort(new Error('interrupted')));
  const screen = new Screen(process.stdout);
  try {
    const rows =
      options.domain === 'embedded' ? await runEmbedded(options, screen, abort.signal) : await runRealVenue(options, screen, abort.signal);
    screen.table(rows);
    return rows.every(({ holds }) => holds) ? 0 : FAILURE;
  } catch (error) {
    if (abort.signal.aborted) {
      screen.say('stopped; nothing is left running');
      return INTERRUPTED;
    }
    const text = ConnectorError.is(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : 'unknown error';
    process.stderr.write(`the demo failed: ${text}\n`);
    return FAILURE;
  }
}

process.exitCode = await main();
