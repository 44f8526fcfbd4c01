import { describe, expect, it } from 'vitest';
import type { World } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, START_MS, stateOf, ticket, type Words } from './trading-floor.ts';

/** A floor whose last trade was at 100, with five to be had on each side. */
function floorAt100(): ReturnType<typeof openFloor> {
  const floor = openFloor({ rules: { maximumTriggerOrders: 9 } });
  floor.world.printTrade(PAIR, '100');
  floor.world.place(ticket('bob', 'buy', at('5@99', { clientOrderId: 'bid' })));
  floor.world.place(ticket('bob', 'sell', at('5@101', { clientOrderId: 'ask' })));
  return floor;
}

const stop = (words: Words): Words => ({ amount: '1', clientOrderId: 's', ...words });

describe('the side of a stop price', () => {
  it.each<['buy' | 'sell', 'stop-loss' | 'take-profit', string, string]>([
    ['buy', 'stop-loss', '100.01', '100'],
    ['sell', 'stop-loss', '99.99', '100'],
    ['buy', 'take-profit', '99.99', '100'],
    ['sell', 'take-profit', '100.01', '100'],
  ])('of a %s %s is beyond the last price', (side, type, right, wrong) => {
    const { world } = floorAt100();
    for (const suffix of ['', '-limit'] as const) {
      const words = { amount: '1', type: `${type}${suffix}`, ...(suffix === '' ? {} : { price: '100' }) } satisfies Words;
      expect(refusalOf(() => world.place(ticket('ann', side, { ...words, stopPrice: wrong })))).toBe('would-trigger');
      expect(refusalOf(() => world.place(ticket('ann', side, { ...words, stopPrice: right })))).toBe('accepted');
    }
  });

  it('is free before the first trade', () => {
    const { world } = openFloor();
    expect(refusalOf(() => world.place(ticket('ann', 'sell', stop({ type: 'stop-loss', stopPrice: '500' }))))).toBe('accepted');
  });
});

describe('an order that waits for its trigger', () => {
  it('is new, not in the book, and holds what it will need', () => {
    const { world } = floorAt100();
    const sell = world.place(ticket('ann', 'sell', { amount: '1', type: 'stop-loss', stopPrice: '95' })).order;
    const limit = world.place(ticket('ann', 'buy', at('2@106', { type: 'stop-loss-limit', stopPrice: '105' }))).order;
    const market = world.place(ticket('ann', 'buy', { amount: '1', type: 'stop-loss', stopPrice: '105' })).order;
    expect([sell, limit, market].map(({ status, workingTimeMs }) => [status, workingTimeMs])).toEqual(
      Array.from({ length: 3 }, () => ['new', undefined]),
    );
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['5@99'], asks: ['5@101'] });
    expect([holding(world, 'ann', 'BTC'), holding(world, 'ann', 'USDT')]).toEqual(['9+1', '9683+317']);
    expect(world.openOrders('ann')).toHaveLength(3);
  });

  it('is told as not working until it is triggered, and others as working from the beginning', () => {
    const { world } = floorAt100();
    const { listener, heard } = recorder();
    world.addListener(listener);
    world.place(ticket('ann', 'buy', at('1@98')));
    world.place(ticket('ann', 'sell', stop({ type: 'stop-loss', stopPrice: '95' })));
    world.printTrade(PAIR, '95');
    const own = heard.flatMap((one) => (one.kind === 'execution' && one.execution.order.account === 'ann' ? [one.execution] : []));
    expect(own.map(({ kind, order }) => [kind, order.workingTimeMs])).toEqual([
      ['new', START_MS],
      ['new', undefined],
      ['triggered', START_MS],
      ['trade', START_MS],
    ]);
  });

  it('is canceled like any other and gives back what it holds', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'buy', stop({ type: 'stop-loss', stopPrice: '105' })));
    world.cancel('ann', PAIR, { clientOrderId: 's' });
    world.printTrade(PAIR, '105');
    expect([stateOf(world, 'ann', 's'), holding(world, 'ann', 'USDT')]).toEqual(['canceled 0', '10000+0']);
  });

  it('cannot be filled by the house', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'buy', stop({ type: 'stop-loss', stopPrice: '105' })));
    expect(refusalOf(() => world.fillOrder('ann', 's'))).toBe('unknown-order');
  });
});

