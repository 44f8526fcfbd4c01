import { expect } from 'vitest';
import { type ClientSocket, HMAC_KEY, type Json, openSpotSite, type SiteOptions, type SpotSite, START_MS } from './spot-site.ts';

/** A site whose trader follows its own events; the last price is 60,000. */
export interface FollowedSite {
  readonly site: SpotSite;
  readonly socket: ClientSocket;
  /** What was told since the last question, without the wrapper. */
  events(): readonly Json[];
  /** The same, of one kind of event. */
  eventsOf(kind: 'executionReport' | 'listStatus'): readonly Json[];
  /** Prints a trade that moves no balance. */
  print(price: string): Promise<void>;
  /** Fills an order of the trader. */
  fill(clientOrderId: string, amount?: string): Promise<void>;
}

export async function openFollowedSite(options: SiteOptions = {}): Promise<FollowedSite> {
  const site = openSpotSite(options);
  site.venue.world.printTrade('BTC-USDT', '60000');
  const socket = await site.open('ws-api', '/ws-api/v3');
  await socket.call('userDataStream.subscribe.signature', {}, HMAC_KEY);
  const events = (): readonly Json[] => socket.taken().flatMap((frame) => ('event' in frame ? [frame['event'] as Json] : []));
  return {
    site,
    socket,
    events,
    eventsOf: (kind) => events().filter((event) => event['e'] === kind),
    print: async (price) => {
      site.venue.world.printTrade('BTC-USDT', price);
      await site.clock.advance(0);
    },
    fill: async (clientOrderId, amount) => {
      site.venue.control.fillOrder('trader', clientOrderId, amount);
      await site.clock.advance(0);
    },
  };
}

/** A resting BTCUSDT order in the form RESULT, but for what is said otherwise. */
export function resultBody(differences: Json): Json {
  return {
    symbol: 'BTCUSDT',
    orderId: 1,
    orderListId: -1,
    transactTime: START_MS,
    price: '0.00000000',
    origQty: '0.50000000',
    executedQty: '0.00000000',
    origQuoteOrderQty: '0.00000000',
    cummulativeQuoteQty: '0.00000000',
    status: 'NEW',
    timeInForce: 'GTC',
    side: 'SELL',
    workingTime: START_MS,
    selfTradePreventionMode: 'EXPIRE_TAKER',
    ...differences,
  };
}

/** What a cancel answers, but for what is said otherwise. */
export function cancelBody(differences: Json): Json {
  const { workingTime: _workingTime, ...body } = resultBody({ status: 'CANCELED', ...differences });
  return body;
}

/** An `executionReport` of an order that waits or rests untouched, but for what is said otherwise. */
export function report(differences: Json): Json {
  return {
    e: 'executionReport',
    E: START_MS,
    s: 'BTCUSDT',
    S: 'SELL',
    f: 'GTC',
    q: '0.50000000',
    p: '0.00000000',
    P: '0.00000000',
    F: '0.00000000',
    g: -1,
    C: '',
    x: 'NEW',
    X: 'NEW',
    r: 'NONE',
    i: 1,
    l: '0.00000000',
    z: '0.00000000',
    L: '0.00000000',
    n: '0',
    N: null,
    T: START_MS,
    t: -1,
    I: expect.any(Number) as unknown,
    w: false,
    m: false,
    M: false,
    O: START_MS,
    Z: '0.00000000',
    Y: '0.00000000',
    Q: '0.00000000',
    V: 'EXPIRE_TAKER',
    ...differences,
  };
}
