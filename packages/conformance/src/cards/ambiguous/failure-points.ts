import type { HttpFaultAction, Operation, SocketRequestFaultAction } from '@venuekit/venue';
import type { CardStage } from '../../card/card-stage.ts';

/** Where one command breaks, over REST and over a socket. */
interface FailurePoint {
  readonly http: HttpFaultAction;
  readonly socket: SocketRequestFaultAction;
}

/** Failure points that leave a caller with the same knowledge. */
export interface FailureClass {
  readonly slug: string;
  /** What has happened to the command; ends a sentence. */
  readonly text: string;
  readonly isExecuted: boolean;
  readonly points: readonly FailurePoint[];
}

/** A page of a proxy in front of the venue. */
const UNAVAILABLE = { status: 503, headers: { 'content-type': 'text/html' }, body: '<html><body>Service Unavailable</body></html>' };

export const EXECUTED_ANSWER_LOST: FailureClass = {
  slug: 'executed-answer-lost',
  text: 'is executed and its answer is lost',
  isExecuted: true,
  points: [
    { http: { kind: 'execute-then-reset' }, socket: { kind: 'execute-then-cut' } },
    { http: { kind: 'execute-then-hang' }, socket: { kind: 'execute-then-ignore' } },
    { http: { kind: 'execute-then-answer', ...UNAVAILABLE }, socket: { kind: 'execute-then-ignore' } },
    // Later than any caller waits.
    { http: { kind: 'delay', delayMs: 15_000, phase: 'reply' }, socket: { kind: 'execute-then-ignore' } },
  ],
};

export const NOT_EXECUTED_ANSWER_LOST: FailureClass = {
  slug: 'not-executed-answer-lost',
  text: 'is lost on its way',
  isExecuted: false,
  points: [
    { http: { kind: 'reset' }, socket: { kind: 'ignore' } },
    { http: { kind: 'hang' }, socket: { kind: 'ignore' } },
    { http: { kind: 'answer', ...UNAVAILABLE }, socket: { kind: 'ignore' } },
  ],
};

export const ANSWER_UNREADABLE: FailureClass = {
  slug: 'answer-unreadable',
  text: 'is executed and its answer cannot be read',
  isExecuted: true,
  points: [
    { http: { kind: 'execute-then-garbage' }, socket: { kind: 'execute-then-ignore' } },
    { http: { kind: 'execute-then-garbage', body: '' }, socket: { kind: 'execute-then-ignore' } },
    { http: { kind: 'execute-then-truncate' }, socket: { kind: 'execute-then-ignore' } },
    { http: { kind: 'execute-then-cut-body' }, socket: { kind: 'execute-then-cut' } },
  ],
};

/**
 * Breaks the next commands, each at another point of the class. @param operations those by which a venue may be told the command.
 * @returns how many have been broken so far.
 */
export function breakCommands(stage: CardStage, operations: readonly Operation['kind'][], { points }: FailureClass): () => number {
  const { faults } = stage.venue.control;
  const from = faults.applied.length;
  for (const operation of operations) {
    for (const { http, socket } of points) {
      faults.add({ on: 'http', match: { operation }, action: http });
      faults.add({ on: 'socket-request', match: { operation }, action: socket });
    }
  }
  return () =>
    faults.applied
      .slice(from)
      .filter(({ on, subject }) => on !== 'frame' && 'operation' in subject && isOneOf(operations, subject.operation)).length;
}

/** Keeps the private stream from telling of orders what the answer of a command did not. @returns what ends it. */
export function silencePrivateStream({ venue }: CardStage): () => void {
  const ends = (['execution', 'list-status'] as const).map((frame) =>
    venue.control.faults.add({ on: 'frame', match: { frame }, times: Number.POSITIVE_INFINITY, action: { kind: 'drop' } }),
  );
  return () => {
    for (const end of ends) end();
  };
}

function isOneOf(operations: readonly string[], operation: string | undefined): boolean {
  return operation !== undefined && operations.includes(operation);
}
