import { Decimal, ZERO } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, bookText, holding, openFloor, PAIR, refusalOf, ticket, tradeText } from './trading-floor.ts';

describe('an iceberg', () => {
  it('shows a part and holds the whole', () => {
    const { world } = openFloor();
    const { order } = world.place(ticket('ann', 'sell', at('3@100', { icebergAmount: '0.7' })));
    expect(bookText(world.book(PAIR)).asks).toEqual(['0.7@100']);
    expect([order.visibleAmount.toString(), holding(world, 'ann', 'BTC')]).toEqual(['0.7', '7+3']);
  });

  it('goes behind the others at its price with each new part, and shows less at last', () => {
    const { world } = openFloor();
    world.addAccount('cem', { USDT: '1000' });
    world.place(ticket('ann', 'sell', at('2.5@100', { icebergAmount: '1', clientOrderId: 'i' })));
    world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 'b' })));
    const buy = (amount: string): string[] =>
      world.place(ticket('cem', 'buy', at(`${amount}@100`))).fills.map(({ trade }) => tradeText(trade));
    expect(buy('0.4')).toEqual(['0.4@100']);
    expect(bookText(world.book(PAIR)).asks).toEqual(['1.6@100']);
    expect(buy('0.6')).toEqual(['0.6@100']);
    expect(bookText(world.book(PAIR)).asks).toEqual(['2@100']);
    expect(buy('1.5')).toEqual(['1@100', '0.5@100']);
    expect(world.order('bob', PAIR, { clientOrderId: 'b' }).status).toBe('filled');
    expect(bookText(world.book(PAIR)).asks).toEqual(['0.5@100']);
    expect(buy('0.5')).toEqual(['0.5@100']);
    expect(bookText(world.book(PAIR)).asks).toEqual(['0.5@100']);
    expect(buy('2')).toEqual(['0.5@100']);
    expect(world.order('ann', PAIR, { clientOrderId: 'i' }).status).toBe('filled');
  });

  it('is traded with as a whole before worse prices, and counts whole for FOK', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('3@100', { icebergAmount: '1' })));
    world.place(ticket('bob', 'sell', at('1@101')));
    const { order, fills } = world.place(ticket('ann', 'buy', at('4@101', { timeInForce: 'FOK' })));
    expect([order.status, fills.map(({ trade }) => tradeText(trade))]).toEqual(['filled', ['1@100', '1@100', '1@100', '1@101']]);
  });

  it('takes with all that it has, and hides what is left', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'buy', at('5@100', { icebergAmount: '1.5' })));
    expect(bookText(world.book(PAIR)).bids).toEqual(['1.5@100']);
  });

  it('is filled by the house past what it shows', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('5@100', { icebergAmount: '1.5', clientOrderId: 'i' })));
    world.fillOrder('ann', 'i', '4');
    expect(bookText(world.book(PAIR)).bids).toEqual(['1@100']);
  });

  it.each<[string, Parameters<typeof at>, string]>([
    ['on the grid', ['3@100', { icebergAmount: '0.0005' }], 'invalid-amount: icebergAmount'],
    ['not nothing', ['3@100', { icebergAmount: '0' }], 'invalid-amount: icebergAmount'],
    ['not more than the whole', ['3@100', { icebergAmount: '3.001' }], 'iceberg-exceeds-amount: icebergAmount'],
    ['at most so many', ['3@100', { icebergAmount: '0.599' }], 'too-many-iceberg-parts: 5'],
    ['of what rests for long', ['3@100', { icebergAmount: '1', timeInForce: 'IOC' }], 'unexpected-parameter: icebergAmount'],
    ['of what has a price', ['3@', { icebergAmount: '1' }], 'missing-parameter: price'],
    ['exact', ['3@100', { icebergAmount: '1.000000001' }], 'too-much-precision: icebergAmount'],
    ['up to the whole', ['3@100', { icebergAmount: '3' }], 'accepted'],
    ['as many as allowed', ['3@100', { icebergAmount: '0.6' }], 'accepted'],
  ])('has parts that are %s', (_name, [text, words = {}], message) => {
    const { world } = openFloor({ rules: { maximumIcebergParts: 5 } });
    const { price, ...rest } = at(text, words);
    const asked = ticket('ann', 'buy', price === '' ? rest : { ...rest, ...(price === undefined ? {} : { price }) });
    expect(refusalOf(() => world.check(asked))).toBe(message);
  });

  it('is no market order', () => {
    const { world } = openFloor();
    for (const words of [{ type: 'market' }, { type: 'stop-loss', stopPrice: '90' }] as const) {
      const asked = ticket('ann', 'sell', { ...words, amount: '3', icebergAmount: '1' });
      expect(refusalOf(() => world.check(asked))).toBe('unexpected-parameter: icebergAmount');
    }
  });
});

/** A part of an order that stands in a queue; the parts behind it come after it is used up. */
interface Part {
  readonly owner: number;
  amount: Decimal;
  hidden: Decimal;
  readonly size: Decimal;
}

/** Takes from a queue of parts the slow way. @returns whose parts were taken, and how much of each */
function takeFrom(queue: Part[], amount: Decimal): string[] {
  const taken: string[] = [];
  let wanted = amount;
  while (wanted.gt(ZERO)) {
    const [part] = queue;
    if (part === undefined) break;
    const piece = Decimal.min(part.amount, wanted);
    taken.push(`${part.owner} ${piece.toString()}`);
    wanted = wanted.minus(piece);
    part.amount = part.amount.minus(piece);
    if (part.amount.gt(ZERO)) continue;
    queue.shift();
    const next = Decimal.min(part.size, part.hidden);
    if (next.gt(ZERO)) queue.push({ ...part, amount: next, hidden: part.hidden.minus(next) });
  }
  return taken;
}

function amountOf(lots: number): Decimal {
  return new Decimal(lots).div(1_000);
}

describe('icebergs and others at one price', () => {
  it('are taken as if each part were an order of its own, placed when the part before was used up', () => {
    const lots = fc.integer({ min: 1, max: 40 });
    const step = fc.record({ kind: fc.constantFrom('rest', 'take'), lots, partLots: lots });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const { world } = openFloor({ rules: { minimumNotional: '0', maximumIcebergOrders: 99 } });
        const queue: Part[] = [];
        for (const { kind, lots: count, partLots } of steps) {
          if (kind === 'rest') {
            const size = Decimal.min(amountOf(count), amountOf(partLots));
            const words = at(`${amountOf(count).toString()}@100`, { icebergAmount: size.toString() });
            const { order } = world.place(ticket('ann', 'sell', words));
            queue.push({ owner: order.orderId, amount: size, hidden: amountOf(count).minus(size), size });
            continue;
          }
          const seen: string[] = [];
          const forget = world.addListener({
            onExecution: ({ fill }) => {
              if (fill?.isMaker === true) seen.push(`${fill.orderId} ${fill.trade.amount.toString()}`);
            },
            onBalances: () => undefined,
            onTrade: () => undefined,
            onBookChange: () => undefined,
          });
          world.place(ticket('bob', 'buy', { ...at(`${amountOf(count).toString()}@100`), timeInForce: 'IOC' }));
          forget();
          expect(seen).toEqual(takeFrom(queue, amountOf(count)));
          const shown = queue.reduce((sum, part) => sum.plus(part.amount), ZERO);
          expect(bookText(world.book(PAIR)).asks).toEqual(shown.isZero() ? [] : [`${shown.toString()}@100`]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
