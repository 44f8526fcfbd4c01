import { ConfigurationError, Decimal } from '@venuekit/core/connector';
import type { TradingPair } from '@venuekit/core/connector';
import { accountTruth } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { plainSpot } from '../../src/spot/exchange.ts';
import { CREDENTIALS } from '../credentials.ts';
import { ACCOUNT, HOSTS, ORDER, PAIR, SYMBOLS, VenueSite, failureOf } from './venue-site.ts';

const PAIRS: readonly TradingPair[] = ['BTC-USDT', 'ETH-USDT', 'ETH-BTC'];

function unexpected(error: Error): void {
  throw error;
}

describe('markets', () => {
  it('are named by initializeTradingPairSymbolsFromExchangeInfo', async () => {
    const { definition, rest } = new VenueSite();
    const reply = await rest.execute({ path: definition.tradingPairsRequestPath });
    const names = definition.initializeTradingPairSymbolsFromExchangeInfo(reply, unexpected);
    expect(new Map(names.map(({ tradingPair, exchangeSymbol }) => [tradingPair, exchangeSymbol]))).toEqual(
      new Map(PAIRS.map((pair) => [pair, SYMBOLS.exchangeSymbol(pair)])),
    );
  });

  it('have the rules that formatTradingRules reads', async () => {
    const { definition, context, rest, venue } = new VenueSite();
    const reply = await rest.execute({ path: definition.tradingRulesRequestPath });
    const rules = definition.formatTradingRules(context, reply, unexpected);
    expect(rules.map(({ tradingPair }) => tradingPair).toSorted()).toEqual([...venue.world.instruments.keys()].toSorted());
    for (const { tradingPair, priceIncrement, amountIncrement, isTradable } of rules) {
      const instrument = venue.world.instruments.get(tradingPair);
      expect([priceIncrement.toFixed(), amountIncrement.toFixed(), isTradable]).toEqual([
        instrument?.priceIncrement.toFixed(),
        instrument?.amountIncrement.toFixed(),
        true,
      ]);
    }
  });

  it('have the last price that getLastTradedPrice asks for', async () => {
    const site = new VenueSite();
    site.trade('61000');
    const price = await site.definition.getLastTradedPrice(site.context, PAIR);
    expect(price.toFixed()).toBe('61000');
  });
});

describe('placeOrder', () => {
  it('places a limit order, with its amount and price to the last digit', async () => {
    const { definition, context, venue } = new VenueSite();
    const placed = await definition.placeOrder(context, ORDER);
    const [order] = venue.world.openOrders(ACCOUNT);
    expect(placed).toMatchObject({ exchangeOrderId: String(order?.orderId), state: 'open' });
    expect([order?.side, order?.amount.toFixed(), order?.price.toFixed()]).toEqual(['buy', '0.5', '50000']);
    expect(order?.clientOrderId).toBe(ORDER.clientOrderId);
  });

  it('throws the venue’s no as a rejection', async () => {
    const { definition, context, venue } = new VenueSite();
    const placing = definition.placeOrder(context, { ...ORDER, amount: new Decimal('100') });
    expect(await failureOf(placing)).toMatch(/^VENUE_REJECTION .*insufficient-balance/);
    expect(venue.world.openOrders(ACCOUNT)).toEqual([]);
  });

  it('leaves the outcome unknown when the venue breaks', async () => {
    const site = new VenueSite();
    site.answerOnce('POST', 503);
    expect(await failureOf(site.definition.placeOrder(site.context, ORDER))).toMatch(/^VENUE_UNAVAILABLE /);
  });
});

describe('placeCancel', () => {
  it('cancels an order', async () => {
    const { definition, context, clock, venue, reference } = withReference(new VenueSite());
    const canceled = await definition.placeCancel(context, reference());
    expect(canceled.state).toBe('canceled');
    await clock.advance(1_000);
    expect(venue.world.openOrders(ACCOUNT)).toEqual([]);
  });

  it('throws what is known as not found for an order that is not there', async () => {
    const { definition, context, reference, venue } = withReference(new VenueSite());
    venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: ORDER.clientOrderId });
    const canceling = definition.placeCancel(context, reference());
    expect(await failureOf(canceling)).toMatch(/^VENUE_REJECTION /);
    await expect(canceling).rejects.toSatisfy((error) => definition.isOrderNotFoundDuringCancelationError(error));
  });
});

