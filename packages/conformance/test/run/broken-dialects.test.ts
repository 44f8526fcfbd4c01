import { describe, expect, it } from 'vitest';
import { ALL_CARDS } from '../../src/cards/all-cards.ts';
import type { CardOutcome } from '../../src/run/card-outcome.ts';
import { runCard } from '../../src/run/run-card.ts';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';
import {
  greedyDialect,
  lyingDialect,
  misshapenDialects,
  senselessDialect,
  silentMember,
  throwingDialect,
  throwingMember,
  unheardOfAction,
  unmadeDialect,
  unwrittenIn,
} from './broken-subjects.ts';

async function outcomeOf(subject: ConformanceSubject, id: string): Promise<CardOutcome> {
  const card = ALL_CARDS.find((candidate) => candidate.id === id);
  if (card === undefined) throw new RangeError(id);
  return runCard(subject, card);
}

describe("the dialect's own faults", () => {
  it.each<readonly [string, ConformanceSubject, string, string]>([
    ['throws', throwingDialect, 'ORDER-01', "the dialect's encodeReply threw TypeError: undefined is no order"],
    [
      'answers nonsense',
      senselessDialect,
      'ORDER-01',
      "the dialect's encodeReply threw DialectNonsenseError: encodeReply must give a reply",
    ],
    ['contradicts the venue', lyingDialect, 'BOOK-02', "the dialect's encodeBook does not tell the level at"],
    ['changes what it is told', greedyDialect, 'BALANCE-01', "the dialect's encodeReply does not tell the 10 BTC that are free"],
    [
      'wants what no venue does',
      unheardOfAction,
      'BOOK-01',
      'decodeFrame must give a list of actions of known kinds, not [{"kind":"dance"}]',
    ],
    ...misshapenDialects.map(([what, subject, message]) => [`misnames ${what}`, subject, 'BOOK-01', message] as const),
    ['cannot be made', unmadeDialect, 'BOOK-01', 'DialectBrokenError: the dialect cannot be made: Error: no words'],
  ])('are named when it %s', async (_what, subject, card, message) => {
    const { verdict, failure } = await outcomeOf(subject, card);
    expect([verdict, failure?.blame]).toEqual(['fail', 'dialect']);
    expect(failure?.message).toContain(message);
  });

  it('are none where it tells the truth', async () => {
    expect(await outcomeOf(tinySubject, 'ORDER-01')).toMatchObject({ verdict: 'pass', failure: undefined });
  });
});

describe('a connector that hangs', () => {
  it('is cut off by the deadline of simulated time, with the member at work and what is open', async () => {
    const { verdict, failure } = await outcomeOf(silentMember, 'ORDER-01');
    expect([verdict, failure?.blame]).toEqual(['fail', 'connector']);
    expect(failure?.message).toMatch(/members at work: placeOrder \(for [\d.]+ ms\)/);
    expect(failure?.message).toMatch(/open requests: none; timers due in: \d/);
  });
});

describe('an error of a member that no venue causes', () => {
  it('is told with what came of it', async () => {
    const { failure } = await outcomeOf(throwingMember, 'ORDER-01');
    expect(failure?.message).toMatch(/^what is told of an order first: .*; placeOrder threw TypeError: price is not a function$/);
  });
});

describe('a definition with one function to be written', () => {
  const functions = Object.entries(
    tinySubject.define({
      httpUrl: (service) => `https://${service}.venue.test`,
      wsUrl: (service) => `wss://${service}.venue.test`,
      credentials: { apiKey: 'key', apiSecret: 'secret' },
      tradingPairs: ['BTC-USDT'],
    }),
  ).flatMap(([name, member]) => (typeof member === 'function' ? [name] : []));

  it.each(functions)('%s does not crash the cards', async (name) => {
    for (const card of ['RULES-01', 'BOOK-01', 'ORDER-01', 'CANCEL-01']) {
      const { verdict, failure } = await outcomeOf(unwrittenIn(name), card);
      const ends = [
        ['pass', undefined],
        ['fail', 'connector'],
      ];
      expect(ends).toContainEqual([verdict, failure?.blame]);
    }
  });
});
