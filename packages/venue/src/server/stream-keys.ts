import type { Clock, Random, TimerHandle } from '@venuekit/core/connector';
import { Refusal } from '../model/refusal.ts';

interface StreamKey {
  readonly account: string;
  timer: TimerHandle;
}

/** The keys by which private streams are opened, each until its validity ends. */
export class StreamKeys {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #onEnded: (streamKey: string) => void;
  readonly #keys = new Map<string, StreamKey>();

  /** @param onEnded told when a key has ended, in whatever way. */
  constructor(clock: Clock, random: Random, onEnded: (streamKey: string) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onEnded = onEnded;
  }

  make(account: string, validityMs: number): string {
    const streamKey = this.#random.hex(24);
    this.#keys.set(streamKey, { account, timer: this.#expiry(streamKey, validityMs) });
    return streamKey;
  }

  /** @throws Refusal `not-found` */
  extend(account: string, streamKey: string, validityMs: number): void {
    const key = this.#require(account, streamKey);
    key.timer.cancel();
    key.timer = this.#expiry(streamKey, validityMs);
  }

  /** @throws Refusal `not-found` */
  end(account: string, streamKey: string): void {
    this.#require(account, streamKey);
    this.#end(streamKey);
  }

  /** @returns how many ended. */
  endAllOf(account: string): number {
    const ended = [...this.#keys].filter(([, key]) => key.account === account);
    for (const [streamKey] of ended) this.#end(streamKey);
    return ended.length;
  }

  ownerOf(streamKey: string): string | undefined {
    return this.#keys.get(streamKey)?.account;
  }

  /** Forgets all keys, tells nobody, and leaves no timer. */
  stop(): void {
    for (const { timer } of this.#keys.values()) timer.cancel();
    this.#keys.clear();
  }

  #require(account: string, streamKey: string): StreamKey {
    const key = this.#keys.get(streamKey);
    if (key?.account !== account) throw new Refusal('not-found', 'stream key');
    return key;
  }

  #expiry(streamKey: string, validityMs: number): TimerHandle {
    return this.#clock.setTimer(validityMs, () => this.#end(streamKey));
  }

  #end(streamKey: string): void {
    this.#keys.get(streamKey)?.timer.cancel();
    this.#keys.delete(streamKey);
    this.#onEnded(streamKey);
  }
}
