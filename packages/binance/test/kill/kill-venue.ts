import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { parseDecimal } from '@venuekit/core/connector';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import { accountTruth, createVenue, serveOnLoopback, spotInstrument, worldDefects } from '@venuekit/venue';
import type { Venue } from '@venuekit/venue';
import type { KnownState } from './kill-plan.ts';

const ACCOUNT = 'alice';
const OTHERS = 'bob';
const PAIR = 'BTC-USDT';
const UNLIMITED = 1_000_000_000;

/** The venue that outlives all programs, and what it knows of their account. */
export class KillVenue {
  readonly addresses: { readonly rest: string; readonly streams: string; readonly wsApi: string };
  readonly #venue: Venue;
  readonly #close: () => Promise<void>;

  private constructor(venue: Venue, addresses: KillVenue['addresses'], close: () => Promise<void>) {
    this.#venue = venue;
    this.addresses = addresses;
    this.#close = close;
  }

  static async open(seed: number): Promise<KillVenue> {
    const venue = createVenue({
      clock: new SystemClock(),
      random: new SeededRandom(seed),
      dialect: binanceSpotDialect(),
      instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
      accounts: [
        {
          account: ACCOUNT,
          balances: { BTC: '10', USDT: '10000000' },
          keys: [{ key: 'k'.repeat(64), kind: 'hmac', verifier: 's'.repeat(64), canTrade: true }],
        },
        { account: OTHERS, balances: { BTC: '1000', USDT: '1000000' }, keys: [] },
      ],
    });
    for (const { name } of venue.dialect.limits) venue.control.setLimit(name, { limit: UNLIMITED });
    venue.world.place({
      account: OTHERS,
      tradingPair: PAIR,
      clientOrderId: 'offers',
      side: 'sell',
      type: 'limit',
      timeInForce: 'GTC',
      price: parseDecimal('60000', 'price', 'offers'),
      amount: parseDecimal('900', 'amount', 'offers'),
    });
    const served = await serveOnLoopback(venue);
    const addresses = {
      rest: served.url('rest').http,
      streams: served.url('stream').ws,
      wsApi: `${served.url('ws-api').ws}/ws-api/v3`,
    };
    return new KillVenue(venue, addresses, () => served.close());
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Executes an order; nothing happens when it is not open any more. */
  fill(clientOrderId: string, amount: string | undefined): void {
    const isOpen = this.#venue.world.openOrders(ACCOUNT).some((order) => order.clientOrderId === clientOrderId);
    if (isOpen) this.#venue.control.fillOrder(ACCOUNT, clientOrderId, amount);
  }

  /** What a program must know. */
  get truth(): KnownState {
    const { openOrders, balances } = accountTruth(this.#venue.world, ACCOUNT);
    return {
      isReady: true,
      undecided: 0,
      open: openOrders.map((order) => `${order.clientOrderId} ${order.orderId} ${order.executedBase.toFixed()}`).toSorted(),
      balances: [...balances.values()]
        .map(({ asset, free, locked }) => `${asset} ${free.toFixed()} ${free.plus(locked).toFixed()}`)
        .toSorted(),
    };
  }

  /** The fills of the account: order, trade, amount. */
  get fills(): readonly string[] {
    const fills = this.#venue.world.fills(ACCOUNT, { tradingPair: PAIR, limit: Number.POSITIVE_INFINITY });
    return fills.map((fill) => `${fill.orderId} ${fill.trade.tradeId} ${fill.trade.amount.toFixed()}`);
  }

  /** The orders of the account with the event that tells their end, by client id; an id that stands twice was placed twice. */
  get orders(): readonly (readonly [clientOrderId: string, end: string | undefined])[] {
    const ends: Readonly<Record<string, string>> = { filled: 'order-completed', canceled: 'order-canceled' };
    return this.#venue.world.orders(ACCOUNT, PAIR).map(({ clientOrderId, status }) => [clientOrderId, ends[status]]);
  }

  get defects(): readonly string[] {
    const { dialectFaults, engineFaults, world } = this.#venue;
    return [...[...dialectFaults, ...engineFaults].map((fault) => JSON.stringify(fault)), ...worldDefects(world)];
  }
}
