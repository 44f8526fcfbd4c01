import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { type AmendResult, type World, worldDefects } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, stateOf, ticket } from './trading-floor.ts';

function amend(world: World, clientOrderId: string, amount: string, newId?: string): AmendResult {
  return world.amend({
    account: 'ann',
    tradingPair: PAIR,
    lookup: { clientOrderId },
    amount: new Decimal(amount),
    ...(newId === undefined ? {} : { clientOrderId: newId }),
  });
}

function floorWith(amount: string, rules = {}): World {
  const { world } = openFloor({ rules });
  world.addAccount('cem', { BTC: '10' });
  world.place(ticket('ann', 'buy', at(`${amount}@100`, { clientOrderId: 'a' })));
  world.place(ticket('bob', 'buy', at('1@100', { clientOrderId: 'b' })));
  return world;
}

describe('an amended order', () => {
  it('keeps its id and its place, holds less, and has a new client id', () => {
    const world = floorWith('3');
    const { orderId } = world.order('ann', PAIR, { clientOrderId: 'a' });
    const { amendment, order, list } = amend(world, 'a', '2', 'a2');
    expect([order.orderId, order.clientOrderId, order.amount.toString(), order.status, list]).toEqual([
      orderId,
      'a2',
      '2',
      'new',
      undefined,
    ]);
    expect(amendment).toMatchObject({ orderId, previousClientOrderId: 'a', clientOrderId: 'a2', tradingPair: PAIR });
    expect([amendment.previousAmount, amendment.amount].map(String)).toEqual(['3', '2']);
    expect([holding(world, 'ann', 'USDT'), ...bookText(world.book(PAIR)).bids]).toEqual(['9800+200', '3@100']);
    world.place(ticket('cem', 'sell', at('2@100')));
    expect([stateOf(world, 'ann', 'a2'), stateOf(world, 'bob', 'b')]).toEqual(['filled 2', 'new 0']);
    expect(refusalOf(() => world.order('ann', PAIR, { clientOrderId: 'a' }))).toBe('unknown-order');
    expect(world.amendments('ann', PAIR, { orderId })).toEqual([amendment]);
  });

  it('gets an id of the venue where none is named, and keeps its own where that is named', () => {
    const world = floorWith('3');
    expect(amend(world, 'a', '2.5', 'a').order.clientOrderId).toBe('a');
    expect(amend(world, 'a', '2').order.clientOrderId).toMatch(/^v[0-9a-f]{20}$/);
  });

  it('is told as replaced, with the id that it had', () => {
    const world = floorWith('3');
    const { listener, heard, texts } = recorder();
    world.addListener(listener);
    const { amendment } = amend(world, 'a', '2', 'a2');
    expect(texts()).toEqual(['ann replaced a2 new 0', 'ann: USDT 9800+200', 'book 4-4 bids 3@100 asks ']);
    const [first] = heard;
    const execution = first?.kind === 'execution' ? first.execution : undefined;
    expect([execution?.previousClientOrderId, execution?.executionId]).toEqual(['a', amendment.executionId]);
  });

  it('counts what is executed, and ends when nothing more is wanted', () => {
    for (const amount of ['1', '0.5']) {
      const world = floorWith('3');
      world.place(ticket('cem', 'sell', at('1@100')));
      const { order, amendment } = amend(world, 'a', amount, 'a');
      expect([order.status, order.expiryReason, order.amount.toString(), amendment.amount.toString()]).toEqual([
        'expired',
        'amended-to-nothing',
        '1',
        '1',
      ]);
      expect([holding(world, 'ann', 'USDT'), ...bookText(world.book(PAIR)).bids]).toEqual(['9900+0', '1@100']);
    }
  });

  it('shows of an iceberg what it showed, and no more than it wants', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('5@100', { icebergAmount: '2', clientOrderId: 'a' })));
    amend(world, 'a', '3', 'a');
    expect(bookText(world.book(PAIR)).bids).toEqual(['2@100']);
    amend(world, 'a', '1.5', 'a');
    expect(bookText(world.book(PAIR)).bids).toEqual(['1.5@100']);
    expect(worldDefects(world)).toEqual([]);
  });

  it('of a pair makes the other one as small, and tells the list when its id changed', () => {
    const { world } = openFloor();
    world.printTrade(PAIR, '100');
    world.placeList({
      kind: 'oco',
      above: ticket('ann', 'buy', { ...at('2@106'), type: 'stop-loss-limit', stopPrice: '105', clientOrderId: 'loss' }),
      below: ticket('ann', 'buy', at('2@95', { type: 'limit-maker', clientOrderId: 'gain' })),
    });
    const { listener, texts } = recorder();
    world.addListener(listener);
    const { list } = amend(world, 'gain', '1', 'gain-2');
    expect(list?.orders.map(({ clientOrderId }) => clientOrderId)).toEqual(['loss', 'gain-2']);
    expect(texts()).toEqual([
      'ann replaced gain-2 new 0',
      'ann replaced loss new 0',
      'list oco updated',
      'ann: USDT 9894+106',
      'book 3-3 bids 1@95 asks ',
    ]);
    amend(world, 'loss', '0.5', 'loss');
    expect(texts().filter((text) => text.startsWith('list'))).toHaveLength(1);
    expect(world.openOrders('ann').map(({ amount }) => amount.toString())).toEqual(['0.5', '0.5']);
    expect(worldDefects(world)).toEqual([]);
  });

  it('that waits becomes smaller too', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', { amount: '3', type: 'stop-loss', stopPrice: '100', clientOrderId: 'a' }));
    amend(world, 'a', '1', 'a');
    expect(holding(world, 'ann', 'USDT')).toBe('9900+100');
  });

  it.each<[string, string, string]>([
    ['more', '3.001', 'amend-increases-amount'],
    ['the same', '3', 'amend-changes-nothing'],
    ['nothing', '0', 'invalid-amount: amount'],
    ['less than nothing', '-1', 'invalid-amount: amount'],
    ['no number', 'NaN', 'malformed-parameter: amount'],
    ['off the grid', '1.0005', 'invalid-amount: amount'],
    ['too precise', '1.000000001', 'too-much-precision: amount'],
    ['worth too little', '0.049', 'below-minimum-notional: 4.9'],
    ['worth enough', '0.05', 'accepted'],
  ])('may not ask for %s', (_name, amount, message) => {
    const world = floorWith('3');
    expect(refusalOf(() => amend(world, 'a', amount, 'a'))).toBe(message);
  });

  it('must be open, in an open market that offers it, and may not take the id of another', () => {
    const world = floorWith('3');
    world.place(ticket('ann', 'buy', at('1@90', { clientOrderId: 'other' })));
    expect(refusalOf(() => amend(world, 'a', '2', 'other'))).toBe('duplicate-client-order-id: other');
    expect(refusalOf(() => amend(world, 'x', '2'))).toBe('unknown-order');
    world.cancel('ann', PAIR, { clientOrderId: 'a' });
    expect(refusalOf(() => amend(world, 'a', '2'))).toBe('unknown-order');
    const instrument = world.instruments.get(PAIR);
    if (instrument !== undefined) instrument.status = 'cancel-only';
    expect(refusalOf(() => amend(world, 'other', '0.5'))).toBe('market-closed: cancel-only');
    expect(refusalOf(() => amend(floorWith('3', { features: { amend: false } }), 'a', '2'))).toBe('feature-not-offered: amend');
  });

  it('may be amended so often and no more', () => {
    const world = floorWith('3', { maximumAmendments: 2 });
    amend(world, 'a', '2.9', 'a');
    amend(world, 'a', '2.8', 'a');
    expect(refusalOf(() => amend(world, 'a', '2.7', 'a'))).toBe('too-many-amendments: 2');
  });
});
