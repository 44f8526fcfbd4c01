import type { HttpFaultAction } from '@venuekit/venue';
import type { TradingRig } from './trading-rig.ts';

/** Failure points of a command, and whether the venue executes it there. */
export const FAILURES: readonly { readonly name: string; readonly action: HttpFaultAction; readonly isExecuted: boolean }[] = [
  { name: 'reset before it is executed', action: { kind: 'reset' }, isExecuted: false },
  { name: 'no answer, not executed', action: { kind: 'hang' }, isExecuted: false },
  { name: '503 before it is executed', action: { kind: 'answer', status: 503, body: 'Service Unavailable' }, isExecuted: false },
  { name: '503 with a JSON body before', action: { kind: 'answer', status: 503, body: '{"code":-1008,"msg":"busy"}' }, isExecuted: false },
  { name: 'reset after it was executed', action: { kind: 'execute-then-reset' }, isExecuted: true },
  { name: 'no answer, but executed', action: { kind: 'execute-then-hang' }, isExecuted: true },
  { name: '503 after it was executed', action: { kind: 'execute-then-answer', status: 503, body: '' }, isExecuted: true },
  {
    name: '-1007 after it was executed',
    action: { kind: 'execute-then-answer', status: 408, body: '{"code":-1007,"msg":"timeout"}' },
    isExecuted: true,
  },
  { name: 'an unreadable body', action: { kind: 'execute-then-garbage' }, isExecuted: true },
  { name: 'half a body', action: { kind: 'execute-then-truncate' }, isExecuted: true },
  { name: 'a connection that breaks in the body', action: { kind: 'execute-then-cut-body' }, isExecuted: true },
  { name: 'an answer that comes too late', action: { kind: 'delay', delayMs: 15_000, phase: 'reply' }, isExecuted: true },
  { name: 'an execution that comes too late', action: { kind: 'delay', delayMs: 12_000, phase: 'request' }, isExecuted: false },
];

/** Keeps the private stream from telling what the command's answer did not. */
export function silencePrivateStream(rig: TradingRig): void {
  for (const frame of ['execution', 'balances'] as const)
    rig.venue.control.faults.add({ on: 'frame', match: { frame }, times: 1_000, action: { kind: 'drop' } });
}
