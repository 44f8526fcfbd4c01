import type { HttpFaultAction, Operation, SocketRequestFaultAction } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';
import { placeFault } from './placed-fault.ts';

/** A way in which a question to the venue can fail, over REST and over a socket. */
export interface FailureKind {
  /** `no-answer`; for slugs. */
  readonly slug: string;
  /** The end of a sentence: the question … */
  readonly text: string;
  readonly http: HttpFaultAction;
  readonly socket: SocketRequestFaultAction;
}

/** What can become of a question that changes nothing at the venue. */
export const QUESTION_FAILURES: readonly FailureKind[] = [
  { slug: 'reset', text: 'loses its connection', http: { kind: 'reset' }, socket: { kind: 'ignore' } },
  {
    slug: 'internal-error',
    text: 'is answered with an internal error',
    http: { kind: 'refuse', reason: 'internal' },
    socket: { kind: 'refuse', reason: 'internal' },
  },
  { slug: 'no-answer', text: 'is never answered', http: { kind: 'hang' }, socket: { kind: 'ignore' } },
  {
    slug: 'web-page',
    text: 'is answered with a web page of a proxy',
    http: { kind: 'execute-then-garbage' },
    socket: { kind: 'execute-then-ignore' },
  },
  {
    slug: 'half-answer',
    text: 'is answered with half of a reply',
    http: { kind: 'execute-then-truncate' },
    socket: { kind: 'execute-then-ignore' },
  },
];

/** Lets an operation fail, however it crosses to the venue. @returns a check that it has failed `times` times. */
export function failOperation(stage: CardStage, operation: Operation['kind'], failure: FailureKind, times: number = 1): () => void {
  const fault = placeFault(
    stage,
    `${operation} ${failure.text}`,
    [
      { on: 'http', match: { operation }, times, action: failure.http },
      { on: 'socket-request', match: { operation }, times, action: failure.socket },
    ],
    (applied) => (applied.on === 'http' || applied.on === 'socket-request') && applied.subject.operation === operation,
  );
  return () => stage.holds(`the failure was provoked: ${operation} ${failure.text}`, fault.struck >= times, fault.struck);
}
