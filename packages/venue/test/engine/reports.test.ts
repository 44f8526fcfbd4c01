import { describe, expect, it } from 'vitest';
import { at, openFloor, PAIR, recorder, START_MS, ticket } from './trading-floor.ts';

function fail(): never {
  throw new Error('listener broke');
}

describe('the report of a step', () => {
  it('tells executions, then balances by account, then trades, then the book', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 's1' })));
    world.place(ticket('bob', 'sell', at('1@101', { clientOrderId: 's2' })));
    world.addListener(listener);
    world.place(ticket('ann', 'buy', at('3@101', { clientOrderId: 'b' })));
    expect(texts()).toEqual([
      'ann new b new 0',
      'bob trade s1 filled 1',
      'ann trade b partially-filled 1',
      'bob trade s2 filled 1',
      'ann trade b partially-filled 2',
      'ann: USDT 9698+101, BTC 12+0',
      'bob: USDT 10201+0, BTC 8+0',
      'trade 1 1@100',
      'trade 2 1@101',
      'book 4-4 bids 1@101 asks 0@100 0@101',
    ]);
  });

  it('of an IOC order on an empty book has no book change and takes no update id', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'i', timeInForce: 'IOC' })));
    expect(texts()).toEqual(['ann new i new 0', 'ann expired i expired 0', 'ann: USDT 10000+0']);
    expect(world.book(PAIR).lastUpdateId).toBe(1);
  });

  it('of a cancel carries the id of the cancel request', () => {
    const { world, clock } = openFloor();
    const { listener, heard, texts } = recorder();
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'b' })));
    world.addListener(listener);
    clock.jumpWall(5);
    world.cancel('ann', PAIR, { clientOrderId: 'b' }, 'c-1');
    expect(texts()).toEqual(['ann canceled b canceled 0', 'ann: USDT 10000+0', 'book 3-3 bids 0@100 asks ']);
    const [first] = heard;
    expect(first?.kind === 'execution' ? first.execution.cancelClientOrderId : undefined).toBe('c-1');
    expect(first?.kind === 'execution' ? first.execution.timeMs : undefined).toBe(START_MS + 5);
  });

  it('of cancelAll is one step with one update id', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'b' })));
    world.place(ticket('ann', 'sell', at('1@101', { clientOrderId: 'c' })));
    world.addListener(listener);
    world.cancelAll('ann', PAIR);
    expect(texts()).toEqual([
      'ann canceled a canceled 0',
      'ann canceled b canceled 0',
      'ann canceled c canceled 0',
      'ann: USDT 10000+0, BTC 10+0',
      'book 5-5 bids 0@100 asks 0@101',
    ]);
  });

  it('of a deposit is its balance alone', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.deposit('ann', 'USDT', '5.5');
    world.deposit('ann', 'USDT', '-0.5');
    expect(texts()).toEqual(['ann: USDT 10005.5+0', 'ann: USDT 10005+0']);
  });

  it('holds copies that later steps do not change', () => {
    const { world } = openFloor();
    const { listener, heard } = recorder();
    world.addListener(listener);
    const placement = world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'b' })));
    const asked = world.order('ann', PAIR, { clientOrderId: 'b' });
    const [open] = world.openOrders('ann');
    world.place(ticket('bob', 'sell', at('1@100')));
    const [first] = heard;
    expect(first?.kind === 'execution' ? first.execution.order.status : undefined).toBe('new');
    expect([placement.order.status, asked.status, open?.status]).toEqual(['new', 'new', 'new']);
  });

  it('numbers executions over all markets and accounts without a hole', () => {
    const { world } = openFloor();
    const { listener, heard } = recorder();
    world.addListener(listener);
    world.place(ticket('ann', 'buy', at('2@100')));
    world.place(ticket('bob', 'sell', at('1@100')));
    world.cancelAll('ann', PAIR);
    const ids = heard.flatMap((one) => (one.kind === 'execution' ? [one.execution.executionId] : []));
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });

  it('is heard in the same order by everybody when a listener makes the next step', () => {
    const { world } = openFloor();
    const before = recorder();
    const after = recorder();
    world.addListener(before.listener);
    let hasReacted = false;
    world.addListener({
      onExecution: () => {
        if (hasReacted) return;
        hasReacted = true;
        world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 'reaction' })));
      },
      onBalances: () => undefined,
      onTrade: () => undefined,
      onBookChange: () => undefined,
    });
    world.addListener(after.listener);
    const placement = world.place(ticket('ann', 'buy', at('2@100', { clientOrderId: 'b' })));
    expect(placement.order.executedBase.toString()).toBe('0');
    expect(after.texts()).toEqual(before.texts());
    expect(before.texts()).toEqual([
      'ann new b new 0',
      'ann: USDT 9800+200',
      'book 2-2 bids 2@100 asks ',
      'bob new reaction new 0',
      'ann trade b partially-filled 1',
      'bob trade reaction filled 1',
      'bob: BTC 9+0, USDT 10100+0',
      'ann: USDT 9800+100, BTC 11+0',
      'trade 1 1@100',
      'book 3-3 bids 1@100 asks ',
    ]);
  });

  it('reaches the other listeners when one throws, and the error reaches the caller', () => {
    const { world } = openFloor();
    const { listener, heard } = recorder();
    const remove = world.addListener({ onExecution: fail, onBalances: fail, onTrade: fail, onBookChange: fail });
    world.addListener(listener);
    expect(() => world.place(ticket('ann', 'buy', at('2@100')))).toThrow('listener broke');
    expect(heard.map((one) => one.kind)).toEqual(['execution', 'balances', 'book']);
    remove();
    world.place(ticket('ann', 'buy', at('2@100')));
    expect(heard).toHaveLength(6);
  });
});

describe('update ids', () => {
  it('are one per book, and a skipped one is told to nobody', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    world.skipUpdateId(PAIR);
    expect(world.book(PAIR).lastUpdateId).toBe(3);
    world.place(ticket('ann', 'buy', at('1@99', { clientOrderId: 'b' })));
    expect(texts().filter((text) => text.startsWith('book'))).toEqual(['book 2-2 bids 1@100 asks ', 'book 4-4 bids 1@99 asks ']);
  });
});
