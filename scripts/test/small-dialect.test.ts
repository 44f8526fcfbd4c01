import { runSuite } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import subject from './small-dialect-subject.ts';

/** They go through every function of a dialect, and through what it refuses. */
const CARDS = (
  'RULES-02 BOOK-01 BOOK-08 TRADE-01 ORDER-01 ORDER-02 ORDER-06 ORDER-09 ORDER-16 ORDER-17 ORDER-21 CANCEL-01 CANCEL-11 CANCEL-14 FILL-01 ' +
  'FILL-14 FILL-15 STATUS-01 STATUS-22 BALANCE-01 BALANCE-06 FEES-09 STREAM-01 STREAM-07 STREAM-17 RECOVERY-01 RECOVERY-04 RATE-06 TIME-01 AUTH-01 AUTH-12'
).split(' ');

describe('the dialect of the guide', () => {
  it('passes cards of every family with the reference connector', { timeout: 120_000 }, async () => {
    const report = await runSuite({
      subject: new URL('small-dialect-subject.ts', import.meta.url),
      selection: { cards: CARDS },
      mutants: false,
      overSockets: false,
      workers: 1,
    });
    expect(report.subject.name).toBe(subject.name);
    expect(report.cards.filter(({ verdict }) => verdict !== 'pass').map(({ card, why }) => `${card.id}: ${why}`)).toEqual([]);
    expect(report.cards).toHaveLength(CARDS.length);
  });
});
