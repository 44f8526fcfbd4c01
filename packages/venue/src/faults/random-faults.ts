import type { Random } from '@venuekit/core/connector';
import type { FaultSource } from './fault-plan.ts';
import type { FrameFaultAction, HandshakeFaultAction, HttpFaultAction, SocketRequestFaultAction } from './fault-rule.ts';

/** How often each fault happens, from 0 to 1; absent means never. The rates of one group add up to at most 1. */
export interface FaultRates {
  readonly http?: Partial<
    Record<
      'reset' | 'execute-then-reset' | 'unavailable' | 'execute-then-unavailable' | 'rate-limited' | 'garbage' | 'hang' | 'delay',
      number
    >
  >;
  readonly socketRequest?: Partial<Record<'ignore' | 'execute-then-ignore' | 'execute-then-cut', number>>;
  readonly frame?: Partial<Record<'drop' | 'duplicate' | 'delay' | 'reorder' | 'corrupt' | 'cut' | 'fall-silent', number>>;
  readonly handshake?: Partial<Record<'unavailable' | 'reset', number>>;
  /** Delays are even between 0 and this. Default 2,000. */
  readonly longestDelayMs?: number;
  /** What `rate-limited` asks to wait. Default 1,000. */
  readonly retryAfterMs?: number;
}

const UNAVAILABLE = { status: 503, body: 'Service Unavailable' } as const;

function requireRates(group: string, rates: Readonly<Record<string, number>>): void {
  let sum = 0;
  for (const [kind, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`the rate of ${group} ${kind} is ${rate}, not from 0 to 1`);
    sum += rate;
  }
  if (sum > 1 + 1e-9) throw new RangeError(`the rates of ${group} add up to ${sum}, more than 1`);
}

/**
 * Faults by chance; the same random source and the same requests give the same faults.
 * @throws RangeError for a rate outside 0 to 1, or a group whose rates add up to more than 1.
 */
export function createRandomFaults(random: Random, rates: FaultRates): FaultSource {
  const { http = {}, socketRequest = {}, frame = {}, handshake = {}, longestDelayMs = 2_000, retryAfterMs = 1_000 } = rates;
  for (const [group, given] of Object.entries({ http, socketRequest, frame, handshake })) requireRates(group, given);

  const draw = <Kind extends string>(table: Readonly<Partial<Record<Kind, number>>>, kinds: readonly Kind[]): Kind | undefined => {
    let left = random.next();
    for (const kind of kinds) {
      left -= table[kind] ?? 0;
      if (left < 0) return kind;
    }
    return undefined;
  };
  const delayMs = (): number => Math.floor(random.next() * longestDelayMs);

  const httpAction = (): HttpFaultAction | undefined => {
    const kind = draw(http, [
      'reset',
      'execute-then-reset',
      'unavailable',
      'execute-then-unavailable',
      'rate-limited',
      'garbage',
      'hang',
      'delay',
    ]);
    switch (kind) {
      case undefined:
        return undefined;
      case 'reset':
      case 'execute-then-reset':
      case 'hang':
        return { kind };
      case 'unavailable':
        return { kind: 'answer', ...UNAVAILABLE };
      case 'execute-then-unavailable':
        return { kind: 'execute-then-answer', ...UNAVAILABLE };
      case 'rate-limited':
        return { kind: 'refuse', reason: 'rate-limited', retryAfterMs };
      case 'garbage':
        return { kind: 'execute-then-garbage' };
      default:
        return { kind, delayMs: delayMs(), phase: random.next() < 0.5 ? 'request' : 'reply' };
    }
  };

  const socketRequestAction = (): SocketRequestFaultAction | undefined => {
    const kind = draw(socketRequest, ['ignore', 'execute-then-ignore', 'execute-then-cut']);
    return kind === undefined ? undefined : { kind };
  };

  const frameAction = (): FrameFaultAction | undefined => {
    const kind = draw(frame, ['drop', 'duplicate', 'delay', 'reorder', 'corrupt', 'cut', 'fall-silent']);
    if (kind === undefined) return undefined;
    if (kind === 'delay') return { kind, delayMs: delayMs() };
    return kind === 'corrupt' ? { kind, how: 'malformed' } : { kind };
  };

  const handshakeAction = (): HandshakeFaultAction | undefined => {
    const kind = draw(handshake, ['unavailable', 'reset']);
    if (kind === undefined) return undefined;
    return kind === 'reset' ? { kind } : { kind: 'answer', ...UNAVAILABLE };
  };

  return { http: httpAction, socketRequest: socketRequestAction, frame: frameAction, handshake: handshakeAction };
}
