import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const common = { family: 'AUTH', since: '2026-11-20', doc: 'connector guide: the authenticator' } as const;

export const everyCallIsSigned: Card = defineCard({
  ...common,
  id: 'AUTH-01',
  slug: 'every-private-call-is-accepted',
  title: 'The venue accepts the signature of every private call that the connector can make',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'An order is placed, asked for, listed, partly filled, its trades and the balances and fees are asked for, it is canceled. The venue refuses nothing.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'stream-problem'],
  covers: ['HB-OMS-1'],
  look: 'authenticator',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.fillAtVenue(id, stage.amount(4));
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'), 300_000);
    const context = stage.requestContext();
    const tracked = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    const reference = {
      tradingPair: tracked.tradingPair,
      clientOrderId: id,
      exchangeOrderId: tracked.exchangeOrderId,
      side: tracked.side,
      orderType: tracked.orderType,
      price: tracked.price,
      amount: tracked.amount,
      creationTimeMs: tracked.creationTimeMs,
    };
    const { definition, pair } = stage;
    const status = await stage.answer('the status is answered', definition.requestOrderStatus(context, reference));
    stage.equal('the state', status.state, 'partially-filled');
    const open = await stage.answer('open orders are answered', definition.requestOpenOrders(context, pair));
    stage.equal('open orders', open.length, 1);
    await stage.answer('trades are answered', definition.allTradeUpdatesForOrder(context, reference));
    const balances = await stage.answer('balances are answered', definition.updateBalances(context));
    stage.holds('there are balances', balances.length > 0);
    await stage.answer('fees are answered', definition.updateTradingFees(context, [pair]));
    await stage.answer('the cancel is answered', stage.connector.cancel(pair, id));
    await stage.until('the cancellation is told', () => stage.orderEvents(id).includes('order-canceled'), 300_000);
  },
});

export const escapedParameters: Card = defineCard({
  ...common,
  id: 'AUTH-02',
  slug: 'signed-text-is-the-text-that-is-sent',
  title: 'What is signed is what is sent, also where ids hold characters that URLs escape',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'client-order-ids'],
  scenario:
    'Another program of the account’s owner has an order with slashes and colons in its id. The connector asks for its state by this id and is answered.',
  invariants: ['books-equal', 'balances-equal', 'no-secret-shown', 'nothing-left'],
  look: 'authenticator',
  run: async (stage) => {
    await stage.start();
    const [price, amount] = [new Decimal(stage.restingPrice('buy')), new Decimal(stage.amount())];
    const clientOrderId = 'web/a:b.c_d-1';
    const ticket = {
      account: stage.account,
      tradingPair: stage.pair,
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      price,
      amount,
      clientOrderId,
    } as const;
    stage.venue.world.place(ticket);
    const reference = {
      tradingPair: stage.pair,
      clientOrderId,
      exchangeOrderId: undefined,
      side: 'buy',
      orderType: 'limit',
      price,
      amount,
      creationTimeMs: 0,
    } as const;
    const status = await stage.answer('the status is answered', stage.definition.requestOrderStatus(stage.requestContext(), reference));
    stage.equal('the state of the order', status.state, 'open');
  },
});

export const freshSignatures: Card = defineCard({
  ...common,
  id: 'AUTH-03',
  slug: 'no-signature-is-used-twice',
  title: 'Two requests of the same content at different times are signed anew',
  severity: 'must',
  tier: 2,
  needs: ['trading'],
  scenario:
    'Balances are asked for ten times, a minute apart. All are answered, and no two requests are the same in URL, headers and body.',
  look: 'authenticator',
  run: async (stage) => {
    await stage.start();
    const first = stage.wire.requests.length;
    for (let times = 0; times < 10; times += 1) {
      await stage.advance(60_000);
      await stage.answer('balances are answered', stage.definition.updateBalances(stage.requestContext()));
    }
    const asked = stage.wire.requests.slice(first).filter(({ path }) => path === stage.wire.requests.at(-1)?.path);
    const texts = asked.map(({ url, headers, body }) => `${url.href} ${JSON.stringify([...headers])} ${body}`);
    stage.holds('ten requests were sent at least', texts.length >= 10, texts.length);
    stage.equal('different requests', new Set(texts).size, texts.length);
  },
});

export const freshLogin: Card = defineCard({
  ...common,
  id: 'AUTH-04',
  slug: 'each-login-is-signed-anew',
  title: 'The private stream logs in again later with a login of that moment',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  scenario: 'The private socket is cut after an hour. The new one is logged in within a minute, and a fill comes through it at once.',
  expected: ['order-created', 'stream-interrupted', 'stream-restored', 'order-filled'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-OMS-1'],
  look: 'createUserStreamDataSource().loginFrames',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    await stage.advance(3_600_000);
    const restored = stage.eventsOf('stream-restored').length;
    const cut = stage.venue.control.cutSockets({ account: stage.account });
    stage.equal('private sockets that were cut', cut, 1);
    await stage.until('the stream is restored', () => stage.eventsOf('stream-restored').length > restored, 60_000);
    stage.fillAtVenue(id, stage.amount(4));
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'), 15_000);
  },
});
