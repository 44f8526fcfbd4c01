import { describe, expect, it } from 'vitest';
import { type CancelReplacement, type CancelReplaceRequest, type OrderTicket, Refusal, type World } from '../../src/index.ts';
import { at, holding, openFloor, PAIR, recorder, refusalOf, stateOf, ticket } from './trading-floor.ts';

function floorWithOrder(rules = {}): World {
  const { world } = openFloor({ rules });
  world.place(ticket('ann', 'buy', at('90@100', { clientOrderId: 'old' })));
  return world;
}

function replace(world: World, next: OrderTicket, request: Partial<CancelReplaceRequest> = {}): CancelReplacement {
  return world.cancelReplace({
    account: 'ann',
    tradingPair: PAIR,
    lookup: { clientOrderId: 'old' },
    mode: 'stop-on-failure',
    ticket: next,
    ...request,
  });
}

/** Both halves in words. */
function outcome({ cancel, placement }: CancelReplacement): readonly string[] {
  const canceled = cancel instanceof Refusal ? cancel.message : cancel.status;
  if (placement === undefined) return [canceled, 'not attempted'];
  return [canceled, placement instanceof Refusal ? placement.message : placement.order.status];
}

const NEXT = ticket('ann', 'buy', at('95@100', { clientOrderId: 'next' }));
const TOO_MUCH = ticket('ann', 'buy', at('101@100', { clientOrderId: 'next' }));
const GONE = { lookup: { clientOrderId: 'gone' } };

describe('an order instead of another', () => {
  it('uses what the old one held, in one step', () => {
    const world = floorWithOrder();
    const { listener, texts } = recorder();
    world.addListener(listener);
    expect(outcome(replace(world, NEXT, { cancelClientOrderId: 'c' }))).toEqual(['canceled', 'new']);
    expect(texts()).toEqual(['ann canceled old canceled 0', 'ann new next new 0', 'ann: USDT 500+9500', 'book 3-3 bids 95@100 asks ']);
  });

  it('may take the id of the old one', () => {
    const world = floorWithOrder();
    expect(outcome(replace(world, { ...NEXT, clientOrderId: 'old' }))).toEqual(['canceled', 'new']);
  });

  it('is not attempted where the cancel is refused, unless that is allowed', () => {
    const world = floorWithOrder();
    const small = ticket('ann', 'buy', at('1@100', { clientOrderId: 'next' }));
    expect(outcome(replace(world, small, GONE))).toEqual(['unknown-order', 'not attempted']);
    expect(refusalOf(() => world.order('ann', PAIR, { clientOrderId: 'next' }))).toBe('unknown-order');
    expect(outcome(replace(world, small, { ...GONE, mode: 'allow-failure' }))).toEqual(['unknown-order', 'new']);
    expect(outcome(replace(world, NEXT, { ...GONE, mode: 'allow-failure' }))).toEqual(['unknown-order', 'duplicate-client-order-id: next']);
  });

  it('may be refused when the old one is canceled already', () => {
    for (const mode of ['stop-on-failure', 'allow-failure'] as const) {
      const world = floorWithOrder();
      expect(outcome(replace(world, TOO_MUCH, { mode }))).toEqual(['canceled', 'insufficient-balance: USDT']);
      expect([stateOf(world, 'ann', 'old'), holding(world, 'ann', 'USDT')]).toEqual(['canceled 0', '10000+0']);
    }
  });

  it('may trade at once', () => {
    const world = floorWithOrder();
    world.place(ticket('bob', 'sell', at('1@101')));
    const { placement } = replace(world, ticket('ann', 'buy', at('1@101')));
    expect(placement instanceof Refusal ? [] : placement?.fills.length).toBe(1);
  });

  it('that breaks a rule of the market changes nothing', () => {
    const world = floorWithOrder({ maximumOpenOrders: 1 });
    expect(refusalOf(() => replace(world, ticket('ann', 'buy', at('1@100.001'))))).toBe('invalid-price: price');
    expect(refusalOf(() => replace(world, NEXT))).toBe('too-many-open-orders: 1');
    expect(refusalOf(() => replace(world, ticket('bob', 'buy', at('1@100'))))).toBe('malformed-parameter: tradingPair');
    expect(stateOf(world, 'ann', 'old')).toBe('new 0');
    const without = floorWithOrder({ features: { cancelReplace: false } });
    expect(refusalOf(() => replace(without, NEXT))).toBe('feature-not-offered: cancelReplace');
  });

  it('cancels the list of the old one', () => {
    const { world } = openFloor();
    world.placeList({
      kind: 'oto',
      working: ticket('ann', 'buy', at('1@99', { clientOrderId: 'old' })),
      pending: ticket('ann', 'sell', at('1@110', { clientOrderId: 'p' })),
    });
    expect(outcome(replace(world, NEXT))).toEqual(['canceled', 'new']);
    expect([stateOf(world, 'ann', 'p'), world.orderList('ann', { listId: 1 }).status]).toEqual(['canceled 0', 'all-done']);
  });
});

describe('a cancel that is for one status only', () => {
  it('is refused in the other', () => {
    const world = floorWithOrder();
    const cancel = (onlyWhen: 'new' | 'partially-filled'): string =>
      refusalOf(() => world.cancel('ann', PAIR, { clientOrderId: 'old' }, undefined, onlyWhen));
    expect(cancel('partially-filled')).toBe('cancel-restricted: partially-filled');
    world.fillOrder('ann', 'old', '1');
    expect(cancel('new')).toBe('cancel-restricted: new');
    expect(outcome(replace(world, NEXT, { onlyWhen: 'new' }))).toEqual(['cancel-restricted: new', 'not attempted']);
    expect(cancel('partially-filled')).toBe('accepted');
  });
});
