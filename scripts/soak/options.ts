import { parseArgs } from 'node:util';
import { FAULT_PROFILES, isFaultProfile, type FaultProfile } from '../../packages/binance/test/soak/draw-weather.ts';

/** What the soak was asked for. */
export interface SoakOptions {
  readonly seed: number;
  readonly seeds: number;
  readonly hours: number;
  readonly profile: FaultProfile;
  readonly makersPerHour: number;
  /** How long a failing plan may be shrunk, in s. */
  readonly shrinkSeconds: number;
  /** How much of the story before a failure is printed, in minutes. */
  readonly storyMinutes: number;
  /** Where the results are written as JSON, with the shrunk plans; absent: nowhere. */
  readonly jsonFile: string | undefined;
  /** A plan from such a file, or the file of one plan, instead of drawing one. */
  readonly planFile: string | undefined;
  /** So many times a real program is killed, in place of virtual days; absent: never. */
  readonly kills: number | undefined;
}

const PROFILES = Object.keys(FAULT_PROFILES).join(', ');

export const SOAK_HELP = `npm run soak [-- options]

Lets the connector trade for virtual days against a venue in this process, on a clock that moves by itself, while everything goes
wrong that a seed can think of. At every quiet point its orders, fills, balances and books must equal the venue's. A run that fails
prints its seed, the smallest plan of faults and actions that still fails, and what happened before.

  --seed N           the first seed (default 1)
  --seeds COUNT      how many seeds, one after the other (default 1)
  --hours H          virtual hours of each, 2 or more (default 720)
  --faults PROFILE   ${PROFILES} (default all)
  --makers N         mean actions of all market makers in an hour without faults (default 6)
  --shrink SECONDS   how long a failing plan is shrunk (default 120; 0: not at all)
  --story MINUTES    how much of the time before a failure is told (default 5)
  --json FILE        writes the results, with the shrunk plans, as JSON
  --plan FILE        plays one plan, as it stands in such a file under "plan", instead of drawing any
  --kill COUNT       in place of virtual days: lets a real program with a SQLite store trade on loopback, and kills it so many
                     times with SIGKILL at moments that --seed decides; after each, nothing may be lost or placed twice
  --help             this text
`;

/** A problem with the command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const OPTIONS = {
  seed: { type: 'string' },
  seeds: { type: 'string' },
  hours: { type: 'string' },
  faults: { type: 'string' },
  makers: { type: 'string' },
  shrink: { type: 'string' },
  story: { type: 'string' },
  json: { type: 'string' },
  plan: { type: 'string' },
  kill: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** @returns undefined when help was asked for. @throws UsageError */
export function readSoakOptions(argv: readonly string[]): SoakOptions | undefined {
  const values = readValues(argv);
  if (values.help === true) return undefined;
  const profile = values.faults ?? 'all';
  if (!isFaultProfile(profile)) throw new UsageError(`--faults: "${profile}" is none of ${PROFILES}`);
  const hours = readCount('hours', values.hours, 720);
  if (hours < 2) throw new UsageError('--hours: a run lasts 2 hours at least');
  const seeds = readCount('seeds', values.seeds, 1);
  if (seeds < 1) throw new UsageError('--seeds: at least 1 is needed');
  const kills = values.kill === undefined ? undefined : readCount('kill', values.kill, 1);
  if (kills === 0) throw new UsageError('--kill: at least 1 is needed');
  return {
    seed: readCount('seed', values.seed, 1),
    seeds,
    hours,
    profile,
    makersPerHour: readCount('makers', values.makers, 6),
    shrinkSeconds: readCount('shrink', values.shrink, 120),
    storyMinutes: readCount('story', values.story, 5),
    jsonFile: values.json,
    planFile: values.plan,
    kills,
  };
}

type Values = { readonly [Name in Exclude<keyof typeof OPTIONS, 'help'>]?: string } & { readonly help?: boolean };

function readValues(argv: readonly string[]): Values {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the options cannot be read');
  }
}

function readCount(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name}: "${text}" is not a whole number`);
  return Number.parseInt(text, 10);
}
