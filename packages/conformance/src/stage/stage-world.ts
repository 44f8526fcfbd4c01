import type { Logger, Runtime } from '@venuekit/core';
import type { Clock } from '@venuekit/core/connector';

/** Where a stage stands: in this process on a manual clock, or on real sockets in real time. */
export interface StageWorld {
  readonly clock: Clock;
  /** The HTTP origin of each of the dialect's services. */
  readonly origins: Readonly<Record<string, string>>;
  /** Whom the venue counts for limits by address. */
  readonly address: string;
  /** The sockets of the connector that are open. */
  readonly openSockets: number;
  /** Whether what was done may still be on its way when nothing is awaited: over real sockets. */
  readonly isRealTime: boolean;
  /** How long `rest` looks whether anything else comes, in ms. */
  readonly settleMs: number;
  /** What a connector is given. */
  runtime(log: Logger): Runtime;
  advance(ms: number): Promise<void>;
  /** Sets the wall clock. @throws Error in a world of real time. */
  jumpWall(byMs: number): void;
  /** From now on nobody listens at the venue's places, or again; what is connected stays. @throws Error in a world of real sockets. */
  refuseConnections(isRefusing: boolean): void;
  /** Waits. @returns whether it came true within the time, of which a world of real time may give less. */
  comesTrue(predicate: () => boolean, maximumMs: number): Promise<boolean>;
  /** In how many ms each timer rings, as far as it is known. */
  timerDelays(): readonly number[];
  /** Ends what serves the venue. */
  close(): Promise<void>;
}
