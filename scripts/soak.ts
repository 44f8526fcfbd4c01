import { readFileSync, writeFileSync } from 'node:fs';
import { makePlan } from '../packages/binance/test/soak/make-plan.ts';
import { readPlan } from '../packages/binance/test/soak/read-plan.ts';
import type { SoakPlan } from '../packages/binance/test/soak/soak-plan.ts';
import { readSoakOptions, SOAK_HELP, UsageError, type SoakOptions } from './soak/options.ts';
import { playKills } from './soak/play-kills.ts';
import { playPlan, type PlayedSeed } from './soak/play-seed.ts';
import { failureText, seedLine, soakJson, summaryText } from './soak/report.ts';

const USAGE = 2;

function* plansOf(options: SoakOptions): Iterable<SoakPlan> {
  if (options.planFile !== undefined) {
    yield readPlan(readFileSync(options.planFile, 'utf8'));
    return;
  }
  const { seed, seeds, hours, profile, makersPerHour } = options;
  for (let next = seed; next < seed + seeds; next += 1) yield makePlan({ seed: next, hours, profile, makersPerHour });
}

async function main(): Promise<number> {
  let options: SoakOptions | undefined;
  try {
    options = readSoakOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpm run soak -- --help lists the options.\n`);
    return USAGE;
  }
  if (options === undefined) {
    process.stdout.write(SOAK_HELP);
    return 0;
  }
  const { kills, seed } = options;
  if (kills !== undefined) return (await playKills({ seed, kills, write: (text) => process.stdout.write(text) })) ? 0 : 1;
  const played: PlayedSeed[] = [];
  for (const plan of plansOf(options)) {
    const run = await playPlan(plan, options);
    played.push(run);
    process.stdout.write(`${seedLine(run)}\n${failureText(run, options)}`);
  }
  process.stdout.write(summaryText(played));
  if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, soakJson(played, options));
  return played.every(({ result }) => result.failure === undefined) ? 0 : 1;
}

process.exitCode = await main();
