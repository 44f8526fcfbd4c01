import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const BENCH_PAIRS = ['BTC-USDT', 'ETH-USDT'] as const;
/** One account for each connector, one for the others, so that no private stream tells a connector of orders that are not its own. */
export const BENCH_ACCOUNTS = ['connector', 'saver', 'others'] as const;
export type BenchAccount = (typeof BENCH_ACCOUNTS)[number];
export const BENCH_KEYS: Readonly<Record<BenchAccount, string>> = {
  connector: 'c'.repeat(64),
  saver: 'd'.repeat(64),
  others: 'o'.repeat(64),
};
/** Opens nothing but a venue that lives as long as the bench. */
export const BENCH_SECRET: string = 's'.repeat(64);

export type VenueCommand = 'clear' | 'close';

export interface VenueAddress {
  readonly rest: string;
  readonly streams: string;
  readonly wsApi: string;
}

export type VenueMessage =
  | ({ readonly kind: 'listening' } & VenueAddress)
  /** All orders have been canceled; this many were open by account. */
  | { readonly kind: 'cleared'; readonly openOrders: readonly number[] };

/** The venue in its child process. */
export class OrderVenueProcess {
  readonly address: VenueAddress;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, address: VenueAddress) {
    this.#child = child;
    this.address = address;
  }

  /** @throws Error when the child does not come up. */
  static async start(): Promise<OrderVenueProcess> {
    const child = fork(fileURLToPath(new URL('order-venue.ts', import.meta.url)), { execArgv: process.execArgv });
    const message = await answerOf(child);
    if (message.kind !== 'listening') throw new Error('the venue of the bench does not listen');
    return new OrderVenueProcess(child, message);
  }

  /** Cancels all orders at the venue. @returns how many were open. */
  async clear(): Promise<number> {
    this.#send('clear');
    const message = await answerOf(this.#child);
    if (message.kind !== 'cleared') throw new Error('the venue of the bench has not canceled');
    return message.openOrders.reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#send('close');
    await gone;
  }

  #send(command: VenueCommand): void {
    this.#child.send(command);
  }
}

async function answerOf(child: ChildProcess): Promise<VenueMessage> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit);
      if (isVenueMessage(message)) resolve(message);
      else reject(new Error('the venue of the bench said something unknown'));
    };
    const onExit = (): void => {
      child.off('message', onMessage);
      reject(new Error('the venue of the bench has ended'));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}

function isVenueMessage(message: unknown): message is VenueMessage {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
