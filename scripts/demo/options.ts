import { parseArgs } from 'node:util';
import { isTradingPair } from '@venuekit/core/connector';
import type { TradingPair } from '@venuekit/core/connector';

const DEMO_DOMAINS = ['embedded', 'testnet', 'demo', 'com'] as const;
type DemoDomain = (typeof DEMO_DOMAINS)[number];

const DEMO_FAULTS = ['none', 'cut', 'storm'] as const;
export type DemoFaults = (typeof DEMO_FAULTS)[number];

/** What the demo was asked for. */
export interface DemoOptions {
  readonly pairs: readonly TradingPair[];
  readonly seconds: number;
  readonly seed: number;
  readonly faults: DemoFaults;
  readonly domain: DemoDomain;
}

export const DEMO_HELP = `npm start [-- options]

Starts an exchange on this machine's loopback, lets the real Binance connector
trade on it over real HTTP and WebSocket, and ends with the proof that the
connector's picture equals the exchange's truth. No keys, no internet.

  --pairs A-B,C-D   markets to follow (default BTC-USDT,ETH-USDT)
  --seconds N       how long the show lasts, 6 to 3600 (default 12)
  --seed N          seed of the market makers (default 7)
  --faults WHAT     none: nothing goes wrong
                    cut: the private socket is cut while an order is filled
                    (default)
                    storm: also lost and doubled frames, a 503 and a reset after
                    execution, a skipped update id, a skewed clock
  --domain WHERE    embedded (default); or testnet, demo, com: the real exchange,
                    by BINANCE_API_KEY and BINANCE_API_SECRET in the environment
                    (never printed). There only books, balances and open
                    orders are shown; nothing is traded.
  --help            this text
`;

/** A problem with the command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns undefined when help was asked for. @throws UsageError */
export function readDemoOptions(argv: readonly string[]): DemoOptions | undefined {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        pairs: { type: 'string', default: 'BTC-USDT,ETH-USDT' },
        seconds: { type: 'string', default: '12' },
        seed: { type: 'string', default: '7' },
        faults: { type: 'string', default: 'cut' },
        domain: { type: 'string', default: 'embedded' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the options cannot be read');
  }
  if (values['help'] === true) return undefined;
  return {
    pairs: readPairs(String(values['pairs'])),
    seconds: readWhole(String(values['seconds']), '--seconds', 6, 3_600),
    seed: readWhole(String(values['seed']), '--seed', 0, 2 ** 31),
    faults: readChoice(String(values['faults']), '--faults', DEMO_FAULTS),
    domain: readChoice(String(values['domain']), '--domain', DEMO_DOMAINS),
  };
}

function readPairs(text: string): readonly TradingPair[] {
  const pairs: TradingPair[] = [];
  for (const part of text.split(',')) {
    if (!isTradingPair(part)) throw new UsageError(`--pairs: "${part}" is not of the form BASE-QUOTE`);
    if (!pairs.includes(part)) pairs.push(part);
  }
  return pairs;
}

function readWhole(text: string, option: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (!(value >= least && value <= most)) throw new UsageError(`${option}: "${text}" is not a whole number from ${least} to ${most}`);
  return value;
}

function readChoice<Choice extends string>(text: string, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${option}: "${text}" is not one of ${choices.join(', ')}`);
  return found;
}
