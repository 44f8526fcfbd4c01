import type { Clock } from './clock.ts';
import type { FetchFunction } from './fetch.ts';
import type { Logger } from './logger.ts';
import type { Random } from './random.ts';
import type { SocketOpener } from './socket.ts';

/** Everything of the outside world that a connector touches. */
export interface Runtime {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: FetchFunction;
  readonly openSocket: SocketOpener;
  readonly log: Logger;
  /** Whether `http:` and `ws:` may be used towards other hosts than this one. Default false. */
  readonly allowsPlainText?: boolean;
  /** Whether this world is made up: nothing that is recorded in it says anything of a real venue. Default false. */
  readonly isSimulated?: boolean;
}
