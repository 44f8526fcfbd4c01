import type { OrderCandidate } from '@venuekit/core';
import { Decimal } from '@venuekit/core/connector';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { accountTruth } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

/** The same venue, whose private stream is not said to tell balances, and does not. */
function withoutBalances(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    capabilities: { ...definition.capabilities, streamsBalances: false },
    userStreamEventListener: async (event, context) => {
      const updates = await definition.userStreamEventListener(event, context);
      return updates.filter(({ kind }) => kind !== 'balance' && kind !== 'balance-change');
    },
  };
}

function free(rig: TradingRig, asset: string): string | undefined {
  return accountTruth(rig.venue.world, ACCOUNT).balances.get(asset)?.free.toString();
}

describe('two orders of one turn', () => {
  it('cannot spend the same funds', async () => {
    const rig = new TradingRig();
    await rig.start();
    const first = rig.connector.buy(PAIR, '15', 'limit', '50000');
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('250000');
    expect(rig.connector.getBalance('USDT').toString()).toBe('1000000');
    const second = rig.connector.buy(PAIR, '15', 'limit', '50000');
    const third = rig.connector.buy(PAIR, '5', 'limit', '50000');
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('0');
    await rig.until(() => rig.connector.inFlightOrders.size === 2 && rig.orderEvents(third).includes('order-created'));
    expect(rig.orderEvents(first)).toEqual(['order-created']);
    expect(rig.events.find((event) => event.type === 'order-failed')).toMatchObject({
      clientOrderId: second,
      cause: 'denied',
      denialReason: 'insufficient-balance',
    });
    await rig.clock.advance(1_000);
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe(free(rig, 'USDT'));
    rig.expectTruth();
    await rig.close();
  });

  it('leave what they needed when the venue refuses them', async () => {
    const rig = new TradingRig();
    await rig.start();
    const action = { kind: 'refuse', reason: 'insufficient-balance' } as const;
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action });
    const id = rig.connector.buy(PAIR, '20', 'limit', '50000');
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('0');
    await rig.until(() => rig.orderEvents(id).includes('order-failed'));
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('1000000');
    await rig.close();
  });

  it('hold what nobody knows of, as long as nobody knows', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'hang' } });
    const id = rig.connector.buy(PAIR, '20', 'limit', '50000');
    await rig.clock.advance(11_000);
    expect(rig.connector.inFlightOrders.get(id)?.outcome).toBe('unknown');
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('0');
    await rig.until(() => rig.orderEvents(id).includes('order-failed'), 300_000);
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('1000000');
    await rig.close();
  });
});

describe('a venue whose stream tells no balances', () => {
  it('has its balances estimated between two queries, and known after each', async () => {
    const rig = new TradingRig({ wrap: withoutBalances });
    await rig.start();
    const id = rig.connector.buy(PAIR, '2', 'limit', '50000');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const fee = rig.connector.getFee({
      tradingPair: PAIR,
      orderType: 'limit',
      side: 'buy',
      positionAction: 'nil',
      amount: new Decimal(2),
      price: new Decimal(50_000),
      isMaker: true,
    });
    expect(fee.kind).toBe('deducted-from-returns');
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('900000');
    rig.venue.control.fillOrder(ACCOUNT, id, '0.5');
    await rig.until(() => rig.orderEvents(id).includes('order-filled'));
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('900000');
    expect(rig.connector.getBalance('USDT').toString()).toBe('975000');
    expect(rig.connector.getAvailableBalance('BTC').toString()).toBe('10.5');
    expect(rig.connector.getAllBalances().get('BTC')?.total.toString()).toBe('10.5');
    await rig.connectorAnswer(rig.connector.cancel(PAIR, id));
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('975000');
    await rig.clock.advance(121_000);
    rig.expectTruth();
    await rig.close();
  });

  it('is asked again when orders change during the question', async () => {
    const rig = new TradingRig({ wrap: withoutBalances });
    await rig.start();
    const id = rig.connector.buy(PAIR, '2', 'limit', '50000');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const { faults } = rig.venue.control;
    const delay = { kind: 'delay', delayMs: 2_000, phase: 'reply' } as const;
    faults.add({ on: 'http', match: { operation: 'balances' }, times: 3, action: delay });
    const asked = (): number => faults.applied.filter((fault) => fault.on === 'http' && fault.subject.operation === 'balances').length;
    await rig.until(() => asked() === 1, 130_000);
    await rig.clock.advance(100);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => asked() === 2);
    await rig.clock.advance(3_000);
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe(free(rig, 'USDT'));
    expect(rig.connector.getBalance('BTC').toString()).toBe(free(rig, 'BTC'));
    await rig.close();
  });
});