describe('requestOrderStatus', () => {
  it('tells an open order, a part of it that is filled, and its end', async () => {
    const { definition, context, reference, venue } = withReference(new VenueSite());
    const order = reference();
    const states = [await definition.requestOrderStatus(context, order)];
    venue.control.fillOrder(ACCOUNT, ORDER.clientOrderId, '0.2');
    states.push(await definition.requestOrderStatus(context, order));
    venue.control.fillOrder(ACCOUNT, ORDER.clientOrderId);
    states.push(await definition.requestOrderStatus(context, order));
    expect(states.map(({ state }) => state)).toEqual(['open', 'partially-filled', 'filled']);
    expect(states.map(({ cumulativeBase }) => cumulativeBase?.toFixed())).toEqual(['0', '0.2', '0.5']);
  });

  it('throws what is known as not found for an order that never was', async () => {
    const site = new VenueSite();
    const order = site.reference({ exchangeOrderId: '999999' });
    const asking = site.definition.requestOrderStatus(site.context, order);
    expect(await failureOf(asking)).toMatch(/^VENUE_REJECTION /);
    await expect(asking).rejects.toSatisfy((error) => site.definition.isOrderNotFoundDuringStatusUpdateError(error));
  });
});

describe('orders and fills', () => {
  it('are listed by allTradeUpdatesForOrder, each with amount, price and fee', async () => {
    const { definition, context, reference, venue } = withReference(new VenueSite());
    const order = reference();
    venue.control.fillOrder(ACCOUNT, ORDER.clientOrderId, '0.2');
    venue.control.fillOrder(ACCOUNT, ORDER.clientOrderId, '0.1');
    const fills = await definition.allTradeUpdatesForOrder(context, order);
    expect(fills.map(({ baseAmount, price }) => `${baseAmount.toFixed()} at ${price.toFixed()}`)).toEqual(['0.2 at 50000', '0.1 at 50000']);
    expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(2);
  });

  it('that are open are listed by requestOpenOrders', async () => {
    const { definition, context, reference } = withReference(new VenueSite());
    const { exchangeOrderId } = reference();
    const orders = await definition.requestOpenOrders(context, PAIR);
    expect(orders).toMatchObject([{ exchangeOrderId, tradingPair: PAIR, side: 'buy', state: 'open' }]);
  });
});

describe('the account', () => {
  it('has the balances that updateBalances asks for', async () => {
    const { definition, context, venue } = withReference(new VenueSite());
    const rows = await definition.updateBalances(context);
    const truth = accountTruth(venue.world, ACCOUNT).balances.get('USDT');
    const row = rows.find(({ asset }) => asset === 'USDT');
    expect([row?.available.toFixed(), row?.total.toFixed()]).toEqual([truth?.free.toFixed(), truth?.free.plus(truth.locked).toFixed()]);
  });

  it('pays the fees that updateTradingFees asks for, where the venue tells', async () => {
    const { definition, context } = new VenueSite();
    const rates = await definition.updateTradingFees(context, [PAIR]);
    for (const { maker, taker } of rates.values()) expect([maker.lt('0.1'), taker.lt('0.1')]).toEqual([true, true]);
  });

  it('knows no event that userStreamEventListener cannot name', async () => {
    const { definition, context } = new VenueSite();
    const reading = Promise.resolve().then(() => definition.userStreamEventListener({ event: 'of next year' }, context));
    expect(await failureOf(reading)).toMatch(/^INVALID_PAYLOAD /);
  });

  it('is charged the rates of the order’s side of the market', () => {
    const { definition } = new VenueSite();
    const fee = definition.getFee({ ...ORDER, isMaker: undefined, rates: undefined });
    expect(fee).toBeDefined();
    expect(definition.supportedOrderTypes()).toEqual(definition.capabilities.orderTypes);
  });
});

describe('keys', () => {
  it('are not needed for public data', () => {
    const definition = plainSpot({ tradingPairs: [PAIR], hosts: HOSTS });
    expect([definition.isTradingRequired, definition.authenticator]).toEqual([false, undefined]);
    expect(() => definition.createUserStreamDataSource(new VenueSite().environment)).toThrow(ConfigurationError);
  });

  it.each(['apiKey', 'apiSecret'])('are missed by name: %s', (field) => {
    expect(() => plainSpot({ tradingPairs: [PAIR], ...CREDENTIALS, [field]: undefined })).toThrow(field);
  });
});

/** A site with an order of ours, and how core refers to it. */
function withReference(site: VenueSite): Pick<VenueSite, 'definition' | 'context' | 'clock' | 'venue'> & {
  readonly reference: () => ReturnType<VenueSite['reference']>;
} {
  const { orderId } = site.placeAtVenue();
  const { definition, context, clock, venue } = site;
  return { definition, context, clock, venue, reference: () => site.reference({ exchangeOrderId: String(orderId) }) };
}
