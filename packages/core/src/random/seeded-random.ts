import type { Random } from '../runtime/random.ts';

/**
 * Repeatable randomness for tests and simulations: xoshiro128** (Blackman and Vigna), its state filled from the seed by
 * splitmix32. Not for keys or nonces.
 */
export class SeededRandom implements Random {
  readonly #state: Uint32Array;

  /** @param seed an integer; its lowest 32 bits count, or the whole state as four of them, not all zero */
  constructor(seed: number | readonly [number, number, number, number]) {
    this.#state = typeof seed === 'number' ? expand(seed) : Uint32Array.from(seed);
  }

  /** The next 32 bits of the generator. */
  nextUint32(): number {
    const state = this.#state;
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const newS2 = s2 ^ s0;
    const newS3 = s3 ^ s1;
    state[0] = s0 ^ newS3;
    state[1] = s1 ^ newS2;
    state[2] = newS2 ^ (s1 << 9);
    state[3] = rotateLeft(newS3, 11);
    return result;
  }

  next(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 0x400_0000 + low) / 2 ** 53;
  }

  hex(length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1) text += (this.nextUint32() >>> 24).toString(16).padStart(2, '0');
    return text;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function expand(seed: number): Uint32Array {
  const state = new Uint32Array(4);
  let counter = seed >>> 0;
  for (let index = 0; index < state.length; index += 1) {
    counter = (counter + 0x9e37_79b9) >>> 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a_2d97);
    state[index] = mixed ^ (mixed >>> 15);
  }
  return state;
}