describe('a limit of an asset', () => {
  it('bounds what can be spent, in the check of an order too', async () => {
    const rig = new TradingRig({ connector: { assetLimits: { USDT: '60000' } } });
    await rig.start();
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('60000');
    const first = rig.connector.buy(PAIR, '1', 'limit', '50000');
    const second = rig.connector.buy(PAIR, '1', 'limit', '50000');
    await rig.until(() => rig.orderEvents(first).length > 0 && rig.orderEvents(second).length > 0);
    expect([rig.orderEvents(first), rig.orderEvents(second)]).toEqual([['order-created'], ['order-failed']]);
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('10000');
    rig.venue.control.fillOrder(ACCOUNT, first);
    await rig.until(() => rig.orderEvents(first).includes('order-completed'));
    expect(rig.connector.getAvailableBalance('USDT').toString()).toBe('10000');
    await rig.close();
  });
});

describe('fees of the user', () => {
  it('go before those of the account and count in the check of an order', async () => {
    const fees = { takerPercent: '10', makerFraction: '0.05', isBuyFeeDeductedFromReturns: false };
    const rig = new TradingRig({ connector: { fees } });
    await rig.start();
    const question = { tradingPair: PAIR, side: 'buy', positionAction: 'nil', amount: new Decimal(1), price: undefined } as const;
    expect(rig.connector.getFee({ ...question, orderType: 'limit', isMaker: undefined }).percent.toString()).toBe('0.1');
    expect(rig.connector.getFee({ ...question, orderType: 'limit-maker', isMaker: undefined }).percent.toString()).toBe('0.05');
    const tooMuch = rig.connector.buy(PAIR, '19', 'limit', '50000');
    const enough = rig.connector.buy(PAIR, '18', 'limit', '50000');
    await rig.until(() => rig.orderEvents(tooMuch).length > 0 && rig.orderEvents(enough).length > 0);
    expect([rig.orderEvents(tooMuch), rig.orderEvents(enough)]).toEqual([['order-failed'], ['order-created']]);
    await rig.close();
  });
});

describe('the budget checker of a connector', () => {
  it('adjusts orders to funds, fees, grid and each other, and forgets its locks with the turn', async () => {
    const rig = new TradingRig();
    await rig.start();
    const candidate: OrderCandidate = {
      tradingPair: PAIR,
      side: 'buy',
      orderType: 'limit',
      amount: new Decimal('15.000001'),
      price: new Decimal(50_000),
    };
    const { budgetChecker } = rig.connector;
    const amounts = budgetChecker.adjustAll([candidate, candidate], { isAllOrNone: false }).map(({ amount }) => amount.toString());
    expect(amounts).toEqual(['15.000001', '4.99999']);
    budgetChecker.adjustAndLock(candidate);
    expect(budgetChecker.adjust(candidate).amount.toString()).toBe('0');
    await Promise.resolve();
    expect(budgetChecker.adjust(candidate).isResized).toBe(false);
    expect(
      budgetChecker.adjust({ ...candidate, tradingPair: 'XRP-USDT', amount: new Decimal(100) }, { isAllOrNone: false }).amount.toString(),
    ).toBe('20');
    expect(
      budgetChecker
        .adjust({ ...candidate, side: 'sell', orderType: 'market', countsTotalBalances: true }, { isAllOrNone: false })
        .amount.toString(),
    ).toBe('10');
    await rig.close();
  });
});
