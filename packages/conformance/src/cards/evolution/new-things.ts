import { Decimal } from '@venuekit/core/connector';
import type { OperationResult } from '@venuekit/venue';
import { spotInstrument } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { withoutLeaves } from '../../stage/payload-leaves.ts';
import { alterReplyFact, otherNumberForm, reportsOf } from './altered-facts.ts';

const NEW_ASSET = 'NEWCOIN';

/** The venue lists a market, and the account’s owner has something of it. @returns its name */
function listMarket(stage: CardStage): `${string}-${string}` {
  const { world } = stage.venue;
  const quote = stage.present('the market has a quote asset', stage.pair.split('-')[1]);
  world.addInstrument(spotInstrument({ base: NEW_ASSET, quote }));
  world.deposit(stage.account, NEW_ASSET, '1000');
  return `${NEW_ASSET}-${quote}`;
}

const newMarket: Card = defineCard({
  id: 'EVOLUTION-16',
  slug: 'orders-on-a-new-market',
  title: 'An order of the account on a market that the connector does not know drops nothing else',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'While the connector runs the venue lists a market with a new asset, and the owner of the account places an order there by hand. The open orders of the account are told without it, or with it; events about our own order go on.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  doc: 'design: one unknown value never drops the rest',
  look: 'requestOpenOrders, userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const own = await stage.openOrder();
    const amount = stage.present('the venue has the order', stage.venueOrder(own)).amount.toFixed();
    const tradingPair = listMarket(stage);
    const ticket = { account: stage.account, tradingPair, side: 'sell', type: 'limit', timeInForce: 'GTC' } as const;
    stage.venue.world.place({ ...ticket, amount: new Decimal('10'), price: new Decimal('100'), clientOrderId: '990000000000000001' });
    await stage.advance(1_000);
    const open = await stage.answer('the open orders of the account are told', stage.connector.getOpenOrders());
    stage.holds(
      'our own order is among them',
      open.some((row) => row.tradingPair === stage.pair && row.amount.toFixed() === amount),
      open.length,
    );
    await stage.advance(130_000);
    stage.fillAtVenue(own);
    await stage.until('the fill is told', () => stage.orderEvents(own).includes('order-completed'), 10_000);
  },
});

const knownLater: Card = defineCard({
  id: 'EVOLUTION-17',
  slug: 'new-market-is-known-with-the-rules',
  title: 'A market that is listed while the connector runs can be followed and traded on once the rules have been read again',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'While the connector runs the venue lists a market with a new asset. After the rules have been read again the connector follows it, an order there is open, and the new balance is known.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-3', 'NT-D02'],
  doc: 'connector guide: markets',
  look: 'initializeTradingPairSymbolsFromExchangeInfo, formatTradingRules',
  setup: { connector: { intervals: { tradingRulesMs: 60_000 } } },
  run: async (stage) => {
    await stage.start();
    const pair = listMarket(stage);
    await stage.advance(200_000);
    stage.holds('the rules of the new market are known', stage.connector.tradingRules.has(pair), [...stage.connector.tradingRules.keys()]);
    stage.connector.addTradingPair(pair);
    await stage.until('the book of the new market is live', () => stage.connector.bookStatus(pair).state === 'live', 60_000);
    const id = stage.connector.sell(pair, '10', 'limit', '100');
    await stage.until('the order is decided', () => stage.orderEvents(id).length > 0);
    stage.equal('what is told of the order', stage.orderEvents(id), ['order-created']);
    stage.holds('the balance of the new asset is known', !stage.connector.getBalance(NEW_ASSET).isZero());
  },
});

