import { randomBytes } from 'node:crypto';
import type { Random } from '../runtime/random.ts';

const POOL_BYTES = 4_096;
const BYTES_PER_NUMBER = 8;

/** Unpredictable randomness of the operating system. */
export class SystemRandom implements Random {
  #pool = randomBytes(0);
  #used = 0;

  next(): number {
    if (this.#used + BYTES_PER_NUMBER > this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES);
      this.#used = 0;
    }
    const high = this.#pool.readUInt32LE(this.#used) >>> 5;
    const low = this.#pool.readUInt32LE(this.#used + 4) >>> 6;
    this.#used += BYTES_PER_NUMBER;
    return (high * 0x400_0000 + low) / 2 ** 53;
  }

  hex(length: number): string {
    return randomBytes(length).toString('hex');
  }
}
