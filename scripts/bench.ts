import { writeFileSync } from 'node:fs';
import { benchDepth } from './bench/depth.ts';
import { benchLimiter } from './bench/limiter.ts';
import type { BenchOptions, BenchSection } from './bench/options.ts';
import { BENCH_HELP, readBenchOptions, UsageError } from './bench/options.ts';
import { benchOrders } from './bench/orders.ts';
import { jsonReport, machineLine, tableOf, thisMachine } from './bench/report.ts';
import type { BenchRow } from './bench/row.ts';
import { benchStart } from './bench/start.ts';
import { benchTracker } from './bench/tracker.ts';

const USAGE = 2;

const BENCHES: Readonly<Record<BenchSection, (options: BenchOptions) => Promise<readonly BenchRow[]>>> = {
  depth: benchDepth,
  limiter: benchLimiter,
  orders: benchOrders,
  tracker: benchTracker,
  start: benchStart,
};

async function main(): Promise<number> {
  let options: BenchOptions | undefined;
  try {
    options = readBenchOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpm run bench -- --help lists the options.\n`);
    return USAGE;
  }
  if (options === undefined) {
    process.stdout.write(BENCH_HELP);
    return 0;
  }
  const machine = thisMachine();
  process.stdout.write(`${machineLine(machine)}\n`);
  const rows: BenchRow[] = [];
  for (const section of options.sections) {
    process.stderr.write(`measuring ${section} …\n`);
    const found = await BENCHES[section](options);
    rows.push(...found);
    process.stdout.write(`${tableOf(found)}\n`);
  }
  const missed = rows.filter(({ ok }) => ok === false);
  const reached = rows.filter(({ ok }) => ok === true).length;
  process.stdout.write(
    `\n${reached} of ${reached + missed.length} targets reached${options.isQuick ? ' (a quick look: not a result)' : ''}\n`,
  );
  if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, jsonReport(machine, rows));
  return 0;
}

process.exitCode = await main();
