import type { RecordedEvent } from '@venuekit/core/testing';
import { expect, it } from 'vitest';
import type { Recording } from '../../src/recording/recording.ts';
import { witnessVerdict } from '../../src/recording/witness-verdict.ts';

const NOW_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 86_400_000;
const REPLY: RecordedEvent = { type: 'reply', order: 2, atMs: 1, connection: 'request-1', status: 200, headers: {}, body: '{}' };
const FRAME: RecordedEvent = {
  type: 'frame',
  order: 2,
  atMs: 1,
  connection: 'socket-1',
  access: 'public',
  direction: 'from-venue',
  text: '{}',
};

function requestTo(url: string): RecordedEvent {
  return { type: 'request', order: 1, atMs: 1, connection: 'request-1', access: 'public', method: 'GET', url, headers: {}, body: '' };
}

function verdictOf(
  change: Partial<Recording['header']>,
  events: readonly RecordedEvent[] = [REPLY],
  problems: readonly string[] = [],
): string {
  const header: Recording['header'] = {
    type: 'recording',
    version: 1,
    source: { kind: 'venue', host: 'api.exchange.com' },
    startedMs: NOW_MS - DAY_MS,
    connector: { name: 'probe' },
    ...change,
  };
  const verdict = witnessVerdict({ origin: 'one.jsonl', header, events, problems }, { nowMs: NOW_MS, maximumAgeDays: 30 });
  return verdict.counts ? 'counts' : verdict.reason;
}

it('a young recording of a real venue is a witness, up to the last of its days', () => {
  expect(verdictOf({})).toBe('counts');
  expect(verdictOf({}, [FRAME])).toBe('counts');
  expect(verdictOf({ startedMs: NOW_MS - 30 * DAY_MS })).toBe('counts');
});

it.each([
  ['of our own venue', verdictOf({ source: { kind: 'embedded', host: 'api.exchange.com' } }), 'simulated venue'],
  ['that is a sample', verdictOf({ source: { kind: 'sample', host: 'api.exchange.com' } }), 'sample'],
  ['of loopback that says otherwise', verdictOf({ source: { kind: 'venue', host: '127.0.0.1:80' } }), '127.0.0.1:80'],
  ['with one request to loopback', verdictOf({}, [requestTo('http://localhost:80/a'), REPLY]), 'localhost'],
  ['that is too old', verdictOf({ startedMs: NOW_MS - 30 * DAY_MS - 1 }), 'made on 2026-10-20, more than 30 days ago'],
  ['of the future', verdictOf({ startedMs: NOW_MS + 2 * DAY_MS }), 'future'],
  ['with lines that cannot be read', verdictOf({}, [REPLY], ['one.jsonl:7: odd']), 'one.jsonl:7'],
  ['without any answer', verdictOf({}, [requestTo('https://api.exchange.com/a')]), 'no reply'],
  ['of refusals alone', verdictOf({}, [{ ...REPLY, status: 403 }]), 'no reply'],
])('a recording %s is none, and says why', (_what, reason, part) => {
  expect(reason).toContain(part);
});