describe('a trigger', () => {
  it('comes with the trade at the stop price, and not before', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'sell', stop({ type: 'stop-loss', stopPrice: '95' })));
    world.printTrade(PAIR, '95.01');
    expect(stateOf(world, 'ann', 's')).toBe('new 0');
    world.printTrade(PAIR, '95');
    expect(stateOf(world, 'ann', 's')).toBe('filled 1');
    expect(world.lastPrice(PAIR).toString()).toBe('99');
    expect([holding(world, 'ann', 'BTC'), holding(world, 'ann', 'USDT')]).toEqual(['9+0', '10099+0']);
  });

  it('makes a limit order of what has a price, and it rests with its time in force', () => {
    const { world, clock } = floorAt100();
    world.place(ticket('ann', 'buy', stop({ ...at('6@101'), type: 'take-profit-limit', stopPrice: '99.5' })));
    world.place(
      ticket('ann', 'buy', { ...at('1@98', { clientOrderId: 'i', timeInForce: 'IOC' }), type: 'take-profit-limit', stopPrice: '99.5' }),
    );
    clock.jumpWall(7);
    world.printTrade(PAIR, '99.4');
    expect([stateOf(world, 'ann', 's'), stateOf(world, 'ann', 'i')]).toEqual(['partially-filled 5', 'expired unfilled-ioc 0']);
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['1@101', '5@99'], asks: [] });
    expect(holding(world, 'ann', 'USDT')).toBe('9394+101');
    expect(world.order('ann', PAIR, { clientOrderId: 's' }).workingTimeMs).toBe(START_MS + 7);
  });

  it('of a market order expires what the book does not give', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'sell', stop({ amount: '7', type: 'take-profit', stopPrice: '103' })));
    world.printTrade(PAIR, '104');
    expect([stateOf(world, 'ann', 's'), holding(world, 'ann', 'BTC')]).toEqual(['expired insufficient-liquidity 5', '5+0']);
  });

  it('of a market order whose owner has too little for it trades nothing', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'buy', stop({ amount: '5', type: 'take-profit', stopPrice: '50' })));
    world.place(ticket('ann', 'buy', at('97.4@100')));
    world.printTrade(PAIR, '50');
    expect(stateOf(world, 'ann', 's')).toBe('expired insufficient-balance 0');
    expect(holding(world, 'ann', 'USDT')).toBe('260+9740');
  });

  it('is reported in the step of the trade, after it, with one update id', () => {
    const { world } = floorAt100();
    world.place(ticket('ann', 'sell', stop({ type: 'stop-loss', stopPrice: '99' })));
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.place(ticket('ann', 'sell', { ...at('1@99'), clientOrderId: 't' }));
    expect(texts()).toEqual([
      'ann new t new 0',
      'bob trade bid partially-filled 1',
      'ann trade t filled 1',
      'ann triggered s new 0',
      'bob trade bid partially-filled 2',
      'ann trade s filled 1',
      'ann: BTC 8+0, USDT 10198+0',
      'bob: USDT 9505+297, BTC 7+5',
      'trade 2 1@99',
      'trade 3 1@99',
      'book 4-4 bids 3@99 asks ',
    ]);
  });

  it('is not in the answer to the order that caused it', () => {
    const { world } = floorAt100();
    world.addAccount('cem', { USDT: '1000' });
    world.place(ticket('ann', 'sell', stop({ ...at('1@101'), type: 'take-profit-limit', stopPrice: '101' })));
    const { order, fills } = world.place(ticket('cem', 'buy', at('6@101', { clientOrderId: 'c' })));
    expect([order.status, order.executedBase.toString(), fills.length]).toEqual(['partially-filled', '5', 1]);
    expect([stateOf(world, 'cem', 'c'), stateOf(world, 'ann', 's')]).toEqual(['filled 6', 'filled 1']);
  });
});

/** Stops of ann, each of which pushes the price to the next one. */
function chainOfStops(world: World, length: number): void {
  for (let rung = 0; rung < length; rung += 1) {
    world.place(ticket('bob', 'buy', at(`1@${98 - rung}`)));
    world.place(ticket('ann', 'sell', { amount: '1', type: 'stop-loss', stopPrice: String(99 - rung), clientOrderId: `s${rung}` }));
  }
}

describe('triggers that trigger others', () => {
  it('run through in one step, the oldest of each trade first', () => {
    const { world } = openFloor({ rules: { maximumTriggerOrders: 9 } });
    world.printTrade(PAIR, '100');
    chainOfStops(world, 8);
    const { listener, heard } = recorder();
    world.addListener(listener);
    world.printTrade(PAIR, '99');
    const triggered = heard.flatMap((one) => (one.kind === 'execution' && one.execution.kind === 'triggered' ? [one.execution] : []));
    expect(triggered.map(({ order }) => order.clientOrderId)).toEqual(Array.from({ length: 8 }, (_, rung) => `s${rung}`));
    expect(heard.filter(({ kind }) => kind === 'book')).toHaveLength(1);
    expect(world.openOrders('ann')).toEqual([]);
    expect(world.lastPrice(PAIR).toString()).toBe('91');
  });

  it('of one trade begin by age, whatever their stop prices', () => {
    const { world } = floorAt100();
    for (const [clientOrderId, stopPrice] of [
      ['a', '96'],
      ['b', '98'],
      ['c', '97'],
    ] as const) {
      world.place(ticket('ann', 'sell', { amount: '2', type: 'stop-loss', stopPrice, clientOrderId }));
    }
    world.printTrade(PAIR, '95');
    expect(['a', 'b', 'c'].map((id) => stateOf(world, 'ann', id))).toEqual(['filled 2', 'filled 2', 'expired insufficient-liquidity 1']);
  });
});