const missingMember: Card = defineCard({
  id: 'EVOLUTION-18',
  slug: 'missing-amount-of-a-balance',
  title: 'A balance without its amount is named and left out, not taken for zero, and the others are read',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  since: '2026-11-20',
  scenario:
    'In the venue’s reply one balance lacks what is free of it. The balances are read without this one, and what lacks is reported.',
  doc: 'connector guide: errors',
  look: 'updateBalances',
  run: async (stage) => {
    await stage.start();
    const [base = '', quote = ''] = stage.pair.split('-');
    const context = stage.requestContext();
    const before = await stage.answer('the balances are told', stage.definition.updateBalances(context));
    const vary = (result: OperationResult): OperationResult | undefined =>
      result.kind === 'balances'
        ? { ...result, balances: result.balances.map((row) => (row.asset === base ? { ...row, free: row.free.plus('1.5') } : row)) }
        : undefined;
    let field = '';
    const alteration = alterReplyFact(stage, 'balances', vary, (text, leaves) => {
      field = leaves[0]?.path.split('.').at(-1) ?? '';
      return withoutLeaves(text, leaves);
    });
    const reports = reportsOf(stage);
    const rows = await stage.answer('the balances are told although one lacks its amount', stage.definition.updateBalances(context));
    alteration.end();
    stage.equal('strange replies', alteration.count(), 1);
    stage.equal(
      'the balances that could be read',
      rows.map(({ asset, total }) => `${asset} ${total.toFixed()}`).toSorted(),
      before
        .filter(({ asset }) => asset !== base)
        .map(({ asset, total }) => `${asset} ${total.toFixed()}`)
        .toSorted(),
    );
    stage.holds(
      'another balance could be read',
      rows.some(({ asset }) => asset === quote),
    );
    stage.holds('what lacks is reported', reportsOf(stage) > reports);
    const isNamed = /^\d+$/.test(field) || stage.logLines.some((line) => line.includes(field)) || hasProblem(stage, field);
    stage.holds('the member that lacks is named', isNamed, field);
  },
});

function hasProblem(stage: CardStage, field: string): boolean {
  return stage.eventsOf('stream-problem').some(({ message, error }) => message.includes(field) || error?.message.includes(field) === true);
}

function otherId<Order extends { readonly orderId: number }>(order: Order): Order {
  return { ...order, orderId: order.orderId + 1 };
}

/** The same with other ids of orders. */
function otherOrderIds(result: OperationResult): OperationResult | undefined {
  switch (result.kind) {
    case 'place':
      return { ...result, placement: { ...result.placement, order: otherId(result.placement.order) } };
    case 'order':
      return { ...result, order: otherId(result.order) };
    case 'open-orders':
      return { ...result, orders: result.orders.map(otherId) };
    default:
      return undefined;
  }
}

const otherIdForm: Card = defineCard({
  id: 'EVOLUTION-19',
  slug: 'ids-in-another-form',
  title: 'Ids that come as numbers where they were texts, or as texts where they were numbers, are the same ids',
  family: 'EVOLUTION',
  severity: 'should',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario:
    'The venue’s replies about orders tell its ids in quotes where they had none, or without where they had. An order is placed, partly filled, and found among the open orders; nothing is told twice.',
  expected: ['order-created', 'order-filled'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled'],
  doc: 'design: ids are strings',
  look: 'the parse functions of the wire',
  run: async (stage) => {
    await stage.start();
    const alterations = (['place', 'order', 'open-orders'] as const).map((operation) =>
      alterReplyFact(stage, operation, otherOrderIds, otherNumberForm),
    );
    const id = await stage.openOrder();
    stage.fillAtVenue(id, stage.amount(5));
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'));
    await stage.advance(130_000);
    const open = await stage.answer('open orders are told', stage.connector.getOpenOrders(stage.pair));
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal(
      'the ids of the open orders',
      open.map(({ exchangeOrderId }) => exchangeOrderId),
      [stage.exchangeOrderId(order)],
    );
    for (const { end } of alterations) end();
    stage.equal('what is told of the order', stage.orderEvents(id), ['order-created', 'order-filled']);
  },
});

/** Markets, assets and forms that are new. */
export const newThingCards: readonly Card[] = [newMarket, knownLater, missingMember, otherIdForm];
