import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ClientOrderIdOptions } from './client-order-id.ts';

/** Microseconds since 1970, until the year 2255. */
const TIME_BITS = 53;
const LEAST_BITS = 31;
const MOST_BITS = 64;
const YEAR_US = 31_622_400_000_000n;

/**
 * Client order ids that are numbers below 2^`bits`. From 53 bits on: the time in microseconds, which strictly increases, and in
 * what is left random bits of this run. With fewer bits the time is counted in coarser steps and starts again after a year or later.
 */
export class NumericOrderIds {
  readonly #clock: ClientOrderIdOptions['clock'];
  readonly #range: bigint;
  readonly #stepUs: bigint;
  readonly #spareBits: bigint;
  readonly #run: bigint;
  #last = 0n;

  /** @throws ConfigurationError when the number of bits is not from 31 to 64, or such numbers are longer than the venue takes. */
  constructor(options: Pick<ClientOrderIdOptions, 'clock' | 'random' | 'maximumLength'> & { readonly bits: number }) {
    const { bits, maximumLength, random, clock } = options;
    if (!Number.isInteger(bits) || bits < LEAST_BITS || bits > MOST_BITS) {
      throw new ConfigurationError('clientOrderIdPolicy', 'connector definition', `should have from ${LEAST_BITS} to ${MOST_BITS} bits`);
    }
    const range = 2n ** BigInt(bits);
    const digits = String(range - 1n).length;
    if (maximumLength !== undefined && maximumLength < digits) {
      throw new ConfigurationError(
        'clientOrderIdMaxLength',
        'connector definition',
        `is ${maximumLength}, but numbers of ${bits} bits need ${digits}`,
      );
    }
    this.#clock = clock;
    this.#range = range;
    this.#stepUs = range >= YEAR_US ? 1n : (YEAR_US + range - 1n) / range;
    this.#spareBits = BigInt(Math.max(0, bits - TIME_BITS));
    this.#run = BigInt(`0x${random.hex(2)}`) & (2n ** this.#spareBits - 1n);
  }

  next(): string {
    const now = BigInt(Math.floor(this.#clock.wallMs() * 1_000)) / this.#stepUs;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const number = ((this.#last << this.#spareBits) | this.#run) % this.#range;
    return number === 0n ? this.next() : number.toString();
  }
}
