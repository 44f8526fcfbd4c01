import { parseArgs } from 'node:util';

export const BENCH_SECTIONS = ['depth', 'limiter', 'orders', 'tracker', 'start'] as const;
export type BenchSection = (typeof BENCH_SECTIONS)[number];

/** What the bench was asked for. */
export interface BenchOptions {
  readonly sections: readonly BenchSection[];
  readonly isQuick: boolean;
  readonly seed: number;
  /** Where the rows are written as JSON; absent: nowhere. */
  readonly jsonFile: string | undefined;
}

export const BENCH_HELP = `npm run bench [-- options]

Measures what is fast or slow, side by side with the least that the same work can cost on this machine in this run. Always ends
with exit status 0 when it could measure: a missed target is told, and fails nothing.

  --only A,B     some of ${BENCH_SECTIONS.join(', ')} (default all)
  --quick        fewer rounds and less input: a minute's look, not a result
  --seed N       seed of the market data (default 7)
  --json FILE    writes the machine and the rows as JSON
  --help         this text
`;

/** A problem with the command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns undefined when help was asked for. @throws UsageError */
export function readBenchOptions(argv: readonly string[]): BenchOptions | undefined {
  let values: { readonly only?: string; readonly quick?: boolean; readonly seed?: string; readonly json?: string; readonly help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the options cannot be read');
  }
  if (values.help === true) return undefined;
  const seed = values.seed ?? '7';
  if (!/^\d{1,9}$/.test(seed)) throw new UsageError(`--seed: "${seed}" is not a whole number`);
  return {
    sections: values.only === undefined ? BENCH_SECTIONS : readSections(values.only),
    isQuick: values.quick === true,
    seed: Number.parseInt(seed, 10),
    jsonFile: values.json,
  };
}

function readSections(text: string): readonly BenchSection[] {
  const wanted = new Set(text.split(','));
  for (const name of wanted) {
    if (!BENCH_SECTIONS.some((section) => section === name)) {
      throw new UsageError(`--only: "${name}" is none of ${BENCH_SECTIONS.join(', ')}`);
    }
  }
  return BENCH_SECTIONS.filter((section) => wanted.has(section));
}
