import { ConfigurationError } from '../errors/configuration-error.ts';
import type { OrderSide } from '../model/order.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Random } from '../runtime/random.ts';

/** What client order ids are made of. */
export interface ClientOrderIdOptions {
  /** Stands at the start of each id; letters, digits and `.:/_-` only. */
  readonly prefix: string;
  /** Undefined: no limit. */
  readonly maximumLength: number | undefined;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Pick<Random, 'hex'>;
}

/** Microseconds since 1970 in base 36, until the year 2085. */
const TIME_LENGTH = 10;
const LEAST_RANDOM_LENGTH = 4;
const MOST_RANDOM_LENGTH = 8;
const LONGEST_PAIR_PART = 4;

/**
 * Makes client order ids: prefix, `B` or `S`, the first and last letters of base and quote, and a unique part. The unique part
 * starts with a time that strictly increases, also when the clock stands still or goes back, and ends with random characters
 * that are drawn once, so that no id of another run is met again even where its clock was ahead.
 */
export class ClientOrderIdGenerator {
  readonly #options: ClientOrderIdOptions;
  readonly #run: string;
  readonly #pairLength: number;
  #last = 0;

  /** @throws ConfigurationError when the prefix has other characters, or leaves no room for a unique part. */
  constructor(options: ClientOrderIdOptions) {
    const { prefix, maximumLength, random } = options;
    if (!/^[\w.:/-]*$/.test(prefix)) {
      throw new ConfigurationError('clientOrderIdPrefix', 'connector definition', 'may hold only letters, digits and . : / _ -');
    }
    const room = (maximumLength ?? Number.POSITIVE_INFINITY) - prefix.length - 1 - TIME_LENGTH - LEAST_RANDOM_LENGTH;
    if (room < 0) {
      const least = prefix.length + 1 + TIME_LENGTH + LEAST_RANDOM_LENGTH;
      throw new ConfigurationError(
        'clientOrderIdMaxLength',
        'connector definition',
        `is ${maximumLength}, but the ids need ${least} characters`,
      );
    }
    this.#options = options;
    this.#pairLength = Math.min(room, LONGEST_PAIR_PART);
    const randomLength = Math.min(LEAST_RANDOM_LENGTH + room - this.#pairLength, MOST_RANDOM_LENGTH);
    this.#run = random.hex(MOST_RANDOM_LENGTH / 2).slice(0, randomLength);
  }

  next(side: OrderSide, pair: TradingPair): string {
    const now = Math.floor(this.#options.clock.wallMs() * 1_000);
    this.#last = Math.max(this.#last + 1, now);
    const time = this.#last.toString(36).padStart(TIME_LENGTH, '0');
    return `${this.#options.prefix}${side === 'buy' ? 'B' : 'S'}${pairLetters(pair).slice(0, this.#pairLength)}${time}${this.#run}`;
  }
}

/** First and last letter of base and of quote; what no id may hold is left out. */
function pairLetters(pair: TradingPair): string {
  const { base, quote } = splitTradingPair(pair);
  return [base, quote]
    .map((asset) => asset.replace(/[^A-Za-z0-9]/g, ''))
    .map((asset) => asset.slice(0, 1) + asset.slice(1).slice(-1))
    .join('');
}
