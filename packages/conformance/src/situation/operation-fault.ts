import type { HttpFaultAction, Operation, SocketRequestFaultAction } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';
import { placeFault, type PlacedFault } from './placed-fault.ts';

/**
 * How an operation goes wrong. `answer-lost`: it is carried out, and the answer never comes; `answer-late`: it comes 3 s later;
 * `unknown-order`: the venue says that it does not know the order.
 */
export type OperationTrouble =
  | 'server-error'
  | 'broken-connection'
  | 'no-answer'
  | 'unreadable-answer'
  | 'unknown-order'
  | 'answer-lost'
  | 'answer-late';

const LATE_MS = 3_000;

const OVER_HTTP: Readonly<Record<OperationTrouble, HttpFaultAction>> = {
  'server-error': { kind: 'answer', status: 503 },
  'broken-connection': { kind: 'reset' },
  'no-answer': { kind: 'hang' },
  'unreadable-answer': { kind: 'execute-then-garbage' },
  'unknown-order': { kind: 'refuse', reason: 'unknown-order' },
  'answer-lost': { kind: 'execute-then-reset' },
  'answer-late': { kind: 'delay', delayMs: LATE_MS, phase: 'reply' },
};

/** A socket's answers cannot be held back one by one: what is late there is lost. */
const OVER_SOCKET: Readonly<Record<OperationTrouble, SocketRequestFaultAction>> = {
  'server-error': { kind: 'refuse', reason: 'internal' },
  'broken-connection': { kind: 'ignore' },
  'no-answer': { kind: 'ignore' },
  'unreadable-answer': { kind: 'refuse', reason: 'internal' },
  'unknown-order': { kind: 'refuse', reason: 'unknown-order' },
  'answer-lost': { kind: 'execute-then-ignore' },
  'answer-late': { kind: 'execute-then-ignore' },
};

/** What may be troubled: by the name of what is asked of the venue. */
export type OperationKind = Operation['kind'];

/** Troubles an operation, by REST and by sockets alike. @param times default: until it is lifted. */
export function troubleOperation(
  stage: CardStage,
  operation: OperationKind,
  trouble: OperationTrouble,
  times: number = Number.POSITIVE_INFINITY,
): PlacedFault {
  return placeFault(
    stage,
    `${trouble} of the operation ${operation}`,
    [
      { on: 'http', match: { operation }, times, action: OVER_HTTP[trouble] },
      { on: 'socket-request', match: { operation }, times, action: OVER_SOCKET[trouble] },
    ],
    (applied) => (applied.on === 'http' || applied.on === 'socket-request') && applied.subject.operation === operation,
  );
}

/** Troubles all queries about orders, fills and open orders. @returns one fault each. */
export function troubleOrderQueries(stage: CardStage, trouble: OperationTrouble): readonly PlacedFault[] {
  return (['order', 'orders', 'open-orders', 'fills'] as const).map((operation) => troubleOperation(stage, operation, trouble));
}
