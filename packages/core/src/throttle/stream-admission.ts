import type { ThrottleLane } from './rate-limit.ts';
import type { Throttler } from './throttler.ts';

/** Which limits a stream is charged to. */
export interface StreamAdmissionOptions {
  /** For each attempt to connect. Absent: attempts are not limited. */
  readonly connectLimitId?: string | undefined;
  /** For each frame that is sent, pings included. Absent: frames are not limited. */
  readonly sendLimitId?: string | undefined;
  /** Default `order`: a stream that is down hides what happens to orders. */
  readonly lane?: ThrottleLane;
}

/**
 * The gate of a stream session, for its option `admit`: each attempt to connect and each frame waits for its rate limit.
 * @param throttler the connector's, or the connection's own of `Throttler.forConnection` where the venue meters connections
 * @throws ThrottleError (the gate) for an unknown limit id
 */
export function streamAdmission(
  throttler: Pick<Throttler, 'acquire' | 'tryAcquire'>,
  options: StreamAdmissionOptions,
): (kind: 'connect' | 'send', signal: AbortSignal) => Promise<void> | undefined {
  const { connectLimitId, sendLimitId, lane = 'order' } = options;
  return (kind, signal) => {
    const limitId = kind === 'connect' ? connectLimitId : sendLimitId;
    if (limitId === undefined || throttler.tryAcquire(limitId, { lane, signal })) return undefined;
    return throttler.acquire(limitId, { lane, signal });
  };
}
